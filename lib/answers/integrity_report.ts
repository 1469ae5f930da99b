/** `doctor -o report`: what was found, in the format that the other components of a host exchange. */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import type { DoctorData } from "../model/documents/doctor.ts";
import type { Health, ReportedFinding } from "../model/documents/health.ts";
import { INTEGRITY_REPORT_SCHEMA, type IntegrityReport } from "../model/integrity_report.ts";
import type { StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import { TOOL } from "../model/tool.ts";
import { isVoid, type Ruling } from "../policy/decision.ts";
import { reasonUnknown } from "../store/known.ts";
import { syncCommand } from "../text/command_line.ts";
import { counts } from "./doctor.ts";
import { reportInvariants } from "./report_invariants.ts";
import { reportLanes, reportStores } from "./report_stores.ts";

const REPO = "sourceos-sync";
/** What nobody here looks at; each stands in the report with a value that says nothing. */
const UNAVAILABLE = ["identity.pid", "identity.node_id_hash", "identity.platform", "resources.memory", "pipeline"];

/** The report of this state; the same state gives the same report. */
export function integrityReport(
  snapshot: StateSnapshot,
  diagnosis: Diagnosis,
  data: DoctorData,
): IntegrityReport {
  const { store } = snapshot;
  const findings = data.findings.filter(counts);
  const lanes = reportLanes(snapshot, diagnosis);
  return {
    schema: INTEGRITY_REPORT_SCHEMA,
    generated_at: snapshot.taken_at,
    identity: {
      component: REPO,
      repo: REPO,
      pid: 0,
      process_name: TOOL.name,
      node_id_hash: "sha256:unknown",
      boot_id: null,
      version: TOOL.version,
      platform: "unknown",
      service_manager: "manual",
      store_root: store?.real_root ?? null,
    },
    collection: collectionOf(store, data),
    runtime: {
      process_started_at: null,
      last_heartbeat_at: heartbeat(snapshot, data.health),
      last_dirty_open_at: dirtyOpen(snapshot),
    },
    stores: reportStores(snapshot, diagnosis),
    lanes,
    pipeline: {},
    resources: { disk: diskOf(store), memory: { pressure: "unknown" } },
    policy: { policy_engine: "recorded-decisions", policy_decisions: decisionCounts(diagnosis) },
    invariants: reportInvariants(diagnosis.checks, findings),
    diagnosis: {
      status: data.health.status === "unknown" ? "degraded" : data.health.status,
      severity: data.health.severity,
      summary: data.health.summary,
      causes: distinct(findings, ({ id }) => id),
      affected_lanes: lanes.filter(({ status }) => status === "degraded").map(({ name }) => name),
      affected_domains: [],
      safe_actions: distinct(
        findings.filter(({ recommendation }) => recommendation.automatic),
        ({ recommendation }) => recommendation.action,
      ),
      blocked_actions: data.health.status === "healthy" ? [] : ["agent_action_requiring_fresh_state"],
    },
    controls: distinct(findings.filter(({ recommendation }) => recommendation.automatic), ({ id }) => id).map((id) => ({
      id,
      trigger: id,
      action: syncCommand("repair"),
      mode: "manual_approval_required",
    })),
    attestation: { signed: false, reason: "made by a person's command, which signs nothing" },
  };
}

/**
 * A report vouches that the state it tells of is fresh only where that state can be relied on: those who trust by the
 * report look at the heartbeat, and at nothing that our checks say. A live daemon's own word goes first.
 */
function heartbeat({ daemon, taken_at: now }: StateSnapshot, health: Health): string | null {
  if (health.status === "unsafe" || health.status === "unknown") return null;
  return daemon.available ? daemon.last_heartbeat_at ?? now : now;
}

/** Since when a change waits to be finished or taken back; null where none does. */
function dirtyOpen({ store, taken_at: now }: StateSnapshot): string | null {
  const change = store?.interrupted ?? null;
  return change === null || change.under_way === true ? null : change.intent?.started_at ?? now;
}

function collectionOf(store: StoreSnapshot | null, { checks }: DoctorData): IntegrityReport["collection"] {
  const missing = checks.skipped.filter(({ required }) => required);
  const denied = store === null
    ? []
    : (["manifest", "journal", "registries", "derived", "content_sync"] as const).filter((what) =>
      reasonUnknown(what, store) !== null
    );
  return {
    status: store === null ? "failed" : missing.length > 0 ? "partial" : "complete",
    errors: missing.map(({ check, reason }) => `${check}: ${reason}`),
    redacted_fields: [],
    permission_denied_fields: denied,
    timed_out_fields: [],
    unavailable_fields: UNAVAILABLE,
  };
}

/** The daemon's own limits, which others compare with. */
function diskOf(store: StoreSnapshot | null): IntegrityReport["resources"]["disk"] {
  const disk = store?.disk ?? null;
  if (disk === null || disk.total_bytes < 1) {
    return { free_bytes: 0, total_bytes: 1, free_ratio: 0, pressure: "unknown" };
  }
  const free = Math.min(disk.free_bytes, disk.total_bytes);
  const ratio = Math.round(free / disk.total_bytes * 10_000) / 10_000;
  const pressure = ratio <= 0.05 ? "critical" : ratio <= 0.1 ? "warning" : ratio <= 0.2 ? "watch" : "none";
  return { free_bytes: free, total_bytes: disk.total_bytes, free_ratio: ratio, pressure };
}

/** A void decision allows nothing. */
function decisionCounts({ policy }: Diagnosis): IntegrityReport["policy"]["policy_decisions"] {
  const count = (ruling: Ruling) =>
    policy.decisions.filter((decision) => decision.ruling === ruling && !isVoid(decision)).length;
  return { allowed: count("allows"), denied: count("denies"), redacted: 0, deferred: count("asks_review") };
}

function distinct(findings: readonly ReportedFinding[], tell: (finding: ReportedFinding) => string): readonly string[] {
  return [...new Set(findings.map(tell))];
}
