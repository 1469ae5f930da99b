/** What changes of a store leave in repair-reports/. */
import { eventId, journalLine } from "../../fixtures/records.ts";
import { reportObject } from "../../lib/change/told_reports.ts";
import type { RepairReport } from "../../lib/model/documents/repair.ts";
import { REPORT_SCHEMA, type StoredReport } from "../../lib/model/repair_report.ts";
import type { RestoreTrial } from "../../lib/model/restore_trial.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { TOOL } from "../../lib/model/tool.ts";
import { fileEntry, HEALTHY_JOURNAL, healthyStore, journalOf, recordEntry } from "./snapshots.ts";

const NONE: readonly string[] = [];

/** A report that tells of nothing. */
export function emptyReport(changes: Partial<RepairReport> = {}): RepairReport {
  return {
    sentences: NONE,
    failed: NONE,
    affected_objects: NONE,
    affected_actors: NONE,
    preserved: NONE,
    rebuilt: NONE,
    quarantined: NONE,
    appended: NONE,
    dropped: NONE,
    unresolved_conflicts: NONE,
    policy_decisions: NONE,
    next_actions: NONE,
    ...changes,
  };
}

/** The report of a repair without steps. */
export function storedReport(changes: Partial<StoredReport> = {}): StoredReport {
  return {
    schema: REPORT_SCHEMA,
    record_id: "r1",
    kind: "repair",
    tool: TOOL,
    plan_id: "p1",
    undoes: null,
    created_at: "2026-01-05T00:00:00Z",
    updated_at: "2026-01-05T00:00:00Z",
    event_id: "evt-00000004",
    scopes: ["derived"],
    report: emptyReport(),
    steps: [],
    changes: [],
    ...changes,
  };
}

/** The report of an undo of an import, which took these files away. */
export function undoneImport(paths: readonly string[], changes: Partial<StoredReport> = {}): StoredReport {
  const id = changes.record_id ?? "r2";
  return storedReport({
    record_id: id,
    kind: "undo",
    plan_id: null,
    undoes: "r1",
    scopes: ["profile:home"],
    steps: [{
      id: "undo-import",
      kind: "import",
      description: "Take back: Bring in 1 file",
      scope: "profile:home",
      durability: "durable",
      changes: paths.map((path) => ({
        path,
        before: { sha256: "a".repeat(64), bytes: 7 },
        after: null,
        kept_at: `repair-reports/before/${id}/${path}`,
      })),
      inverse: "Bring it back",
    }],
    ...changes,
  });
}

/** The healthy store with these reports, of each of which an event at the end of the journal tells. */
export function reported(...reports: readonly StoredReport[]): Pick<StoreSnapshot, "records" | "journal"> {
  const told = reports.map((report, index) => ({ report, ordinal: 4 + index }));
  const lines = told.map(({ report, ordinal }) =>
    journalLine({
      ordinal,
      event_type: "repair",
      lane: "repair",
      object_id: reportObject(report.record_id),
      producer: "sourceos-sync",
      created_at: report.created_at,
      payload: {},
    })
  );
  const entries = told.map(({ report, ordinal }) =>
    recordEntry("report", { ...report, event_id: eventId(ordinal) }, {
      file: fileEntry(`repair-reports/${report.record_id}.json`),
    })
  );
  return {
    records: [...healthyStore().records, ...entries],
    journal: journalOf(`${HEALTHY_JOURNAL}${lines.map((line) => `${line}\n`).join("")}`),
  };
}

/** The record of a trial in which everything came back. */
export function restoreTrial(changes: Partial<RestoreTrial> = {}): RestoreTrial {
  return {
    schema: REPORT_SCHEMA,
    record_id: "drill-1",
    kind: "drill",
    tool: TOOL,
    created_at: "2026-01-06T00:00:00Z",
    updated_at: "2026-01-06T00:00:00Z",
    duration_ms: 1,
    bundle: {
      sha256: "0".repeat(64),
      bytes: 1,
      target: { kind: "profile", id: "profile:home" },
      created_at: "2026-01-06T00:00:00Z",
      source_store: null,
      signature: "none",
    },
    proven: true,
    differences: 0,
    records: 0,
    events: 0,
    summary: "Restored",
    restored: null,
    ...changes,
  };
}
