/** Reads the note of an earlier look, and the states by which is told whether it still holds. */
import { join } from "@std/path/posix";
import { LOOK_NOTE_LIMIT_BYTES, LOOK_NOTE_PATH, NOTED_KINDS, parseLookNote } from "../../../lib/derived/look_note.ts";
import { type FileState, isUnsettled, SEAL_BYTES, stampOf, UNSETTLED_MS } from "../../../lib/derived/record_cache.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import type { LookNote } from "../../../lib/model/look_note.ts";
import { ioReason } from "../files/io_reason.ts";
import type { LookedAt } from "../../../lib/answers/look_note.ts";
import { stateOf } from "./record_cache_reader.ts";
import { openSealed } from "./sealed_file.ts";

const JOURNAL_PATH = "journal.jsonl";
const NOTED_PATHS: readonly string[] = [JOURNAL_PATH, ...NOTED_KINDS.map((kind) => KINDS[kind].folder)];

/** The note of the store of that owner; null where there is none that holds. */
export function readLookNote(root: string, owner: number | null): LookNote | null {
  const note = readNote(root, owner);
  return note !== null && holdsStill(root, note) ? note : null;
}

/** Whether neither the journal nor a folder that the note stands for has changed since. */
export function holdsStill(root: string, { journal, registries }: LookNote): boolean {
  return stampAt(root, JOURNAL_PATH) === journal &&
    registries.every(({ kind, state }) => stampAt(root, KINDS[kind].folder) === state);
}

function readNote(root: string, owner: number | null): LookNote | null {
  const limitBytes = LOOK_NOTE_LIMIT_BYTES + SEAL_BYTES;
  using file = openSealed(join(root, LOOK_NOTE_PATH), { owner, limitBytes });
  if (file === null) return null;
  const decoder = new TextDecoder();
  let text = "";
  for (let chunk = file.read(); chunk !== null; chunk = file.read()) text += decoder.decode(chunk, { stream: true });
  return parseLookNote(text);
}

/** The state of what a note can stand for, by path, once a change of it cannot go unseen; without what is changed right now. */
export async function settledStates(root: string, clock = () => new Date()): Promise<LookedAt> {
  const states = () => NOTED_PATHS.map((path) => [path, stateAt(root, path)] as const);
  const isAnyUnsettled = states().some(([, state]) => state !== null && isUnsettled(state, clock()));
  if (isAnyUnsettled) await new Promise((resolve) => setTimeout(resolve, UNSETTLED_MS));
  const now = clock();
  return new Map(
    states().flatMap(([path, state]) => {
      const stamp = state === null || isUnsettled(state, now) ? null : stampOf(state);
      return stamp === null ? [] : [[path, stamp] as const];
    }),
  );
}

/** Those of the states that are still the same. */
export function unchangedStates(root: string, before: LookedAt): LookedAt {
  return new Map([...before].filter(([path, stamp]) => stampAt(root, path) === stamp));
}

function stampAt(root: string, path: string): string | null {
  const state = stateAt(root, path);
  return state === null ? null : stampOf(state);
}

/** Of the journal where it is a plain file, of anything else where it is a folder; else null. */
function stateAt(root: string, path: string): FileState | null {
  try {
    const info = Deno.lstatSync(join(root, path));
    const isExpected = path === JOURNAL_PATH ? info.isFile : info.isDirectory;
    return isExpected ? stateOf(info) : null;
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does leads to all being looked at
    return null;
  }
}
