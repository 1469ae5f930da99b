/** Reads a store directory into a snapshot: manifest first, then registries and derived state, the journal last. */
import { join } from "@std/path";
import { integerField, isJsonObject, stringField } from "../../lib/model/json.ts";
import { ALL_KINDS, type RecordKind } from "../../lib/model/kinds.ts";
import { readManifest } from "../../lib/manifest.ts";
import type { DerivedEntry, FileEntry, RecordEntry, StoreAbsence, StoreSnapshot } from "../../lib/model/snapshot.ts";
import { lookAt, lookAtListed, sortedNames } from "./file_entry.ts";
import { createRunningHash } from "./hashing.ts";
import type { Environment, StoreChoice, StoreReader, StoreReading } from "./host.ts";
import { ioReason } from "./io_reason.ts";
import { readJournal } from "./journal_reader.ts";
import { nextTurn } from "./next_turn.ts";
import type { ProgressLine } from "./progress.ts";
import { readJsonFile } from "./json_file.ts";
import { withoutUnderWay } from "./writes_under_way.ts";

const SYSTEM_STORE = "/var/lib/sourceos-syncd";
const KIND_BY_FOLDER: ReadonlyMap<string, RecordKind> = new Map(ALL_KINDS.map((facts) => [facts.folder, facts.kind]));

/** A reader of this machine's stores; each reading shows its progress on a line of its own. */
export function createStoreReader(environment: Environment, startProgress: () => ProgressLine): StoreReader {
  return {
    choose: (option) => Promise.resolve(chooseStore(option, environment)),
    async read(choice) {
      const progress = startProgress();
      try {
        return await readStore(choice, progress);
      } finally {
        await progress.clear();
      }
    },
  };
}

function chooseStore(option: string | null, environment: Environment): StoreChoice {
  if (option !== null) return { root: option, selectedBy: "option" };
  const named = environment("SOURCEOS_STATE_DIR");
  if (named !== null) return { root: named, selectedBy: "environment" };
  const home = environment("HOME");
  const stateHome = environment("XDG_STATE_HOME") ?? (home === null ? null : join(home, ".local", "state"));
  const own = stateHome === null ? null : join(stateHome, "sourceos", "syncd");
  const root = own !== null && lookAt(own, own).problem === null ? own : SYSTEM_STORE;
  return { root, selectedBy: "default" };
}

async function readStore(choice: StoreChoice, progress: ProgressLine): Promise<StoreReading> {
  const absent = (reason: StoreAbsence["reason"], text: string): StoreReading => ({
    found: false,
    absence: {
      root: choice.root,
      selected_by: choice.selectedBy,
      reason,
      message: `Cannot read a state store at "${choice.root}": ${text}`,
    },
  });
  let root: string;
  let names: readonly string[];
  try {
    root = Deno.realPathSync(choice.root);
    if (!Deno.statSync(root).isDirectory) return absent("not_a_directory", "it is not a directory");
    names = sortedNames(root);
  } catch (error) {
    const { exit, reason } = ioReason(error);
    if (exit === "not_found") return absent("absent", "there is no such directory");
    return absent(exit === "denied" ? "denied" : "io_error", reason);
  }
  const known = ["manifest.json", "journal.jsonl", "indexes", "checkpoints", ...KIND_BY_FOLDER.keys()];
  if (!names.some((name) => known.includes(name))) return absent("uninitialized", "it holds no state yet");
  return { found: true, store: await readKnownStore(choice, { root, names, progress }) };
}

interface Reading {
  readonly root: string;
  readonly names: readonly string[];
  readonly progress: ProgressLine;
}

async function readKnownStore(choice: StoreChoice, { root, names, progress }: Reading): Promise<StoreSnapshot> {
  const records: RecordEntry[] = [];
  const derived: DerivedEntry[] = [];
  const files: FileEntry[] = [];
  const manifestFile = names.includes("manifest.json") ? lookAt(join(root, "manifest.json"), "manifest.json") : null;
  const manifest = manifestFile === null
    ? { file: null, state: "absent" as const, error: null, oddities: [], record: null }
    : { file: manifestFile, ...readJsonFile(join(root, "manifest.json"), manifestFile) };
  for (const name of names) {
    if (name === "manifest.json" || name === "journal.jsonl") continue;
    const folder = lookAtListed(join(root, name), name);
    if (folder === null) continue;
    const kind = KIND_BY_FOLDER.get(name);
    if (folder.type !== "directory" || folder.problem !== null) files.push(folder);
    else if (kind !== undefined) await readRegistry(root, folder, kind, { records, files, progress });
    else if (name === "indexes" || name === "checkpoints") readDerived(root, folder, name, derived, files);
    else collectFiles(root, folder, files);
  }
  const lanes = readManifest({ manifest })?.lanes ?? [];
  const lengths = derived.flatMap((entry) => coveredBytes(entry) ?? []);
  const { summary, prefixes } = await readJournal(join(root, "journal.jsonl"), {
    lanes,
    prefixLengths: lengths,
    progress,
  });
  return {
    root: choice.root,
    real_root: root,
    selected_by: choice.selectedBy,
    origin: "disk",
    root_file: lookAt(root, "."),
    manifest,
    journal: summary,
    records,
    derived: derived.map((entry) => ({ ...entry, prefix_sha256: prefixes.get(coveredBytes(entry) ?? -1) ?? null })),
    files: await withoutUnderWay(root, files),
  };
}

/** How much of the journal a derived record says that it covers. */
function coveredBytes({ record }: DerivedEntry): number | null {
  const covers = isJsonObject(record) && Object.hasOwn(record, "covers") ? record["covers"] : null;
  return isJsonObject(covers) ? integerField(covers, "journal_bytes") : null;
}

/** The folder's entries; a folder that cannot be listed is a file entry with its problem. */
function listFolder(root: string, folder: FileEntry, files: FileEntry[]): readonly FileEntry[] {
  try {
    return sortedNames(join(root, folder.path)).flatMap((name) => {
      const path = `${folder.path}/${name}`;
      return lookAtListed(join(root, path), path) ?? [];
    });
  } catch (error) {
    files.push({ ...folder, problem: ioReason(error).reason });
    return [];
  }
}

interface Registries {
  readonly records: RecordEntry[];
  readonly files: FileEntry[];
  readonly progress: ProgressLine;
}

/** Files that are read before progress is reported and other work may run. */
const BATCH = 500;

async function readRegistry(
  root: string,
  folder: FileEntry,
  kind: RecordKind,
  { records, files, progress }: Registries,
): Promise<void> {
  const listed = listFolder(root, folder, files);
  for (const [index, file] of listed.entries()) {
    if (file.path.endsWith(".json")) records.push({ kind, file, ...readJsonFile(join(root, file.path), file) });
    else if (file.type === "directory" && file.problem === null) collectFiles(root, file, files);
    else files.push(file);
    if (index % BATCH !== BATCH - 1) continue;
    progress.report({ label: `Reading ${folder.path}`, done: index + 1, total: listed.length, unit: "count" });
    await nextTurn();
  }
}

function readDerived(
  root: string,
  folder: FileEntry,
  name: DerivedEntry["folder"],
  derived: DerivedEntry[],
  files: FileEntry[],
): void {
  const listed = listFolder(root, folder, files);
  const owned = new Set<string>();
  for (const file of listed.filter(({ path }) => path.endsWith(".json"))) {
    const reading = readJsonFile(join(root, file.path), file);
    const entriesName = stringField(reading.record, "entries_file");
    const entriesFile = listed.find(({ path }) => path === entriesName || path === `${folder.path}/${entriesName}`);
    if (entriesFile !== undefined) owned.add(entriesFile.path);
    const entries = entriesFile === undefined ? null : readEntries(root, entriesFile);
    derived.push({ folder: name, file, ...reading, prefix_sha256: null, entries });
  }
  for (const file of listed) {
    if (file.path.endsWith(".json") || owned.has(file.path)) continue;
    if (file.type === "directory" && file.problem === null) collectFiles(root, file, files);
    else files.push(file);
  }
}

/** Hash and line count of an index's entries, read in pieces. */
function readEntries(root: string, file: FileEntry): NonNullable<DerivedEntry["entries"]> {
  if (file.problem !== null || file.type !== "file") return { file, state: "not_a_file", sha256: null, count: 0 };
  try {
    using entries = Deno.openSync(join(root, file.path), { read: true });
    const hash = createRunningHash();
    const buffer = new Uint8Array(1024 * 1024);
    let count = 0;
    for (let read = entries.readSync(buffer); read !== null; read = entries.readSync(buffer)) {
      const chunk = buffer.subarray(0, read);
      hash.update(chunk);
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) count++;
    }
    return { file, state: "ok", sha256: hash.digest(), count };
  } catch (error) {
    return { file, state: ioReason(error).exit === "denied" ? "denied" : "io_error", sha256: null, count: 0 };
  }
}

/** Every file below a folder; empty folders are left out, folders that cannot be listed are not. */
function collectFiles(root: string, folder: FileEntry, files: FileEntry[]): void {
  for (const file of listFolder(root, folder, files)) {
    if (file.type === "directory" && file.problem === null) collectFiles(root, file, files);
    else files.push(file);
  }
}
