import { assertEquals } from "@std/assert";
import { doctorData } from "../../../lib/answers/doctor.ts";
import { NO_STATE } from "../../../lib/answers/outcome.ts";
import { statusData } from "../../../lib/answers/status.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { metricsText } from "../../../lib/render/metrics.ts";
import { contentSyncSnapshot } from "../../helpers/content_sync_snapshot.ts";
import { faultySnapshot } from "../../helpers/faulty_snapshot.ts";
import { readOpenMetrics } from "../../helpers/openmetrics.ts";
import { downProbe, healthyProbe } from "../../helpers/probes.ts";
import { emptySnapshot, healthySnapshot, ROOT, sha256Hex } from "../../helpers/snapshots.ts";

const NAMES = "sourceos_sync_";

function metrics(snapshot: StateSnapshot, command: "status" | "doctor" = "status"): ReadonlyMap<string, number> {
  const diagnosis = diagnose(snapshot, sha256Hex);
  const status = statusData(snapshot, diagnosis, NO_STATE.context);
  const doctor = command === "status" ? null : doctorData(snapshot.store, diagnosis, { level: "full", earlier: null });
  const read = readOpenMetrics(metricsText({ status, doctor, takenAt: snapshot.taken_at }));
  return new Map([...read].map(([key, value]) => [key.slice(NAMES.length), value]));
}

/** Those whose name begins so, with what follows it. */
function under(prefix: string, read: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...read].filter(([key]) => key.startsWith(prefix)).map(([k, v]) => [k.slice(prefix.length), v]),
  );
}

const healthy = healthySnapshot({ daemon: healthyProbe(ROOT) });

Deno.test("A healthy host: its verdict, its daemon, its lag", () => {
  const read = metrics(healthy);
  assertEquals(under("health", read), {
    '{status="healthy"}': 1,
    '{status="degraded"}': 0,
    '{status="unsafe"}': 0,
    '{status="unknown"}': 0,
  });
  assertEquals(under("findings", read), {
    '_by_severity{severity="info"}': 0,
    '_by_severity{severity="warning"}': 0,
    '_by_severity{severity="error"}': 0,
    '_by_severity{severity="critical"}': 0,
  });
  assertEquals(under("daemon_", read), { available: 1, ready: 1, answer_seconds: 0.001 });
  assertEquals(under("lane_unapplied", read), { '_events{lane="normal"}': 0, '_events{lane="policy"}': 0 });
  assertEquals(read.get('state{state="clean"}'), 1);
  assertEquals(read.get("cycle_age_seconds"), 51 * 3_600);
});

Deno.test("Findings are counted by id, once each with its severity", () => {
  const snapshot = faultySnapshot();
  const { findings } = diagnose(snapshot, sha256Hex);
  for (const command of ["status", "doctor"] as const) {
    const counted = under("findings{", metrics(snapshot, command));
    assertEquals(Object.values(counted).reduce((sum, count) => sum + count, 0), findings.length);
    assertEquals(
      new Set(Object.keys(counted)),
      new Set(findings.map(({ id, severity }) => `id="${id}",severity="${severity}"}`)),
    );
  }
});

Deno.test("What was accepted is counted apart", () => {
  const snapshot = faultySnapshot();
  const diagnosis = diagnose(snapshot, sha256Hex);
  const status = statusData(snapshot, diagnosis, NO_STATE.context);
  const [first] = diagnosis.findings;
  const doctor = doctorData(snapshot.store, diagnosis, {
    level: "full",
    earlier: null,
    acceptanceOf: (finding) =>
      finding === first ? { state: "in_force", reason: "known", accepted_at: snapshot.taken_at, until: null } : null,
  });
  const read = readOpenMetrics(metricsText({ status, doctor, takenAt: snapshot.taken_at }));
  assertEquals(read.get(`${NAMES}findings_accepted`), 1);
});

Deno.test("What is not known has no sample", () => {
  const read = metrics(emptySnapshot({ absence: null, daemon: downProbe() }));
  assertEquals([...read.keys()].filter((key) => !/^(?:build_info|taken_|health)/.test(key)), [
    'state{state="offline_local_only"}',
    'state{state="daemon_unavailable"}',
    "daemon_available",
  ]);
});

Deno.test("A daemon that nobody was to ask is neither there nor gone", () => {
  assertEquals(under("daemon_available", metrics(healthySnapshot())), {});
});

Deno.test("A host of content sync alone has no counts of state that it does not keep", () => {
  const read = metrics(contentSyncSnapshot(), "doctor");
  assertEquals([under("records", read), under("plans", read), under("indexes", read)], [{}, {}, {}]);
  assertEquals(read.get('queue_items{state="blocked"}'), 1);
  assertEquals(read.get("cycle_repeated_times"), 3);
});

Deno.test("doctor gives all that status gives, and what its checks covered", () => {
  const [status, doctor] = [metrics(healthy), metrics(healthy, "doctor")];
  assertEquals([...status.keys()].filter((key) => !doctor.has(key)), []);
  assertEquals(
    new Set([...doctor.keys()].filter((key) => !status.has(key)).map((key) => key.replace(/\{.*/, ""))),
    new Set([
      "findings_accepted",
      "checks",
      "class_records",
      "class_bytes",
      "journal_checked_bytes",
    ]),
  );
});
