/** `sync doctor`: the diagnosis as a document. */
import type { Diagnosis } from "./diagnosis.ts";
import { classifyStore } from "./durability.ts";
import type { DoctorData } from "./model/documents/doctor.ts";
import type { Recommendation } from "./model/documents/health.ts";
import type { StoreSnapshot } from "./model/snapshot.ts";

export function doctorData(store: StoreSnapshot | null, diagnosis: Diagnosis): DoctorData {
  const readable = diagnosis.catalog.all.length;
  const journalBytes = store?.journal.bytes ?? 0;
  return {
    health: diagnosis.health,
    durability: classifyStore(store),
    indexes: diagnosis.indexes,
    checkpoints: diagnosis.checkpoints,
    findings: diagnosis.findings,
    checks: diagnosis.checks,
    cover: {
      level: "full",
      journal_bytes_checked: store?.journal.state === "present" ? journalBytes : 0,
      journal_bytes: journalBytes,
      records_checked: readable,
      records: store?.records.length ?? 0,
    },
    recommendations: distinct(diagnosis.findings.map((finding) => finding.recommendation)),
  };
}

/** What to do next, each thing once, in the order of the findings. */
function distinct(recommendations: readonly Recommendation[]): readonly Recommendation[] {
  const byText = new Map<string, Recommendation>();
  for (const recommendation of recommendations) {
    const key = `${recommendation.action}\n${recommendation.command ?? ""}`;
    if (!byText.has(key)) byText.set(key, recommendation);
  }
  return [...byText.values()];
}
