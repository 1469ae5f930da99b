/** `-o openmetrics` of status and doctor: which samples they give. The names are promises (docs/monitoring.md). */
import { counts } from "../answers/doctor.ts";
import type { DoctorData } from "../model/documents/doctor.ts";
import type { HealthStatus, Severity } from "../model/vocabulary.ts";
import { DURABILITY_CLASSES, HEALTH_STATUSES, SEVERITIES } from "../model/vocabulary.ts";
import type { StatusData } from "../model/documents/status.ts";
import { HOST_STATES } from "../model/host_state_names.ts";
import { TOOL } from "../model/tool.ts";
import { contentSyncFamilies } from "./metrics_content_sync.ts";
import { byLabel, instant, type MetricFamily, openMetricsText, type Sample, single } from "./openmetrics.ts";

interface MetricsInput {
  readonly status: StatusData;
  /** Null for status alone. */
  readonly doctor: DoctorData | null;
  /** When the state was looked at. */
  readonly takenAt: string;
}

/** Both commands give the same samples; doctor's count what its checks found, and tell of these checks too. */
export function metricsText({ status, doctor, takenAt }: MetricsInput): string {
  return openMetricsText([
    {
      name: "sourceos_sync_build_info",
      help: "The program that looked",
      samples: [
        { labels: { version: TOOL.version }, value: 1 },
      ],
    },
    { name: "sourceos_sync_taken_timestamp_seconds", help: "When the state was looked at", samples: instant(takenAt) },
    ...verdictFamilies(status, doctor),
    ...daemonFamilies(status),
    ...storeFamilies(status),
    ...proofFamilies(status),
    ...contentSyncFamilies(status.content_sync),
    ...(doctor === null ? [] : doctorFamilies(doctor)),
  ]);
}

interface Judged {
  readonly health: HealthStatus;
  /** Null where there is no store to judge. */
  readonly findings:
    | readonly { readonly id: string; readonly severity: Severity; readonly isAccepted: boolean }[]
    | null;
}

function judged(status: StatusData, doctor: DoctorData | null): Judged {
  if (doctor !== null) {
    const findings = doctor.findings.map((finding) => ({
      id: finding.id,
      severity: finding.severity,
      isAccepted: !counts(finding),
    }));
    return { health: doctor.health.status, findings };
  }
  const { degraded: { reasons }, health, store } = status;
  const findings = reasons.map(({ code, severity }) => ({ id: code, severity, isAccepted: false }));
  return { health: health.status, findings: store.keeps_state === null ? null : findings };
}

function verdictFamilies(status: StatusData, doctor: DoctorData | null): readonly MetricFamily[] {
  const { health, findings } = judged(status, doctor);
  const counting = findings?.filter(({ isAccepted }) => !isAccepted) ?? null;
  const severityOf = new Map((findings ?? []).map(({ id, severity }) => [id, severity]));
  const counted = [...Map.groupBy(counting ?? [], ({ id }) => id)].map(([id, found]): Sample => ({
    labels: { id, severity: severityOf.get(id) ?? "" },
    value: found.length,
  }));
  const of = (severity: Severity) => counting?.filter((one) => one.severity === severity).length ?? null;
  return [
    {
      name: "sourceos_sync_health",
      help: "1 for the health that holds, 0 for the others",
      samples: byLabel("status", Object.fromEntries(HEALTH_STATUSES.map((one) => [one, one === health]))),
    },
    {
      name: "sourceos_sync_state",
      help: "1 for each state that holds, 0 for one that does not",
      samples: byLabel("state", Object.fromEntries(HOST_STATES.map((state) => [state, holds(state, status)]))),
    },
    { name: "sourceos_sync_findings", help: "Findings that count, by id", samples: counted },
    {
      name: "sourceos_sync_findings_by_severity",
      help: "Findings that count, by severity",
      samples: byLabel("severity", Object.fromEntries(SEVERITIES.map((severity) => [severity, of(severity)]))),
    },
    {
      name: "sourceos_sync_findings_accepted",
      help: "Findings that somebody accepted and that count for nothing",
      samples: single(doctor === null ? null : (findings ?? []).filter(({ isAccepted }) => isAccepted).length),
    },
  ];
}

/** Null where it is not known whether the state holds. */
function holds(state: StatusData["states"][number], { states, facts }: StatusData): boolean | null {
  if (states.includes(state)) return true;
  switch (state) {
    case "clean":
    case "degraded":
      return facts.degraded === null ? null : false;
    case "conflicted":
      return facts.conflict_count === null ? null : false;
    case "policy_blocked":
      return facts.policy_blocked;
    case "repair_recommended":
      return facts.repair_needed;
    case "offline_local_only":
    case "daemon_unavailable":
      return false;
  }
}

function daemonFamilies({ daemon }: StatusData): readonly MetricFamily[] {
  const wasAsked = daemon.state !== "disabled" && daemon.state !== "not_asked";
  return [
    {
      name: "sourceos_sync_daemon_available",
      help: "Whether a live daemon answered",
      samples: single(wasAsked ? daemon.available : null),
    },
    { name: "sourceos_sync_daemon_ready", help: "Whether the daemon says it is ready", samples: single(daemon.ready) },
    {
      name: "sourceos_sync_daemon_answer_seconds",
      help: "How long the daemon took to say that it is live",
      samples: single(daemon.latency_ms === null ? null : daemon.latency_ms / 1000),
    },
  ];
}

function storeFamilies({ store, lanes, plans, conflicts, indexes }: StatusData): readonly MetricFamily[] {
  const { journal } = store;
  const ofLanes = (value: (lane: NonNullable<StatusData["lanes"]>[number]) => number) =>
    (lanes ?? []).map((lane): Sample => ({ labels: { lane: lane.lane }, value: value(lane) }));
  // Of content sync alone there is no state that could be counted.
  const ofState = <Value>(value: Value): Value | null => store.keeps_state === true ? value : null;
  return [
    {
      name: "sourceos_sync_generation",
      help: "The generation that the manifest names",
      samples: single(store.active_generation),
    },
    { name: "sourceos_sync_journal_events", help: "Events in the journal", samples: single(journal.events) },
    { name: "sourceos_sync_journal_bytes", help: "Bytes of the journal", samples: single(journal.bytes) },
    {
      name: "sourceos_sync_journal_unreadable_lines",
      help: "Lines of the journal that are no event",
      samples: single(journal.unreadable),
    },
    {
      name: "sourceos_sync_journal_unapplied_events",
      help: "Events that are recorded and not applied",
      samples: single(journal.unapplied),
    },
    {
      name: "sourceos_sync_journal_last_event_timestamp_seconds",
      help: "When the last event was recorded",
      samples: instant(journal.last_event_at),
    },
    { name: "sourceos_sync_lane_events", help: "Events by lane", samples: ofLanes(({ events }) => events) },
    {
      name: "sourceos_sync_lane_unapplied_events",
      help: "Lag: events of the lane that are not applied",
      samples: ofLanes(({ unapplied }) => unapplied),
    },
    {
      name: "sourceos_sync_lane_lag_limit_events",
      help: "How many events of the lane may wait",
      samples: ofLanes((lane) => lane.lag_limit),
    },
    {
      name: "sourceos_sync_records",
      help: "Readable records by registry",
      samples: byLabel("registry", ofState(store.registry_counts) ?? {}),
    },
    { name: "sourceos_sync_plans", help: "Sync plans by status", samples: byLabel("status", ofState(plans) ?? {}) },
    {
      name: "sourceos_sync_conflicts_open",
      help: "Conflicts that wait for a decision",
      samples: single(ofState(conflicts)?.open),
    },
    {
      name: "sourceos_sync_conflicts_blocking",
      help: "Open conflicts that block their object",
      samples: single(ofState(conflicts)?.blocking),
    },
    { name: "sourceos_sync_indexes", help: "Indexes by state", samples: byLabel("state", ofState(indexes) ?? {}) },
  ];
}

function proofFamilies({ restore_proof: proof, last_repair: repair }: StatusData): readonly MetricFamily[] {
  return [
    {
      name: "sourceos_sync_last_repair_timestamp_seconds",
      help: "When the last repair of this store was finished",
      samples: instant(repair?.at ?? null),
    },
    {
      name: "sourceos_sync_last_repair_age_seconds",
      help: "How long ago that was",
      samples: single(repair?.age_seconds),
    },
    {
      name: "sourceos_sync_restore_proven_timestamp_seconds",
      help: "When a restore was last proven",
      samples: instant(proof?.at ?? null),
    },
    {
      name: "sourceos_sync_restore_proven_age_seconds",
      help: "How long ago that was",
      samples: single(proof?.age_seconds),
    },
  ];
}

function doctorFamilies({ checks, durability, indexes, checkpoints, cover }: DoctorData): readonly MetricFamily[] {
  const skipped = checks.skipped.filter(({ required }) => required).length;
  const ofClasses = (what: "records" | "bytes") =>
    byLabel("class", Object.fromEntries(DURABILITY_CLASSES.map((one) => [one, durability[one][what]])));
  return [
    {
      name: "sourceos_sync_checks",
      help: "Checks by how they ended",
      samples: byLabel("result", {
        passed: checks.passed,
        failed: checks.failed,
        skipped: checks.skipped.length - skipped,
        skipped_required: skipped,
      }),
    },
    { name: "sourceos_sync_class_records", help: "Records by durability class", samples: ofClasses("records") },
    { name: "sourceos_sync_class_bytes", help: "Bytes by durability class", samples: ofClasses("bytes") },
    {
      name: "sourceos_sync_index_behind_events",
      help: "Events that the index does not cover",
      samples: byLabel("index", Object.fromEntries((indexes ?? []).map((one) => [one.index_id, one.behind_events]))),
    },
    {
      name: "sourceos_sync_checkpoint_behind_events",
      help: "Events that the checkpoint does not cover",
      samples: byLabel(
        "checkpoint",
        Object.fromEntries((checkpoints ?? []).map((one) => [one.checkpoint_id, one.behind_events])),
      ),
    },
    {
      name: "sourceos_sync_journal_checked_bytes",
      help: "Bytes of the journal that were verified",
      samples: single(cover.journal_bytes_checked),
    },
  ];
}
