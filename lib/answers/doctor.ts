/** `sync doctor`: the diagnosis as a document. */
import { CHECKS } from "../checks/all_checks.ts";
import type { Diagnosis } from "../checks/diagnosis.ts";
import { classifyStore } from "../store/durability.ts";
import { type CheckListData, type DoctorData, type Level, LEVELS } from "../model/documents/doctor.ts";
import type { Finding, Recommendation } from "../model/documents/health.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

/** An earlier report to compare with. */
export interface EarlierReport {
  readonly file: string;
  readonly generatedAt: string;
  readonly findings: readonly Finding[];
}

interface DoctorRequest {
  /** How deep the journal was to be looked at; how deep it was is in `cover`. */
  readonly level: Level;
  readonly earlier: EarlierReport | null;
}

export function doctorData(
  store: StoreSnapshot | null,
  diagnosis: Diagnosis,
  { level, earlier }: DoctorRequest,
): DoctorData {
  const receipts = store?.content_sync?.receipts ?? null;
  const journalBytes = store?.journal.bytes ?? 0;
  const { change, gone } = compareFindings(diagnosis.findings, earlier);
  return {
    health: diagnosis.health,
    durability: classifyStore(store),
    indexes: diagnosis.indexes,
    checkpoints: diagnosis.checkpoints,
    findings: diagnosis.findings.map((finding) => ({ ...finding, change: change(finding) })),
    checks: diagnosis.checks,
    cover: {
      level: reachedLevel(level, store),
      journal_bytes_checked: checkedBytes(store?.journal ?? null),
      journal_bytes: journalBytes,
      records_checked: diagnosis.catalog.all.length,
      records: store?.records.length ?? 0,
      receipts_checked: (receipts?.total ?? 0) - (receipts?.unread ?? 0),
      receipts: receipts?.total ?? 0,
    },
    recommendations: distinct(diagnosis.findings.map((finding) => finding.recommendation)),
    restore_proof: diagnosis.proof,
    since: earlier === null ? null : {
      file: earlier.file,
      generated_at: earlier.generatedAt,
      new: diagnosis.findings.filter((finding) => change(finding) === "new").length,
      same: diagnosis.findings.filter((finding) => change(finding) === "same").length,
      gone,
    },
  };
}

/** A saved snapshot cannot be looked at deeper than the store was when it was made. */
function reachedLevel(asked: Level, store: StoreSnapshot | null): Level {
  const journal = store?.journal;
  const isParsed = journal?.state !== "present" || journal.bytes_parsed === journal.bytes;
  const isWhole = (store?.content_sync?.receipts?.unread ?? 0) === 0;
  if (isParsed && isWhole) return asked;
  const deepest = isParsed || journal.bytes_hashed === journal.bytes ? "standard" : "quick";
  return LEVELS.indexOf(asked) < LEVELS.indexOf(deepest) ? asked : deepest;
}

/** How much of the journal was looked at in any way: a byte that was parsed was hashed or not, and the other way round. */
function checkedBytes(journal: JournalSummary | null): number {
  return journal === null ? 0 : Math.max(journal.bytes_parsed, journal.bytes_hashed);
}

/** Two findings are the same where they are of one kind and about one target; their evidence may move on. */
function compareFindings(findings: readonly Finding[], earlier: EarlierReport | null) {
  const key = ({ id, target }: Finding) => `${id}\n${target}`;
  const before = new Set(earlier?.findings.map(key));
  const now = new Set(findings.map(key));
  return {
    change: (finding: Finding) => earlier === null ? null : before.has(key(finding)) ? "same" as const : "new" as const,
    gone: (earlier?.findings ?? []).filter((finding) => !now.has(key(finding))),
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

/** Every check and everything that it can find. */
export function checkList(): CheckListData {
  return {
    checks: CHECKS.map(({ id, title, reads, why, required, kinds }) => ({
      id,
      title,
      reads,
      why,
      required,
      findings: kinds.map((kind) => ({
        id: kind.id,
        title: kind.title,
        severity: kind.severity,
        durability: kind.durability,
        automatic: kind.automatic,
      })),
    })),
  };
}
