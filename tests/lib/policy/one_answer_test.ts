/** Doctor and explain tell what blocks a plan from the same place, so that neither can say what the other does not. */
import { assertEquals } from "@std/assert";
import { demoStore } from "../../../fixtures/demo.ts";
import { addClone } from "../../../fixtures/faults/edit.ts";
import { seededRandom } from "../../../fixtures/random.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import { explainSubject, locateSubject } from "../../../lib/explain/explain.ts";
import { historyFromSummary } from "../../../lib/explain/history.ts";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import { readStore } from "../../helpers/read_store.ts";
import { healthySnapshot, sha256Hex } from "../../helpers/snapshots.ts";

const PLAN = "sync-plan:waiting";

/** What is said of the plan of the demo store with these fields: by doctor, and by explain. */
async function sayings(plan: JsonObject, decision: JsonObject = {}) {
  const random = seededRandom(1);
  const cloned = addClone(demoStore(), random, {
    kind: "plan",
    id: PLAN,
    changes: { status: "blocked", dependencies: [], policy_decision_ref: null, object_ids: [], ...plan },
  });
  const { files } = addClone(cloned.files, random, { kind: "decision", id: "policy-decision:odd", changes: decision });
  const store = await readStore(files);
  const diagnosis = diagnose(healthySnapshot({ store, taken_at: "2026-07-01T00:00:00Z" }), sha256Hex);
  const found = diagnosis.findings.find(({ id, target }) => id === "plans.blocked" && target === PLAN);
  const by = found?.evidence["blocked_by"];
  const doctor = Array.isArray(by) ? by.filter(isJsonObject).map(({ target }) => target) : [];
  const located = locateSubject(PLAN, diagnosis);
  if (located.found !== "subject") throw new Error("The plan is not there");
  const { subject } = located;
  const history = historyFromSummary(store.journal, subject.id);
  const { answers } = explainSubject(PLAN, { subject, history, diagnosis, store }).data;
  const explain = (answers?.blocks ?? []).map(({ summary }) => summary);
  return { message: found?.message ?? "", doctor, explain };
}

Deno.test("A plan that waits for the corrupt index of the demo store waits for it in doctor and in explain", async () => {
  const { message, doctor, explain } = await sayings({ dependencies: ["index:actor-activity"] });
  assertEquals(doctor, ["index:actor-activity"]);
  assertEquals(message, `Plan "${PLAN}" is blocked by "index:actor-activity", which is corrupt`);
  assertEquals(explain, ["Its status is blocked", 'It waits for "index:actor-activity", which is corrupt']);
});

Deno.test("A plan that waits for a sound index of the demo store waits for it no more, in doctor and in explain", async () => {
  const { message, doctor, explain } = await sayings({ dependencies: ["index:object-heads"] });
  const text = 'though "index:object-heads", for which it waited, is healthy';
  assertEquals(doctor, []);
  assertEquals(message, `Plan "${PLAN}" is blocked ${text}`);
  assertEquals(explain, [`Its status is blocked ${text}`]);
});

Deno.test("A decision of an unknown effect denies a plan in doctor and in explain", async () => {
  const odd = { effect: "perhaps", rationale: "Who knows.", policy_id: "odd", object_id: null };
  const { message, doctor, explain } = await sayings({ policy_decision_ref: "policy-decision:odd" }, odd);
  const text = 'decision "policy-decision:odd", which denies it (Who knows.)';
  assertEquals(doctor, ["policy-decision:odd"]);
  assertEquals(message, `Plan "${PLAN}" is blocked by ${text}`);
  assertEquals(explain, ["Its status is blocked", `It is held up by ${text}`]);
});
