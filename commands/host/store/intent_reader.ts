/** Looking for a change of a store that began and has not ended. */
import { join } from "@std/path/posix";
import { intentOf } from "../../../lib/change/intent.ts";
import { INTENT_LIMIT_BYTES, INTENT_PATH, LOCK_PATH, WORK_FOLDER } from "../../../lib/model/change.ts";
import type { UnfinishedChange } from "../../../lib/model/snapshot.ts";
import { lookAt, lookAtListed } from "./file_entry.ts";
import { readJsonFile } from "./json_file.ts";
import { readLocks } from "./locks.ts";

/** The change whose intent file is there now, or null. Whoever holds the lock while that is looked at is at work on it. */
export async function lookForChange(root: string): Promise<UnfinishedChange | null> {
  // A link there could lead out of the store.
  const folders = ["tmp", WORK_FOLDER].map((path) => lookAt(join(root, path), path));
  if (folders.some(({ type }) => type !== "directory")) return null;
  if (lookAtListed(join(root, INTENT_PATH), INTENT_PATH) === null) return null;
  const before = await isLockHeld(root);
  const file = lookAtListed(join(root, INTENT_PATH), INTENT_PATH);
  if (file === null) return null;
  const { state, error, record } = readJsonFile(join(root, INTENT_PATH), file, { limitBytes: INTENT_LIMIT_BYTES });
  if (state === "absent") return null;
  // The owner may have taken the lock, or ended, since the first look.
  const held = [before, await isLockHeld(root)];
  const under_way = held.includes(true) ? true : held.includes(null) ? null : false;
  if (record === null) return { file, intent: null, error: error ?? state, under_way };
  const parsed = intentOf(record);
  return parsed.ok
    ? { file, intent: parsed.intent, error: null, under_way }
    : { file, intent: null, error: parsed.reason, under_way };
}

/** Whether a living process holds the lock of changes; null where that cannot be known. */
async function isLockHeld(root: string): Promise<boolean | null> {
  const file = lookAtListed(join(root, LOCK_PATH), LOCK_PATH);
  if (file === null) return false;
  const [lock] = await readLocks(root, [file]);
  return lock === undefined ? null : lock.owner_alive;
}
