/**
 * The note of a look at a whole store, which lies beside the checkpoint: what a look to come may take from it in place of
 * looking at every record (docs/formats.md, "Note of a look").
 */
import * as Type from "@sinclair/typebox";
import { Finding } from "./documents/health.ts";
import { RECORD_KINDS } from "./kinds.ts";
import { Count, nullable, oneOf, Sha256, type Shape, Timestamp } from "./schema_kit.ts";

const NotedRegistry = Type.Object({
  kind: oneOf(RECORD_KINDS),
  records: Type.Integer({ minimum: 0, description: "all of which could be read" }),
  bytes: Count,
  state: Type.String({ description: "of its folder, as record_cache.ts compares states" }),
});
export type NotedRegistry = Shape<typeof NotedRegistry>;

const NotedOutcome = Type.Object({
  check: Type.String(),
  findings: nullable(Type.Array(Finding, { description: "null where the check did not run" })),
  reason: nullable(Type.String({ description: "why it did not run" })),
});

export const LookNote = Type.Object({
  schema: Type.Literal("sourceos.cli.look-note/v1"),
  as_of: Timestamp,
  made_by: Type.String({ description: "the build of the program: another one may judge otherwise" }),
  journal: Type.String({ description: "the state of its file" }),
  registries: Type.Array(NotedRegistry, { description: "whose records were looked at and need not be again" }),
  workspaces: Type.Array(Type.String(), { description: "that objects name" }),
  rest_sha256: Sha256,
  outcomes: Type.Array(NotedOutcome, { description: "of every check that rests on records or the journal" }),
});
export type LookNote = Shape<typeof LookNote>;
