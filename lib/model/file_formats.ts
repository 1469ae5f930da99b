/** The contract of each file that the program writes, by the name that `--print-schema=NAME` takes (docs/formats.md). */
import type { TSchema } from "@sinclair/typebox";
import type { FileFormat } from "./file_format_names.ts";
import { AcceptedFindings } from "./accepted_findings.ts";
import { BundleDescriptor } from "./bundle_descriptor.ts";
import { ChangeIntent } from "./change.ts";
import { CheckpointRecord, IndexRecord } from "./derived.ts";
import { IntegrityReport } from "./integrity_report.ts";
import { RepairPlan } from "./repair_plan.ts";
import { StoredReport } from "./repair_report.ts";
import { RestoreTrial } from "./restore_trial.ts";
import { StateSnapshot } from "./snapshot.ts";

export const FILE_SCHEMAS: Readonly<Record<FileFormat, TSchema>> = {
  snapshot: StateSnapshot,
  bundle: BundleDescriptor,
  plan: RepairPlan,
  report: StoredReport,
  proof: RestoreTrial,
  intent: ChangeIntent,
  index: IndexRecord,
  checkpoint: CheckpointRecord,
  accepted: AcceptedFindings,
  "integrity-report": IntegrityReport,
};
