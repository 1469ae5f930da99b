/** Where the content-sync half of the daemon keeps its state, and the words that it uses (docs/domain.md, "Content-sync state"). */

export const VERSION_PATH = "current-version";
export const RECEIPTS_FOLDER = "receipts";
export const QUEUE_FOLDER = "orchestration";
export const QUEUE_MANIFEST_PATH = `${QUEUE_FOLDER}/manifest.json`;
export const AUDIT_PATH = `${QUEUE_FOLDER}/audit.jsonl`;
export const REPLAY_FOLDER = `${QUEUE_FOLDER}/replay`;

/** What stands of it at the top of a store. */
export const CONTENT_SYNC_PATHS = [VERSION_PATH, RECEIPTS_FOLDER, QUEUE_FOLDER] as const;

/** Each is also the folder of orchestration/ in which items of that state lie. */
export const QUEUE_STATES = ["pending", "waiting-approval", "blocked", "dead-letter"] as const;
export type QueueState = typeof QUEUE_STATES[number];

export const CYCLE_OUTCOMES = [
  "applied",
  "failed",
  "blocked",
  "denied",
  "skipped",
  "dry_run",
  "planned",
  "no_change",
] as const;

/** With any other outcome of the last cycle the daemon's own `sync status` says that it is not healthy. */
export const GOOD_OUTCOMES: readonly string[] = ["applied", "dry_run", "planned", "no_change"];
