/** `sync doctor`: the diagnosis as a document. */
import { findingKey } from "./acceptance.ts";
import { CHECKS } from "../checks/all_checks.ts";
import { type Diagnosis, gradeHealth, judgeHealth } from "../checks/frame/diagnosis.ts";
import { classifyStore } from "../store/durability.ts";
import { recordCover } from "./record_cover.ts";
import type { CheckListData, DoctorData } from "../model/documents/doctor.ts";
import { type FailOn, type Level, LEVELS } from "../model/doctor_choices.ts";
import type { ExitName } from "../model/exit.ts";
import { plural } from "../text/words.ts";
import type { Acceptance, Finding, Health, Recommendation, ReportedFinding } from "../model/documents/health.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { reasonUnknown, type StorePart } from "../store/known.ts";

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
  /** How a person accepted the finding; nobody did where absent. */
  readonly acceptanceOf?: (finding: Finding) => Acceptance | null;
}

export function doctorData(
  store: StoreSnapshot | null,
  diagnosis: Diagnosis,
  { level, earlier, acceptanceOf = () => null }: DoctorRequest,
): DoctorData {
  const receipts = store?.content_sync?.receipts ?? null;
  const unless = <Part>(part: StorePart, value: Part) =>
    store !== null && reasonUnknown(part, store) !== null ? null : value;
  const { change, gone } = compareFindings(diagnosis.findings, earlier);
  const findings = diagnosis.findings.map((finding): ReportedFinding => ({
    ...finding,
    change: change(finding),
    accepted: acceptanceOf(finding),
  }));
  return {
    health: healthBeside(findings, diagnosis),
    durability: classifyStore(store),
    indexes: unless("derived", diagnosis.indexes),
    checkpoints: unless("derived", diagnosis.checkpoints),
    findings,
    checks: diagnosis.checks,
    cover: {
      level: reachedLevel(level, store),
      journal_bytes_checked: checkedBytes(store?.journal ?? null),
      journal_bytes: unless("journal", store?.journal.bytes ?? 0),
      records_checked: diagnosis.catalog.all.length,
      records: unless("registries", store?.records.length ?? 0),
      ...recordCover(store),
      receipts_checked: (receipts?.total ?? 0) - (receipts?.unread ?? 0),
      receipts: receipts?.total ?? 0,
    },
    recommendations: distinct(findings.filter(counts).map((finding) => finding.recommendation)),
    restore_proof: diagnosis.proof,
    last_repair: diagnosis.lastRepair,
    since: earlier === null ? null : {
      file: earlier.file,
      generated_at: earlier.generatedAt,
      new: findings.filter((finding) => finding.change === "new").length,
      same: findings.filter((finding) => finding.change === "same").length,
      gone,
    },
  };
}

/** Whether a finding counts for health and exit code: what is accepted does not. */
export function counts({ accepted }: ReportedFinding): boolean {
  return accepted?.state !== "in_force";
}

function healthBeside(findings: readonly ReportedFinding[], { health, checks }: Diagnosis): Health {
  const accepted = findings.filter((finding) => !counts(finding)).length;
  if (accepted === 0) return health;
  const rest = judgeHealth(findings.filter(counts), checks);
  return { ...rest, summary: `${rest.summary}, beside ${plural(accepted, "accepted finding")}` };
}

/** The exit code's name for what was found, where only that counts which `failOn` names (docs/scripting.md, "Exit codes"). */
export function gradeDoctor(
  { health, findings, checks }: Pick<DoctorData, "health" | "findings" | "checks">,
  failOn: FailOn,
): ExitName {
  switch (failOn) {
    case "warning":
      return gradeHealth(health);
    case "error":
      return health.status === "degraded" ? "ok" : gradeHealth(health);
    case "new":
      return gradeHealth(judgeHealth(findings.filter((one) => counts(one) && one.change === "new"), checks));
  }
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
  const before = new Set(earlier?.findings.map(findingKey));
  const now = new Set(findings.map(findingKey));
  return {
    change: (finding: Finding) =>
      earlier === null ? null : before.has(findingKey(finding)) ? "same" as const : "new" as const,
    gone: (earlier?.findings ?? []).filter((finding) => !now.has(findingKey(finding))),
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
