/** What the content-sync half of the daemon leaves beside its records (docs/domain.md, "Content-sync state"). */
import * as Type from "@sinclair/typebox";
import { AnyJsonObject, Count, nullable, oneOf, type Shape } from "./schema_kit.ts";
import { READ_STATES } from "./read_states.ts";

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
