import { assertEquals } from "@std/assert";
import { storeIdText } from "../../../lib/store/store_id.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { restoredFingerprint } from "../../../lib/bundle/restore_proof.ts";
import { healthySnapshot, healthyStore, recordEntry, recordOf, sha256Hex } from "../../helpers/snapshots.ts";

const OBJECT = recordOf("object");
const OWN = sha256Hex(storeIdText(healthyStore()) ?? "");

function drill(id: string, changes: JsonObject = {}): JsonObject {
  return {
    schema: "sourceos.repair-report/v1alpha1",
    record_id: id,
    kind: "drill",
    tool: { name: "sourceos", version: "0.1.0" },
    created_at: "2026-01-04T11:00:00Z",
    updated_at: "2026-01-04T11:00:00Z",
    duration_ms: 5,
    bundle: {
      sha256: "a".repeat(64),
      bytes: 10,
      target: { kind: "profile", id: "profile:home" },
      created_at: "2026-01-04T10:00:00Z",
      source_store: OWN,
      signature: "none",
    },
    proven: true,
    differences: 0,
    records: 3,
    events: 2,
    summary: "It is proven",
    restored: [restoredFingerprint("object", "object:diary", { record: OBJECT, sha256Hex })],
    ...changes,
  };
}

function diagnosisOf(...trials: readonly JsonObject[]) {
  const { records } = healthyStore();
  const reports = trials.map((record) => recordEntry("report", record));
  return diagnose(healthySnapshot({ store: healthyStore({ records: [...records, ...reports] }) }), sha256Hex);
}

Deno.test("the proof of a restore is the newest trial that proved it, with its age", () => {
  const older = drill("drill-1", { created_at: "2026-01-01T00:00:00Z" });
  const failed = drill("drill-3", { created_at: "2026-01-04T11:30:00Z", proven: false, differences: 1 });
  assertEquals(diagnosisOf(older, failed, drill("drill-2")).proof, {
    report_id: "drill-2",
    bundle_sha256: "a".repeat(64),
    target: { kind: "profile", id: "profile:home" },
    at: "2026-01-04T11:00:00Z",
    age_seconds: 3600,
    of_this_store: true,
    records: 3,
    events: 2,
  });
  assertEquals(diagnosisOf(failed).proof, null);
  assertEquals(diagnosisOf().proof, null);
});

Deno.test("a trial vouches for the very record that came back, and for no other", () => {
  const { trialOf } = diagnosisOf(drill("drill-1"));
  assertEquals(trialOf("object", "object:diary", OBJECT)?.record_id, "drill-1");
  assertEquals(
    trialOf("object", "object:diary", { ...OBJECT, updated_at: "2027-01-01T00:00:00Z" })?.record_id,
    "drill-1",
  );
  assertEquals(trialOf("object", "object:diary", { ...OBJECT, title: "Changed" }), null);
  assertEquals(trialOf("object", "object:other", OBJECT), null);
  assertEquals(diagnosisOf(drill("drill-1", { restored: null })).trialOf("object", "object:diary", OBJECT), null);
});
