/**
 * Reads a store into a snapshot. A daemon may write meanwhile, so what is named is read after what names it: manifest, derived
 * records, journal, registries, and the manifest's generation once more.
 */
import { dirname, join } from "@std/path/posix";
import { CONTENT_SYNC_PATHS } from "../../../lib/model/content_sync_names.ts";
import { CACHED_KINDS, type ReadStates } from "../../../lib/derived/record_cache.ts";
import { readManifest } from "../../../lib/store/manifest.ts";
import { integerField } from "../../../lib/text/json.ts";
import { KIND_BY_FOLDER, type RecordKind } from "../../../lib/model/kinds.ts";
import type { JournalSummary } from "../../../lib/model/journal.ts";
import type { FileEntry, ManifestEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { DERIVED_FOLDERS } from "../../../lib/model/derived.ts";
import { loadCoveredPrefix } from "./checkpoint_reader.ts";
import { readContentSync } from "./content_sync_reader.ts";
import { coveredBytes, type DerivedRecord, measureDerived, readDerivedRecords } from "./derived_reader.ts";
import { readDiskSpace } from "./disk_space.ts";
import { lookAt, lookAtListed } from "./file_entry.ts";
import { collectFile, type Found, readRegistry } from "./folder_reader.ts";
import { sha256Hex } from "../files/hashing.ts";
import type {
  FoundStore,
  JournalDepth,
  ReadPurpose,
  ReceiptDepth,
  RecordDepth,
  StoreChoice,
} from "../types/store_reader.ts";
import { lookForChange } from "./intent_reader.ts";
import { findMissing } from "./inventory_reader.ts";
import { beginJournal } from "./journal_beside.ts";
import { skipJournal } from "./journal_reader.ts";
import { readJsonFile } from "./json_file.ts";
import { keepRecords } from "./kept_records.ts";
import { readLocks } from "./locks.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { bearingOn, objectsNamedBy } from "../../../lib/derived/wanted_objects.ts";
import { holdsStill, readLookNote } from "./look_note_reader.ts";
import { openCachedRecords, overRead } from "./record_cache_reader.ts";
import { shareWithHeads } from "./shared_texts.ts";
import { readersOf } from "./readers.ts";
import { mountsOf } from "./mounts.ts";
import type { KeptReading } from "./store_bytes.ts";
import { withoutUnderWay } from "./writes_under_way.ts";

/** What is read of a store, and how. */
export interface HowToRead {
  readonly journal: JournalDepth;
  readonly records: RecordDepth;
  readonly receipts: ReceiptDepth;
  readonly kinds: readonly RecordKind[] | null;
  readonly about: string | null;
  readonly purpose: ReadPurpose;
  readonly over: StoreSnapshot | null;
  readonly kept: Kept;
  readonly clock: () => Date;
  readonly progress: ProgressTaker;
}

/** What is kept of stores that were read, as their purpose asks for it. */
export interface Kept {
  readonly readings: WeakMap<JournalSummary, KeptReading>;
  readonly states: WeakMap<StoreSnapshot["records"], ReadStates>;
}

interface Reading extends HowToRead {
  readonly root: string;
  readonly names: readonly string[];
}

/**
 * The store at `root`, in which these names are. Never throws for what the file system does.
 *
 * @throws CliError timeout
 */
export async function readKnownStore(choice: StoreChoice, reading: Reading): Promise<Omit<FoundStore, "found">> {
  const { root, names, kinds, about, purpose, over, kept, progress } = reading;
  const begunAt = reading.clock();
  const isWhole = kinds === null && about === null;
  const rootFile = lookAt(root, ".");
  const noted = reading.records === "noted" ? readLookNote(root, rootFile.uid) : null;
  const manifest = readManifestFile(root, names);
  const tops = names.filter((name) => name !== "manifest.json" && name !== "journal.jsonl")
    .flatMap((name) => lookAtListed(join(root, name), name) ?? []);
  const isContentSync = ({ path }: FileEntry) => CONTENT_SYNC_PATHS.some((known) => known === path);
  const findings = new Map(tops.map(({ path }) => [path, emptyFound()]));
  const foundIn = (folder: FileEntry) => findings.get(folder.path) ?? emptyFound();
  const derived: DerivedRecord[] = [];
  const registries = new Map<RecordKind, FileEntry>();
  for (const top of tops.filter((one) => !isContentSync(one))) {
    const isFolder = top.type === "directory" && top.problem === null;
    const kind = KIND_BY_FOLDER.get(top.path);
    const derivedFolder = DERIVED_FOLDERS.find((folder) => folder === top.path);
    if (isFolder && kind !== undefined) {
      if (kinds?.includes(kind) !== false) registries.set(kind, top);
    } else if (isFolder && derivedFolder !== undefined) {
      derived.push(...readDerivedRecords(root, top, derivedFolder, foundIn(top)));
    } else collectFile(root, top, foundIn(top));
  }
  // A change writes derived files first and the journal last: between reading the two its intent is there to be seen.
  const changeBefore = await lookForChange(root);
  const journalPath = join(root, "journal.jsonl");
  const depth = reading.journal;
  const lanes = readManifest({ manifest })?.lanes ?? [];
  const covered = depth === "full" || depth === "skip"
    ? null
    : loadCoveredPrefix(root, derived, { lanes, sha256Hex, hasHeads: noted === null });
  // Without a beginning that needs no reading, nothing is saved by a note.
  const note = covered === null ? null : noted;
  using pending = depth === "skip" ? null : await beginJournal(journalPath, {
    lanes,
    prefixLengths: derived.flatMap((record) => coveredBytes(record) ?? []),
    depth,
    covered,
    keepsFolding: purpose !== "answer",
    progress,
  }, [...registries.values()].map(({ path }) => join(root, path)));
  // What a note leaves is opened faster than looked up behind a hundred thousand lines.
  const named = new Set<string>();
  const overStates = over === null ? undefined : kept.states.get(over.records);
  using cached = over !== null && overStates !== undefined
    ? overRead(over, overStates)
    : reading.records === "all" || note !== null
    ? null
    : openCachedRecords(root, rootFile.uid, about === null ? undefined : bearingOn(about, named));
  const keptRecords = purpose === "answer" ? null : keepRecords({ keepsStates: purpose === "change", now: begunAt });
  // Records that name others first, so that whoever is named was there when its own turn came.
  for (const kind of CACHED_KINDS) {
    const folder = registries.get(kind);
    if (folder === undefined) continue;
    if (note?.registries.some((registry) => registry.kind === kind)) foundIn(folder).folders.push(folder);
    else await readRegistry(root, folder, kind, { found: foundIn(folder), cached, kept: keptRecords, progress });
    if (about === null) continue;
    for (const { record } of foundIn(folder).records) {
      if (record !== null) { for (const path of objectsNamedBy(record)) named.add(path); }
    }
  }
  const journal = pending === null ? skipJournal(journalPath) : await pending.finish();
  if (keptRecords !== null) {
    kept.readings.set(journal.summary, { folding: journal.folding ?? null, digests: keptRecords.digests });
  }
  const ofContentSync = emptyFound();
  const { state: contentSync, receiptNames } = await readContentSync(root, {
    tops: tops.filter(isContentSync),
    receipts: reading.receipts,
    found: ofContentSync,
  });
  const found = [...findings.values(), ofContentSync];
  const seen = found.flatMap((one) => one.files);
  const files = await withoutUnderWay(root, seen);
  const folders = found.flatMap((one) => one.folders);
  const records = found.flatMap((one) => one.records);
  if (keptRecords !== null && keptRecords.states !== null) kept.states.set(records, keptRecords.states);
  shareWithHeads(records, journal.summary.objects);
  const store: StoreSnapshot = {
    root: choice.root,
    real_root: root,
    selected_by: choice.selectedBy,
    origin: "disk",
    root_file: rootFile,
    above: foldersAbove(root),
    manifest,
    generation_after: readGeneration(root, manifest),
    journal: journal.summary,
    journal_file: names.includes("journal.jsonl") ? lookAt(join(root, "journal.jsonl"), "journal.jsonl") : null,
    records,
    ...cached === null || cached.used === 0
      ? {}
      : { unopened_records: { count: cached.used, as_of: cached.cache.asOf } },
    derived: derived.map((record) => measureDerived(root, record, journal, isWhole)),
    ...isWhole
      ? findMissing(root, {
        files: [...derived.flatMap(({ entriesFile }) => entriesFile ?? []), ...files],
        folders,
        records,
        receiptNames,
        passesOver: note?.registries.map(({ kind }) => kind) ?? [],
      })
      : {},
    files,
    folders,
    ...mountsOf(root, folders),
    locks: await readLocks(root, files),
    interrupted: await lookForChange(root) ?? (changeBefore === null ? null : { ...changeBefore, under_way: true }),
    disk: readDiskSpace(root),
    content_sync: contentSync,
  };
  if (note !== null && !holdsStill(root, note)) return await readKnownStore(choice, { ...reading, records: "changed" });
  return {
    store: { ...store, ...readersOf(root, store) },
    ...note === null ? {} : { note },
    ...files.length < seen.length ? { isWritten: true } : {},
  };
}

/** The folders that the path lies in, the outermost first: who may not enter one of them does not reach the store. */
function foldersAbove(path: string): readonly FileEntry[] {
  const folder = dirname(path);
  return folder === path ? [] : [...foldersAbove(folder), lookAt(folder, folder)];
}

function emptyFound(): Found {
  return { records: [], files: [], folders: [] };
}

function readManifestFile(root: string, names: readonly string[]): ManifestEntry {
  const path = join(root, "manifest.json");
  if (!names.includes("manifest.json")) return { file: null, state: "absent", error: null, oddities: [], record: null };
  const file = lookAt(path, "manifest.json");
  return { file, ...readJsonFile(path, file) };
}

/** The active generation once the journal has been read: by then it counts every event that was in the journal. */
function readGeneration(root: string, { state }: ManifestEntry): number | null {
  if (state !== "ok") return null;
  const path = join(root, "manifest.json");
  return integerField(readJsonFile(path, lookAt(path, "manifest.json")).record, "active_generation");
}
