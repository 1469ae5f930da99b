/** What the content-sync half of the daemon leaves beside its records (docs/domain.md, "Content-sync state"). */
import { Type } from "@sinclair/typebox";
import { AnyJsonObject, Count, nullable, oneOf, type Shape } from "./schema_kit.ts";
import { READ_STATES } from "./read_states.ts";

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

/** How reading current-version ended: it is written in place, so that it can be empty or cut off. */
export const VERSION_STATES = [...READ_STATES, "empty", "torn", "several_lines"] as const;

export const AppliedVersion = Type.Object({
  state: oneOf(VERSION_STATES),
  value: nullable(Type.String({ description: "as the daemon reads it; null where there is none" })),
  error: nullable(Type.String()),
});
export type AppliedVersion = Shape<typeof AppliedVersion>;

/** A line of orchestration/audit.jsonl that is no JSON object. */
const BadLine = Type.Object({ line: Count, reason: Type.String() });

export const AuditLog = Type.Object({
  state: oneOf(READ_STATES),
  error: nullable(Type.String()),
  lines: Type.Integer({ minimum: 0, description: "that are not blank" }),
  bad: Type.Integer({ minimum: 0, description: "of these, no JSON object" }),
  bad_lines: Type.Array(BadLine, { description: "the first of them" }),
});
export type AuditLog = Shape<typeof AuditLog>;

export const ContentSyncState = Type.Object({
  version: nullable(AppliedVersion),
  receipts: nullable(Type.Object({
    total: Type.Integer({ minimum: 0, description: "files that are receipts by their name" }),
    unread: Type.Integer({ minimum: 0, description: "of these, older ones that were not opened" }),
    oldest: nullable(Type.String({ description: "the name of the oldest" })),
  })),
  queue: nullable(Type.Object({
    manifest: nullable(Type.Object({
      state: oneOf(READ_STATES),
      error: nullable(Type.String()),
      record: nullable(AnyJsonObject),
    })),
    audit: nullable(AuditLog),
    replays: Count,
  })),
});
export type ContentSyncState = Shape<typeof ContentSyncState>;
