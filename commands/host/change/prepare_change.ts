/** A change up to its intent: what it was made for is looked at, and its new files are made beside the store's. */
import { findIntentProblem } from "../../../lib/change/intent.ts";
import { pathsIn } from "../../../lib/change/authority.ts";
import { foldersAbove, JOURNAL_PATH } from "../../../lib/change/paths.ts";
import {
  linkedError,
  lockLostError,
  mountError,
  roomError,
  staleError,
  stoppedBeforeError,
  unwritableError,
} from "../../../lib/change/problems.ts";
import { judgeRoom } from "../../../lib/change/disk_space.ts";
import { describeDifference } from "../../../lib/change/seen.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type ChangeIntent, type ChangeRequest, INTENT_PATH, INTENT_SCHEMA } from "../../../lib/model/change.ts";
import { ioReason } from "../files/io_reason.ts";
import { deleteDropped } from "./go_forward.ts";
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
import { clearScratch } from "./take_back.ts";
import { hasOtherNames, LockLost, lookAt, type OpenStore, unstoppable } from "./whole_files.ts";
import { FileFailure } from "./within_store.ts";
import { clearAway, errorOfTakenBack, hasLostLock, isStillOurs, lostLock, takeBackAfter } from "./end_on_the_way.ts";

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
export async function prepare(store: OpenStore, request: ChangeRequest): Promise<ChangeIntent> {
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
export function closeWay({ folders }: OpenStore, { changes }: Pick<ChangeIntent, "changes">): void {
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
