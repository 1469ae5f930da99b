/** Where a daemon's word on the store and the disk cannot both be right. */
import { DERIVED_FOLDERS } from "../model/derived.ts";
import { readManifest } from "../store/manifest.ts";
import type { JsonObject } from "../text/json.ts";
import { KINDS, REGISTRY_KINDS } from "../model/kinds.ts";
import type { LookNote } from "../model/look_note.ts";
import type { DaemonProbe } from "../model/daemon.ts";
import type { ReadState } from "../model/read_states.ts";
import type { FileEntry, StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import { plural } from "../text/words.ts";
import { parseTimestamp } from "../text/time.ts";

interface Disagreement {
  readonly target: string;
  readonly message: string;
  readonly evidence: JsonObject;
}

/** The daemon was asked before the disk was read: what was written since then it cannot know. */
const RECENT_MS = 60_000;

/** None where the daemon was not asked, or where all that is known of the store is its own word. */
export function daemonDisagreements(
  { daemon, taken_at }: StateSnapshot,
  store: StoreSnapshot,
  note: LookNote | null = null,
): readonly Disagreement[] {
  if (daemon.answers.statez.state !== "ok" || store.origin === "daemon") return [];
  if (daemon.initialized === false) return initialisation(store);
  // A note only stands for a registry of which the daemon counts as many records.
  const isNoted = (folder: string) => note?.registries.some(({ kind }) => KINDS[kind].folder === folder) === true;
  const now = parseTimestamp(taken_at);
  const isRecent = (time: string | null) => {
    const then = parseTimestamp(time);
    return now === null || then === null || then > now - RECENT_MS;
  };
  return [
    ...generation(daemon, store, isRecent),
    ...counts(daemon, store, isRecent).filter(({ target }) => !isNoted(target)),
  ];
}

type IsRecent = (time: string | null) => boolean;

function initialisation(store: StoreSnapshot): readonly Disagreement[] {
  if (readManifest(store) === null) return [];
  return [{
    target: "manifest.json",
    message: "The daemon says that the store is not initialised; the disk has its manifest",
    evidence: { file: "manifest.json" },
  }];
}

/** Off by more than the append under way; where it is behind, only if no event can have come since it was asked. */
function generation(
  { active_generation: said }: DaemonProbe,
  store: StoreSnapshot,
  isRecent: IsRecent,
): readonly Disagreement[] {
  const before = readManifest(store)?.activeGeneration ?? null;
  const after = store.generation_after;
  if (said === null || before === null || after === null) return [];
  const isQuiet = before === after && !isRecent(store.journal.newest_event_at);
  const isAhead = said > after + 1;
  const isBehind = isQuiet && said < before - 1;
  if (!isAhead && !isBehind) return [];
  return [{
    target: "manifest.json",
    message: `The daemon says that the active generation is ${said}, the manifest says ${after}`,
    evidence: { file: "manifest.json", daemon: said, disk: after },
  }];
}

/** By folder; a folder with a file in it that cannot be read says nothing, as the daemon may count otherwise there. */
function counts(daemon: DaemonProbe, store: StoreSnapshot, isRecent: IsRecent): readonly Disagreement[] {
  const said = new Map(Object.entries(daemon.registry_counts ?? {}));
  return [...filesByRegistry(store)].flatMap(([folder, entries]): readonly Disagreement[] => {
    const count = said.get(folder);
    if (count === undefined || entries.some(({ state }) => state !== "ok")) return [];
    const unknowable = entries.filter(({ file }) => isRecent(file.modified_at)).length;
    if (count <= entries.length && count >= entries.length - unknowable) return [];
    return [{
      target: folder,
      message: `The daemon counts ${plural(count, "record")} in "${folder}", the disk holds ${entries.length}`,
      evidence: { file: folder, daemon: count, disk: entries.length },
    }];
  });
}

interface RegistryFile {
  readonly file: FileEntry;
  readonly state: ReadState;
}

function filesByRegistry(store: StoreSnapshot): ReadonlyMap<string, readonly RegistryFile[]> {
  const byFolder = new Map<string, RegistryFile[]>();
  for (const folder of [...REGISTRY_KINDS.map((kind) => KINDS[kind].folder), ...DERIVED_FOLDERS]) {
    byFolder.set(folder, []);
  }
  for (const entry of [...store.records, ...store.derived]) {
    byFolder.get(entry.file.path.split("/", 1)[0] ?? "")?.push(entry);
  }
  return byFolder;
}
