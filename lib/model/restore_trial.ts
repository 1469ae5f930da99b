/** The record of a restore that was tried: what import --verify --record leaves in repair-reports/. */
import * as Type from "@sinclair/typebox";
import { BUNDLE_TARGET_KINDS } from "./bundle_descriptor.ts";
import { REPORT_SCHEMA } from "./repair_report.ts";
import { Count, nullable, oneOf, Sha256, type Shape, Timestamp } from "./schema_kit.ts";

export const RestoreTrial = Type.Object({
  schema: Type.Literal(REPORT_SCHEMA),
  record_id: Type.String({ minLength: 1 }),
  kind: Type.Literal("drill"),
  tool: Type.Object({ name: Type.String(), version: Type.String() }),
  created_at: Timestamp,
  updated_at: Timestamp,
  duration_ms: Count,
  bundle: Type.Object({
    sha256: Sha256,
    bytes: Count,
    target: Type.Object({ kind: oneOf(BUNDLE_TARGET_KINDS), id: Type.String() }),
    created_at: Timestamp,
    source_store: nullable(Sha256),
    signature: oneOf(["none", "unverified", "valid"]),
  }),
  proven: Type.Boolean(),
  differences: Count,
  records: Count,
  events: Count,
  summary: Type.String(),
  restored: nullable(Type.Array(Type.String(), {
    description: "of each record that came back as it was, the beginning of the SHA-256 of its kind, id and content, " +
      "sorted; null where they are too many",
  })),
});
export type RestoreTrial = Shape<typeof RestoreTrial>;
