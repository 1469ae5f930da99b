/** What is done to a store under its lock: one change, all or nothing, and the end of one that was interrupted. */
import type { ParsedIntent } from "../../../lib/change/intent.ts";
import { blockedState, manualError, stoppedOnTheWayError } from "../../../lib/change/problems.ts";
import { decideRecovery, type FileState } from "../../../lib/change/recovery.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type ChangeIntent, type ChangeRequest, INTENT_PATH } from "../../../lib/model/change.ts";
import { deleteDropped, goForward } from "./go_forward.ts";
import { observe } from "./observe.ts";
import { Stopped } from "../terminal/signals.ts";
import { type OpenStore, unstoppable } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";
import { closeWay, prepare } from "./prepare_change.ts";
import { clearAway, endOnTheWay, takeBackAfter } from "./end_on_the_way.ts";

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
