/**
 * What becomes of an interrupted change, decided from what is found in the store alone.
 *
 * It rests on the order in which a change is applied: kept copies, then files, then a look at all of them, then the
 * journal's lines; and back: the staged folder is given up, then the journal, then the files.
 */
import type { ChangeIntent, FileChange, FileDigest } from "../model/change.ts";
import { isDeletion } from "./deletion.ts";
import { MANIFEST_PATH } from "./paths.ts";
import { isSeen, type Seen } from "./seen.ts";

/** One changed file; the places in the order of the intent's changes. */
export interface ObservedFile {
  readonly path: Seen;
  readonly kept: Seen;
  readonly staged: Seen;
}

/**
 * The journal behind where the change appends. `part` is some of our lines' first bytes, `more` is all of them and what
 * others wrote, `others` is whole lines of others alone; `unused` is of a change that appends nothing.
 */
export type ObservedTail = "unused" | "none" | "part" | "all" | "more" | "others" | "foreign";

export interface Observed {
  readonly files: readonly ObservedFile[];
  readonly tail: ObservedTail;
  /** Whether the lines to append are there, whole. */
  readonly hasLines: boolean;
  /** Whether an earlier run began to take the change back. */
  readonly isGivenUp: boolean;
}

/** How far a file has come; what another program has written since is its own, and stays. */
export type FileState = "before" | "after" | "theirs";

export type Recovery =
  /** Nothing is left to do but to delete what is dropped, and to clear away. */
  | { readonly way: "done" }
  | { readonly way: "forward"; readonly files: readonly FileState[] }
  | {
    readonly way: "back";
    readonly files: readonly FileState[];
    /** Whether what is behind the journal's earlier end is ours to take away. */
    readonly cutsJournal: boolean;
  }
  /** Both ways are blocked by what these places hold. */
  | { readonly way: "manual"; readonly paths: readonly string[] };

/** The way out of an interrupted change: forward where that can be done, else back, else only a person can tell. */
export function decideRecovery({ changes }: ChangeIntent, observed: Observed): Recovery {
  const { files, tail, hasLines, isGivenUp } = observed;
  // The lines come last and go first: with them there, every file was as planned, and has had a life of its own since.
  if (tail === "more" || (tail === "all" && !isGivenUp)) return { way: "done" };
  const placed = changes.map((change, index) => placeFile(change, files[index]));
  const states = placed.map(({ state }) => state ?? "before");
  const canAppend = tail === "unused" || ((tail === "none" || tail === "part") && hasLines);
  const isForward = !isGivenUp && canAppend && placed.every(({ canGoForward }) => canGoForward);
  if (isForward) return { way: "forward", files: states };
  if (tail !== "foreign" && placed.every(({ canGoBack }) => canGoBack)) {
    return { way: "back", files: states, cutsJournal: tail !== "others" };
  }
  const blocked = placed.filter(({ canGoBack }) => !canGoBack).flatMap(({ paths }) => paths);
  return { way: "manual", paths: tail === "foreign" ? [...blocked, "journal.jsonl"] : blocked };
}

interface PlacedFile {
  readonly state: FileState | null;
  readonly canGoForward: boolean;
  readonly canGoBack: boolean;
  readonly paths: readonly string[];
}

function placeFile(change: FileChange, seen: ObservedFile | undefined): PlacedFile {
  const { path, before, after, kept_at } = change;
  const paths = kept_at === null ? [path] : [path, kept_at];
  if (seen === undefined) return { state: null, canGoForward: false, canGoBack: false, paths };
  if (isDeletion(change)) {
    const state = isSeen(seen.path, before) ? "before" : seen.path.kind === "absent" ? "after" : "theirs";
    return { state, canGoForward: true, canGoBack: true, paths };
  }
  const isKept = before === null || isSeen(seen.kept, before);
  // What others wrote into the file itself is in its second name as well.
  const isSecondName = seen.path.kind === "file" && isSeen(seen.kept, seen.path.digest);
  const canBeKept = before === null || seen.kept.kind === "absent" || isKept || isSecondName;
  // Where before and after are the same bytes, the kept copy tells how far the change came.
  if (isSeen(seen.path, after) && isKept) return { state: "after", canGoForward: true, canGoBack: true, paths };
  const stuck = { state: null, canGoForward: false, canGoBack: false, paths };
  if (!isSeen(seen.path, before)) {
    return canBeKept && isTheirs(path, after, seen) ? { ...stuck, state: "theirs", canGoBack: true } : stuck;
  }
  if (!canBeKept) return stuck;
  return { state: "before", canGoForward: after === null || isSeen(seen.staged, after), canGoBack: true, paths };
}

/**
 * Whether another program wrote what is there, with nothing of ours under it: our new bytes still wait, or it is the
 * manifest, in which the daemon counts what it has written itself.
 */
function isTheirs(path: string, after: FileDigest | null, { path: found, staged }: ObservedFile): boolean {
  return found.kind === "file" && after !== null && (isSeen(staged, after) || path === MANIFEST_PATH);
}
