/** The operator's own file of findings that are known and accepted (docs/formats.md, "Accepted findings"). */
import * as Type from "@sinclair/typebox";
import { nullable, Sha256, type Shape, Timestamp } from "./schema_kit.ts";

export const AcceptedFinding = Type.Object({
  id: Type.String({ minLength: 1, description: "the finding's id" }),
  target: Type.String({ minLength: 1, description: "what it is about" }),
  message: Type.String({ description: "what it said; for the reader only" }),
  evidence_sha256: Sha256,
  reason: Type.String({ minLength: 1 }),
  accepted_at: Timestamp,
  until: nullable(Timestamp),
});
export type AcceptedFinding = Shape<typeof AcceptedFinding>;

export const AcceptedFindings = Type.Object({
  schema: Type.Literal("sourceos.cli.accepted-findings/v1"),
  accepted: Type.Array(AcceptedFinding),
});
export type AcceptedFindings = Shape<typeof AcceptedFindings>;

export const NOTHING_ACCEPTED: AcceptedFindings = { schema: AcceptedFindings.properties.schema.const, accepted: [] };
