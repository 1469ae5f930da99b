/** Reading and writing the note of a look, and what of a store it stands for (docs/formats.md, "Note of a look"). */
import { readRecord } from "../model/input_document.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { LookNote } from "../model/look_note.ts";
import { CONTENT_SYNC_PATHS } from "../model/content_sync_names.ts";
import type { FileEntry, StoreSnapshot } from "../model/snapshot.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import { stringifyJson } from "../text/stringify_json.ts";

/** Where it is, relative to the store's root. */
export const LOOK_NOTE_PATH = "checkpoints/look.note";

/** A store of which there is more to tell is looked at as a whole. */
export const LOOK_NOTE_LIMIT_BYTES = 256 * 1024;

/** With fewer records a store is looked at as fast without one. */
export const LEAST_NOTED = 1_000;

/** The kinds that grow with use, and that no answer resting on a note shows one by one. */
export const NOTED_KINDS: readonly RecordKind[] = ["object", "transaction", "event"];

/** The note in this text, which is all of its file before the seal; null where it is none of this version. */
export function parseLookNote(text: string): LookNote | null {
  const parsed = parseJsonObject(text);
  if (!parsed.ok || parsed.oddities.length > 0) return null;
  const reading = readRecord(parsed.value, LookNote);
  return reading.ok ? reading.document : null;
}

/** Its text without the seal. */
export function lookNoteText(note: LookNote): string {
  return `${stringifyJson(note)}\n`;
}

/** Whether a record with that path, whether or not it is there, lies in a registry that was noted. */
function isNotedPath(path: string, { registries }: LookNote): boolean {
  return registries.some(({ kind }) => path.startsWith(`${KINDS[kind].folder}/`));
}

/** The store as it is read over the note: without what the note stands for. */
export function overNote(store: StoreSnapshot, note: LookNote): StoreSnapshot {
  return {
    ...store,
    records: store.records.filter(({ file }) => !isNotedPath(file.path, note)),
    journal: { ...store.journal, objects: [], actors: [] },
  };
}

/**
 * All from which follows what is told of the records and the journal, but for what the note stands for, as one text. What
 * changes by itself is left out, as no check holds it against them: content sync, scratch, and times of folders.
 */
export function restOf(store: StoreSnapshot, note: Pick<LookNote, "registries">): string {
  const noted = new Set<RecordKind>(note.registries.map(({ kind }) => kind));
  return stringifyJson([
    store.real_root,
    // Who may reach a record that is not looked at.
    [store.root_file, ...store.above ?? []].map((folder) => folder === null ? null : stateOf(folder)),
    store.manifest.file === null ? null : stateOf(store.manifest.file),
    { ...store.manifest, file: null },
    store.generation_after,
    store.records.filter(({ kind }) => KINDS[kind].registry && !noted.has(kind)),
    store.derived.map(({ file, entries, ...derived }) => [
      stateOf(file),
      derived,
      entries === null ? null : { ...entries, file: stateOf(entries.file) },
    ]),
    [...store.files, ...store.folders].filter(({ path }) => !changesByItself(path)).map(stateOf),
    store.mounts ?? [],
    store.interrupted ?? null,
  ]);
}

function stateOf({ path, type, bytes, mode, uid, problem }: FileEntry): readonly unknown[] {
  return [path, type, bytes, mode, uid, problem];
}

const LIVE_PATHS: readonly string[] = [...CONTENT_SYNC_PATHS, "tmp"];

function changesByItself(path: string): boolean {
  return path === LOOK_NOTE_PATH || LIVE_PATHS.some((live) => path === live || path.startsWith(`${live}/`));
}
