/** `sourceos sync doctor` (cli-contract.md, "Output"). */
import { Type } from "@sinclair/typebox";
import { documentSchema } from "../envelope.ts";
import { Count, oneOf, type Shape } from "../schema_kit.ts";
import { CheckpointJudgement, DurabilityReport, Finding, Health, IndexJudgement, Recommendation } from "./health.ts";

export const LEVELS = ["quick", "standard", "full"] as const;

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
  indexes: Type.Array(IndexJudgement),
  checkpoints: Type.Array(CheckpointJudgement),
  findings: Type.Array(Finding),
  checks: Checks,
  cover: Type.Object({
    level: oneOf(LEVELS),
    journal_bytes_checked: Count,
    journal_bytes: Count,
    records_checked: Count,
    records: Count,
  }),
  recommendations: Type.Array(Recommendation),
});
export type DoctorData = Shape<typeof DoctorData>;

export const DoctorDocument = documentSchema("sync doctor", DoctorData);
