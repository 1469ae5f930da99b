/** `sourceos sync import` (docs/scripting.md, "Data of import"). */
import * as Type from "@sinclair/typebox";
import { BUNDLE_TARGET_KINDS, BundledKind } from "../bundle_descriptor.ts";
import { documentSchema } from "../envelope.ts";
import { Count, nullable, oneOf, Sha256, type Shape, Timestamp } from "../schema_kit.ts";

/** `conflicting` waits for a person, `forbidden` stays out whatever a person chooses here. */
export const IMPORT_OUTCOMES = ["new", "identical", "older", "newer", "conflicting", "forbidden"] as const;
export type ImportOutcome = typeof IMPORT_OUTCOMES[number];

/** What an import does, or did, with a record. */
const IMPORT_ACTIONS = [
  "none", // a preview does nothing, and what is here already needs nothing
  "outside", // of the given scopes, and needed by nothing inside them
  "written", // as a new record
  "replaced", // what was here, which is kept with the report
  "conflict", // told by a new conflict record
  "skipped", // inside the scopes, and left alone
] as const;
export type ImportAction = typeof IMPORT_ACTIONS[number];

const kind = BundledKind;
export const ImportedRecord = Type.Object({
  kind,
  id: Type.String(),
  outcome: oneOf(IMPORT_OUTCOMES),
  rule: Type.String({ description: "the row of the table of import rules" }),
  message: Type.String(),
  action: oneOf(IMPORT_ACTIONS),
  events: Type.Object({
    known: Type.Integer({ minimum: 0, description: "events of the bundle that the journal here holds too" }),
    new: Type.Integer({ minimum: 0, description: "events of the bundle behind those" }),
    here: Type.Integer({ minimum: 0, description: "events that only the journal here holds" }),
  }),
});
export type ImportedRecord = Shape<typeof ImportedRecord>;

export const ImportedBundle = Type.Object({
  path: Type.String({ description: "- is standard input" }),
  sha256: Sha256,
  bytes: Count,
  format: Type.String(),
  target: Type.Object({ kind: oneOf(BUNDLE_TARGET_KINDS), id: Type.String() }),
  source_store: nullable(Type.String({ description: "the id of the store that it was made from" })),
  active_generation: nullable(Count),
  created_at: Timestamp,
  tool: Type.Object({ name: Type.String(), version: Type.String() }),
  encrypted: Type.Boolean(),
  compressed: Type.Boolean(),
  signature: oneOf(["none", "unverified", "valid"], {
    description: "unverified: it is signed, and no key was given to check it with",
  }),
  signed_by: nullable(Type.String({ description: "SHA-256 of the key's DER bytes, where the signature is valid" })),
  records: Count,
  events: Count,
  read_with: Type.Array(Type.String(), {
    description:
      "the options by which it was read, such as --identity and --verify-key; to read it again takes them too",
  }),
  left_behind: Type.Array(
    Type.Object({ kind, id: nullable(Type.String()), rule: Type.String(), message: Type.String() }),
    { description: "what of the target its export held back, as the bundle tells it" },
  ),
});
export type ImportedBundle = Shape<typeof ImportedBundle>;

const OutcomeCounts = Type.Object({
  new: Count,
  identical: Count,
  older: Count,
  newer: Count,
  conflicting: Count,
  forbidden: Count,
});
export type OutcomeCounts = Shape<typeof OutcomeCounts>;

/** What --apply did; null without it. */
export const ImportResult = Type.Object({
  report_id: nullable(Type.String({ description: "of the report in repair-reports/; null where nothing was changed" })),
  event_id: nullable(Type.String({ description: "of the event that tells of the import in the journal" })),
  written: Count,
  replaced: Count,
  skipped: Type.Integer({ minimum: 0, description: "records inside the scopes that were left alone" }),
  conflicts: Type.Array(Type.String(), { description: "ids of the conflict records that were written" }),
  events: Type.Integer({ minimum: 0, description: "appended to the journal" }),
  kept: Type.Array(Type.String(), { description: "where the earlier bytes of what was replaced stay" }),
  recovered: nullable(oneOf(["completed", "undone"], { description: "an interrupted change that was finished first" })),
  recovered_paths: Type.Array(Type.String(), { description: "what that change touches; empty where there was none" }),
  nothing_to_do: Type.Boolean(),
  cleared: Type.Boolean({ description: "false where scratch is left in tmp/, which the next repair clears" }),
  stale: Type.Boolean({ description: "whether indexes or checkpoints have to be rebuilt now" }),
});
export type ImportResult = Shape<typeof ImportResult>;

/** What --verify found; null without it. */
export const TrialResult = Type.Object({
  proven: Type.Boolean(),
  at: Timestamp,
  duration_ms: Count,
  members: Type.Array(
    Type.Object({
      path: Type.String(),
      lines: Count,
      sha256: Type.String({ description: "of the bundle's lines; of events without what every store numbers anew" }),
      restored_sha256: Type.String({
        description: "of the lines that were exported from the restored store, likewise",
      }),
      equal: Type.Boolean({ description: "but for the declared differences" }),
    }),
    { description: "of the payload" },
  ),
  differences: Type.Array(Type.Object({
    member: Type.String(),
    id: nullable(Type.String({ description: "of the record or event" })),
    what: oneOf(["missing", "added", "changed"]),
    message: Type.String(),
  })),
  more_differences: Type.Integer({ minimum: 0, description: "that are not listed" }),
  declared: Type.Array(Type.String(), { description: "what may differ, and tells nothing of the restore" }),
  recorded_as: nullable(Type.String({ description: "the record in repair-reports/ that keeps the proof" })),
});
export type TrialResult = Shape<typeof TrialResult>;

/** An import bridge that the import itself registers. */
export const RegisteredBridge = Type.Object({
  id: Type.String(),
  path: Type.String({ description: "of its record" }),
  profiles: Type.Array(Type.String()),
  workspaces: Type.Array(Type.String()),
  capabilities: Type.Array(Type.String()),
  trust_level: Type.String(),
});
export type RegisteredBridge = Shape<typeof RegisteredBridge>;

export const ImportData = Type.Object({
  mode: oneOf(["preview", "apply", "verify"]),
  bundle: ImportedBundle,
  profile: nullable(Type.String({ description: "whose records need no decision; null where that cannot be told" })),
  scopes: Type.Array(Type.String(), { description: "as given" }),
  actor: nullable(Type.String({ description: "the import bridge that the changes are attributed to" })),
  registers_bridge: nullable(RegisteredBridge),
  counts: OutcomeCounts,
  kinds: Type.Array(Type.Object({ kind, ...OutcomeCounts.properties })),
  events: Type.Object({
    known: Count,
    new: Count,
    competing: Type.Integer({ minimum: 0, description: "of histories that went another way than here" }),
    skipped: Type.Integer({ minimum: 0, description: "of no object that comes in, no whole event, or of an import" }),
    refused: Type.Integer({ minimum: 0, description: "of those skipped: new ones of objects that a rule forbids" }),
  }),
  rules: Type.Array(
    Type.Object({
      rule: Type.String(),
      outcome: oneOf(IMPORT_OUTCOMES),
      title: Type.String(),
      records: Count,
      events: Type.Integer({ minimum: 0, description: "new events of the histories of these records" }),
    }),
    { description: "the records counted by their rule, in the order of the table" },
  ),
  records: Type.Array(ImportedRecord),
  needs: Type.Array(Type.Object({ kind, id: Type.String() }), {
    description: "what the bundle names, and neither it nor this store holds",
  }),
  put_back_by: Type.Array(
    Type.Object({
      report_id: Type.String(),
      scopes: Type.Array(Type.String(), { description: "that taking it back needs" }),
      records: Count,
    }),
    { description: "undos of imports, to which older objects of the bundle are due" },
  ),
  outcome: nullable(ImportResult),
  drill: nullable(TrialResult),
});
export type ImportData = Shape<typeof ImportData>;

export const ImportDocument = documentSchema("sync import", ImportData);
