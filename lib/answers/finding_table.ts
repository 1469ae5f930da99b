/** The findings of doctor as a table: for those who sort and filter elsewhere. */
import type { DoctorData } from "../model/documents/doctor.ts";

const NAMES = [
  "id",
  "check",
  "severity",
  "durability",
  "target",
  "message",
  "action",
  "command",
  "automatic",
  "change",
];

/** A row a finding, with what it says but for its evidence; empty where there is nothing to say. */
export function findingTable({ findings }: DoctorData): {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const rows = findings.map(({ id, check, severity, durability, target, message, recommendation, change }) => {
    const { action, command, automatic } = recommendation;
    return [id, check, severity, durability, target, message, action, command ?? "", String(automatic), change ?? ""];
  });
  return { names: NAMES, rows };
}
