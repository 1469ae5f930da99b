/** `sourceos sync doctor` (docs/scripting.md, "Data of doctor"). */
import * as Type from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { Count, nullable, oneOf, type Shape } from "../schema_kit.ts";
import { LEVELS } from "../doctor_choices.ts";
import { DURABILITY_CLASSES, SEVERITIES } from "../vocabulary.ts";
import {
  CheckpointJudgement,
  DurabilityReport,
  Finding,
  Health,
  IndexJudgement,
  LastRepair,
  Recommendation,
  RecordCover,
  ReportedFinding,
  RestoreProof,
} from "./health.ts";

export const Checks = Type.Object({
  run: Count,
  passed: Count,
  failed: Count,
  skipped: Type.Array(Type.Object({ check: Type.String(), reason: Type.String(), required: Type.Boolean() })),
});
export type Checks = Shape<typeof Checks>;

export const DoctorData = Type.Object({
  health: Health,
  durability: DurabilityReport,
  indexes: nullable(Type.Array(IndexJudgement)),
  checkpoints: nullable(Type.Array(CheckpointJudgement)),
  findings: Type.Array(ReportedFinding),
  checks: Checks,
  cover: Type.Object({
    level: oneOf(LEVELS),
    journal_bytes_checked: Count,
    journal_bytes: nullable(Count),
    records_checked: Count,
    records: nullable(Count),
    ...RecordCover.properties,
    receipts_checked: Type.Integer({
      minimum: 0,
      description: "receipts that were opened: the newest, and at full all",
    }),
    receipts: Count,
  }),
  recommendations: Type.Array(Recommendation),
  restore_proof: nullable(RestoreProof),
  last_repair: nullable(LastRepair),
  since: nullable(Type.Object({
    file: Type.String(),
    generated_at: Type.String({ description: "when the earlier report was made" }),
    new: Count,
    same: Count,
    gone: Type.Array(Finding, { description: "what the earlier report had and this one has not" }),
  })),
});
export type DoctorData = Shape<typeof DoctorData>;

export const DoctorDocument = documentSchema("sync doctor", DoctorData);

export const CheckDescription = Type.Object({
  id: Type.String(),
  title: Type.String(),
  reads: Type.String(),
  why: Type.String(),
  required: Type.Boolean(),
  findings: Type.Array(Type.Object({
    id: Type.String(),
    title: Type.String(),
    severity: oneOf(SEVERITIES),
    durability: oneOf(DURABILITY_CLASSES),
    automatic: Type.Boolean(),
  })),
});
export type CheckDescription = Shape<typeof CheckDescription>;

/** `sourceos sync doctor --list-checks`. */
export const CheckListData = Type.Object({ checks: Type.Array(CheckDescription) });
export type CheckListData = Shape<typeof CheckListData>;

export const CheckListDocument = documentSchema("sync doctor checks", CheckListData);
