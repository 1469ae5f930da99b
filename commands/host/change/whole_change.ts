/** What is done to a store under its lock: one change, all or nothing, and the end of one that was interrupted. */
import { findIntentProblem, type ParsedIntent } from "../../../lib/change/intent.ts";
import { pathsIn } from "../../../lib/change/authority.ts";
import { isDeletion } from "../../../lib/change/deletion.ts";
import { foldersAbove, JOURNAL_PATH } from "../../../lib/change/paths.ts";
import {
  blockedState,
  linkedError,
  lockLostError,
  manualError,
  mountError,
  overtakenError,
  rolledBackError,
  roomError,
  staleError,
  stoppedBeforeError,
  stoppedOnTheWayError,
  unwritableError,
} from "../../../lib/change/problems.ts";
import { decideRecovery, type FileState } from "../../../lib/change/recovery.ts";
import { judgeRoom } from "../../../lib/change/disk_space.ts";
import { describeDifference } from "../../../lib/change/seen.ts";
import { CliError } from "../../../lib/model/errors.ts";
import {
  type ChangeIntent,
  type ChangeRequest,
  INTENT_PATH,
  INTENT_SCHEMA,
  LOCK_PATH,
} from "../../../lib/model/change.ts";
import { ioReason } from "../files/io_reason.ts";
import { deleteDropped, goForward } from "./go_forward.ts";
import { observe, readIntent } from "./observe.ts";
import { Stopped } from "../terminal/signals.ts";
import {
  CopyMoved,
  makeStagedFolder,
  makeWorkFolder,
  missingFolders,
  stage,
  writeIntent,
  writeIntentOver,
} from "./stage.ts";
import { clearScratch, giveUp, takeBack } from "./take_back.ts";
import { hasOtherNames, LockLost, lookAt, type OpenStore, unstoppable } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

/** Carries a change out. @throws CliError as LockedStore.apply() says */
export async function applyChange(store: OpenStore, request: ChangeRequest): Promise<{ readonly cleared: boolean }> {
  const intent = await prepare(store, request);
  try {
    await goForward(store, intent, { files: intent.changes.map(() => "before") });
  } catch (error) {
    throw await endOnTheWay(store, intent, error);
  }
  return { cleared: await dropAndClear(store, intent) };
}

/** The end of a change that stands; what fails for a moment is tried again. @throws CliError manual where it goes on to fail */
async function dropAndClear(store: OpenStore, intent: ChangeIntent): Promise<boolean> {
  for (let isLast = false;; isLast = true) {
    try {
      await deleteDropped(unstoppable(store), intent);
      return clearAway(store);
    } catch (error) {
      if (!(error instanceof FileFailure)) throw error;
      if (isLast) throw manualError(store.root, `it stands, and ${error.message}, which it drops`, error);
    }
  }
}

function intentOf(
  { id, kind, planId, scopes, startedAt, changes, append }: ChangeRequest,
  newFolders: readonly string[],
): ChangeIntent {
  return {
    schema: INTENT_SCHEMA,
    change_id: id,
    kind,
    plan_id: planId,
    scopes,
    started_at: startedAt,
    changes: changes.map(({ change }) => change),
    new_folders: newFolders,
    append: append === null ? null : append.range,
    staged_in: `new-${crypto.randomUUID().replaceAll("-", "")}`,
  };
}

/** Everything up to the intent: nothing of the store itself is touched, and what fails leaves nothing behind. */
async function prepare(store: OpenStore, request: ChangeRequest): Promise<ChangeIntent> {
  let phase: "look" | "make" | "stage" = "look";
  let written: ChangeIntent | null = null;
  try {
    const intent = intentOf(request, missingFolders(store, request));
    const problem = findIntentProblem(intent);
    if (problem !== null) throw new Error(`The change cannot be applied: ${problem}`);
    closeWay(store, intent);
    const mount = findMount(store, intent);
    if (mount !== null) throw mountError(store.root, mount);
    if (intent.append !== null && hasOtherNames(store, JOURNAL_PATH)) throw linkedError(store.root, JOURNAL_PATH);
    const differences = await findDifferences(store, intent);
    if (differences.length > 0) throw staleError(store.root, differences);
    const room = judgeRoom(intent, store.files.room(""));
    if (room.kind === "lacking") throw roomError(store.root, room.problem);
    phase = "make";
    clearScratch(store);
    makeWorkFolder(store);
    if (room.kind === "after_dropping") {
      await store.ask();
      await store.pause();
      written = intent;
      phase = "stage";
      await writeIntentOver(store, intent);
      await deleteDropped(unstoppable(store), intent);
    }
    makeStagedFolder(store, intent);
    phase = "stage";
    await stage(written === null ? store : unstoppable(store), request, intent);
    if (written !== null) return intent;
    await store.ask();
    await store.pause();
    written = intent;
    await writeIntent(store, intent);
    return intent;
  } catch (error) {
    const isLost = error instanceof LockLost || hasLostLock(store);
    if (isLost && !await isStillOurs(store, written)) throw lockLostError(store.root, written);
    if (written !== null) await takeBackAfter(unstoppable(store), written, error);
    else if (phase !== "look") clearAway(store);
    if (error instanceof Stopped) throw stoppedBeforeError(store.root, error.signal);
    if (isLost) throw errorOfTakenBack(store, lostLock(error), written);
    if (error instanceof CopyMoved) throw staleError(store.root, [error.message]);
    if (error instanceof FileFailure && phase !== "stage") throw unwritable(store, error);
    throw errorOfTakenBack(store, error, written);
  }
}

/** Closes every folder that the change goes through. @throws CliError denied; FileFailure */
function closeWay({ folders }: OpenStore, { changes }: Pick<ChangeIntent, "changes">): void {
  folders.closeAbove([
    INTENT_PATH,
    ...changes.flatMap(({ path, kept_at }) => kept_at === null ? [path] : [path, kept_at]),
  ]);
}

/** The first folder on the way that nothing can be moved into from where new bytes are made; null where there is none. */
function findMount({ files }: OpenStore, { changes }: Pick<ChangeIntent, "changes">): string | null {
  const folders = new Set([INTENT_PATH, ...pathsIn(changes)].flatMap(foldersAbove));
  return [...folders].find((folder) => files.look(folder)?.type === "folder" && !files.canMove("", folder)) ?? null;
}

/** How the store differs from what the change was made for. */
async function findDifferences(store: OpenStore, { changes, append }: ChangeIntent): Promise<readonly string[]> {
  const differences: (string | null)[] = [];
  for (const [index, { path, before, kept_at }] of changes.entries()) {
    store.progress.report({ phase: "look", done: index, total: changes.length, unit: "count" });
    differences.push(describeDifference(path, await lookAt(store, path), before));
    if (kept_at !== null) differences.push(describeDifference(kept_at, await lookAt(store, kept_at), null));
    await store.pause();
  }
  if (append !== null) differences.push(journalDifference(store, append));
  return differences.flatMap((difference) => difference ?? []);
}

function journalDifference(
  { files }: OpenStore,
  { existed, journal_bytes }: NonNullable<ChangeIntent["append"]>,
): string | null {
  const facts = files.look(JOURNAL_PATH);
  if (facts === null) return existed ? `"${JOURNAL_PATH}" is gone` : null;
  if (!existed) return `"${JOURNAL_PATH}" is there already`;
  if (facts.type !== "file") return `"${JOURNAL_PATH}" is no plain file`;
  return facts.bytes === journal_bytes ? null : `"${JOURNAL_PATH}" has ${facts.bytes} bytes, not ${journal_bytes}`;
}

function unwritable(store: OpenStore, failure: FileFailure): CliError {
  const exit = failure.cause === null ? "io" : ioReason(failure.cause).exit;
  return unwritableError(store.root, exit === "denied" ? "denied" : "io", failure);
}

/** What was taken back is told with what failed; a bug of ours stays one. */
function errorOfTakenBack(store: OpenStore, error: unknown, intent: ChangeIntent | null): unknown {
  if (!(error instanceof FileFailure)) return error;
  const dropped = intent?.changes.filter((change) => isDeletion(change) && store.files.look(change.path) === null);
  return rolledBackError(store.root, error, dropped?.length ?? 0);
}

/** Ends a change that cannot go on: what there is to be thrown once it is taken back, or left to the next process. */
async function endOnTheWay(store: OpenStore, intent: ChangeIntent, error: unknown): Promise<unknown> {
  if (error instanceof Stopped) return stoppedOnTheWayError(store.root, error.signal, intent);
  const isLost = error instanceof LockLost || hasLostLock(store);
  if (isLost && !await isStillOurs(store, intent)) return lockLostError(store.root, intent);
  const cause = isLost ? lostLock(error) : error;
  await takeBackAfter(unstoppable(store), intent, cause);
  return error instanceof CliError && error.exit === "busy"
    ? overtakenError(error)
    : errorOfTakenBack(store, cause, intent);
}

function lostLock(cause: unknown): FileFailure {
  return new FileFailure(LOCK_PATH, "it was removed or replaced meanwhile", cause);
}

/** Whether another process may work on the store; where that cannot be told, what failed is what is told. */
export function hasLostLock({ lock }: OpenStore): boolean {
  try {
    return !lock.isHeld();
  } catch (error) {
    if (error instanceof FileFailure) return false;
    throw error;
  }
}

/** Whether the lock could be had again, with nothing begun in the store but this change; null is none. */
async function isStillOurs(store: OpenStore, intent: ChangeIntent | null): Promise<boolean> {
  try {
    if (!await store.lock.regain()) return false;
    const reading = await readIntent(store);
    return intent === null ? reading === null : reading?.ok === true && reading.intent.change_id === intent.change_id;
  } catch (error) {
    if (error instanceof FileFailure) return false;
    throw error;
  }
}

/** Takes back a change whose intent is written. @throws CliError manual where that fails as well */
async function takeBackAfter(store: OpenStore, intent: ChangeIntent, cause: unknown): Promise<void> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  try {
    giveUp(store, intent);
    const recovery = decideRecovery(intent, await observe(store, intent));
    if (recovery.way === "manual") throw manualError(store.root, `${reason}; ${blockedState(recovery.paths)}`, cause);
    if (recovery.way !== "back") throw manualError(store.root, `${reason}; the journal was written meanwhile`, cause);
    await takeBack(store, intent, recovery);
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
    throw manualError(store.root, `${reason}, and then ${error.message}`, error);
  }
  clearAway(store);
}

/** Whether nothing is left of a change that stands or was taken back. */
export function clearAway(store: OpenStore): boolean {
  try {
    clearScratch(store);
    return true;
  } catch (error) {
    if (error instanceof FileFailure) return false;
    throw error;
  }
}

/** Finishes or takes back an interrupted change. @throws CliError as LockedStore.recover() says */
export async function recoverChange(store: OpenStore, reading: ParsedIntent): Promise<"completed" | "undone"> {
  if (!reading.ok) throw brokenIntent(store, reading.reason);
  const { intent } = reading;
  const recovery = decideRecovery(intent, await observeOrTell(store, intent));
  switch (recovery.way) {
    case "manual":
      throw manualError(store.root, blockedState(recovery.paths));
    case "done":
      await dropAndClear(store, intent);
      return "completed";
    case "back":
      await takeBackAfter(unstoppable(store), intent, new Error("not all of what it needs is there"));
      return "undone";
    case "forward":
      return await finish(store, intent, recovery.files);
  }
}

/** The error of an intent that nothing can be told from. */
export function brokenIntent(store: OpenStore, reason: string): CliError {
  return manualError(store.root, `"${INTENT_PATH}" cannot be read: ${reason}`);
}

async function finish(
  store: OpenStore,
  intent: ChangeIntent,
  files: readonly FileState[],
): Promise<"completed" | "undone"> {
  try {
    await goForward(store, intent, { files });
  } catch (error) {
    const ended = await endOnTheWay(store, intent, error);
    if (ended instanceof CliError && ended.exit === "rolled_back") return "undone";
    throw ended;
  }
  await dropAndClear(store, intent);
  return "completed";
}

async function observeOrTell(store: OpenStore, intent: ChangeIntent) {
  try {
    closeWay(store, intent);
    return await observe(store, intent);
  } catch (error) {
    if (error instanceof Stopped) throw stoppedOnTheWayError(store.root, error.signal, intent);
    if (error instanceof FileFailure) throw manualError(store.root, error.message, error);
    throw error;
  }
}
