import { assertEquals } from "@std/assert";
import reportSchema from "../../../fixtures/schemas/sourceos.state-integrity-report.v1alpha1.schema.json" with {
  type: "json",
};
import { doctorData } from "../../../lib/answers/doctor.ts";
import { integrityReport } from "../../../lib/answers/integrity_report.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { isIntegrityReport, snapshotOfReport } from "../../../lib/daemon/snapshot_of_report.ts";
import { IntegrityReport } from "../../../lib/model/integrity_report.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { unfinishedChange } from "../../helpers/changes.ts";
import { contentSyncSnapshot } from "../../helpers/content_sync_snapshot.ts";
import { faultySnapshot } from "../../helpers/faulty_snapshot.ts";
import { compileSchema } from "../../helpers/json_schema.ts";
import { downProbe, healthyProbe } from "../../helpers/probes.ts";
import { healthySnapshot, healthyStore, noJournal, ROOT, sha256Hex, TODAY } from "../../helpers/snapshots.ts";

const keepsUpstream = compileSchema(reportSchema);
const keepsOurs = compileSchema(IntegrityReport);

function reportOf(snapshot: StateSnapshot): IntegrityReport {
  const diagnosis = diagnose(snapshot, sha256Hex);
  const data = doctorData(snapshot.store, diagnosis, { level: "full", earlier: null });
  return integrityReport(snapshot, diagnosis, data);
}

const unread = healthySnapshot({ store: healthyStore({ journal: noJournal("unreadable", "denied") }) });
const interrupted = healthySnapshot({ store: healthyStore({ interrupted: unfinishedChange() }) });

const cases: readonly (readonly [
  name: string,
  snapshot: StateSnapshot,
  want: { readonly status: string; readonly heartbeat: string | null; readonly collection: string },
])[] = [
  ["a healthy state", healthySnapshot(), { status: "healthy", heartbeat: TODAY, collection: "complete" }],
  ["a state whose daemon is down", healthySnapshot({ daemon: downProbe() }), {
    status: "healthy",
    heartbeat: TODAY,
    collection: "complete",
  }],
  ["a state whose daemon is live", healthySnapshot({ daemon: healthyProbe(ROOT) }), {
    status: "healthy",
    heartbeat: "2026-05-05T00:00:00Z",
    collection: "complete",
  }],
  ["a faulty state", faultySnapshot(), { status: "unsafe", heartbeat: null, collection: "complete" }],
  ["a journal that cannot be read", unread, { status: "unsafe", heartbeat: null, collection: "partial" }],
  ["content sync alone", contentSyncSnapshot(), { status: "unsafe", heartbeat: null, collection: "complete" }],
];

for (const [name, snapshot, want] of cases) {
  Deno.test(`integrityReport() of ${name} keeps the contract, and vouches for what can be relied on`, () => {
    const report = reportOf(snapshot);
    const { diagnosis: { status }, runtime: { last_heartbeat_at: heartbeat }, collection: { status: collection } } =
      report;
    assertEquals([keepsUpstream(report), keepsOurs(report)], [[], []]);
    assertEquals({ status, heartbeat, collection }, want);
  });
}

Deno.test("integrityReport() has an invariant for each check that ran, graded by its worst finding", () => {
  const snapshot = faultySnapshot();
  const { findings, checks } = diagnose(snapshot, sha256Hex);
  const { invariants } = reportOf(snapshot);
  assertEquals(
    invariants.filter(({ status }) => status !== "pass").map(({ id }) => id).toSorted(),
    [
      ...new Set([
        ...findings.filter(({ severity }) => severity !== "info").map(({ check }) => check),
        ...checks.skipped.filter(({ required }) => required).map(({ check }) => check),
      ]),
    ].toSorted(),
  );
});

Deno.test("integrityReport() tells of an interrupted change as a dirty opening", () => {
  assertEquals(typeof reportOf(interrupted).runtime.last_dirty_open_at, "string");
});

Deno.test("snapshotOfReport() says what a report says, and no more", () => {
  const report = reportOf(healthySnapshot());
  const { store, daemon, taken_at } = snapshotOfReport(new TextEncoder().encode(JSON.stringify(report)), "r.json");
  assertEquals([taken_at, store?.root, store?.origin, store?.journal.state], [TODAY, ROOT, "daemon", "not_read"]);
  assertEquals([daemon.available, daemon.state, daemon.status, daemon.active_generation], [
    false,
    "not_asked",
    "healthy",
    4,
  ]);
});

Deno.test("isIntegrityReport() knows the format and newer ones", () => {
  const schemas = ["v1alpha1", "v1"].map((version) => ({ schema: `sourceos.state-integrity-report/${version}` }));
  assertEquals([...schemas, { schema: "sourceos.repair-plan/v1alpha1" }, {}, null].map(isIntegrityReport), [
    true,
    true,
    false,
    false,
    false,
  ]);
});
