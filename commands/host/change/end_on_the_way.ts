/** The end of a change that cannot go on: taken back, or left to the next process. */
import { isDeletion } from "../../../lib/change/deletion.ts";
import {
  blockedState,
  lockLostError,
  manualError,
  overtakenError,
  rolledBackError,
  stoppedOnTheWayError,
} from "../../../lib/change/problems.ts";
import { decideRecovery } from "../../../lib/change/recovery.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type ChangeIntent, LOCK_PATH } from "../../../lib/model/change.ts";
import { observe, readIntent } from "./observe.ts";
import { Stopped } from "../terminal/signals.ts";
import { clearScratch, giveUp, takeBack } from "./take_back.ts";
import { LockLost, type OpenStore, unstoppable } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";

/** What was taken back is told with what failed; a bug of ours stays one. */
export function errorOfTakenBack(store: OpenStore, error: unknown, intent: ChangeIntent | null): unknown {
  if (!(error instanceof FileFailure)) return error;
  const dropped = intent?.changes.filter((change) => isDeletion(change) && store.files.look(change.path) === null);
  return rolledBackError(store.root, error, dropped?.length ?? 0);
}

/** Ends a change that cannot go on: what there is to be thrown once it is taken back, or left to the next process. */
export async function endOnTheWay(store: OpenStore, intent: ChangeIntent, error: unknown): Promise<unknown> {
  if (error instanceof Stopped) return stoppedOnTheWayError(store.root, error.signal, intent);
  const isLost = error instanceof LockLost || hasLostLock(store);
  if (isLost && !await isStillOurs(store, intent)) return lockLostError(store.root, intent);
  const cause = isLost ? lostLock(error) : error;
  await takeBackAfter(unstoppable(store), intent, cause);
  return error instanceof CliError && error.exit === "busy"
    ? overtakenError(error)
    : errorOfTakenBack(store, cause, intent);
}

/** What fails a change whose lock is gone. */
export function lostLock(cause: unknown): FileFailure {
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
export async function isStillOurs(store: OpenStore, intent: ChangeIntent | null): Promise<boolean> {
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
export async function takeBackAfter(store: OpenStore, intent: ChangeIntent, cause: unknown): Promise<void> {
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
