import { assertEquals } from "@std/assert";
import { queueRecord } from "../../../fixtures/content_sync/files.ts";
import { queueCheck } from "../../../lib/checks/queue.ts";
import type { QueueState } from "../../../lib/model/content_sync_names.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { fileEntry, recordEntry, ROOT } from "../../helpers/snapshots.ts";

const DAY_BEFORE = "2026-01-03T12:00:00Z";
const DAY = 86_400;
const DECISION = { event_id: "event:a", idempotency_key: "idem:event:a:capability:a:policy-epoch-0" };

function item(name: string, state: QueueState, at: string, changes: JsonObject = {}): RecordEntry {
  const file = fileEntry(`orchestration/${state}/${name}.json`);
  return recordEntry("queue", { ...queueRecord({ name, at, state }), ...changes }, { file });
}

function one(
  kind: string,
  severity: Found["severity"],
  name: string,
  state: string,
  what: string,
  more: JsonObject,
): Found {
  const file = `orchestration/${state}/${name}.json`;
  const id = `idem:event:${name}:capability:${name}:policy-epoch-0`;
  return found({
    id: `content-sync.${kind}`,
    severity,
    target: `queue:${id}`,
    message: `"${id}" ${what}`,
    evidence: { file, state, queued_at: DAY_BEFORE, ...more },
    command: `sourceos sync explain ${file} --store ${ROOT}`,
  });
}

const cases: readonly (readonly [name: string, records: readonly RecordEntry[], want: readonly Found[]])[] = [
  ["nothing of what has waited for a day", [
    item("a", "pending", DAY_BEFORE),
    item("b", "waiting-approval", DAY_BEFORE),
  ], []],
  ["what has waited for more than a day", [item("a", "pending", "2026-01-03T11:59:59Z")], [{
    ...one("queue-waiting", "warning", "a", "pending", "has been pending for 1d", {
      age_seconds: DAY + 1,
      queued_at: "2026-01-03T11:59:59Z",
    }),
  }]],
  ["nothing of what does not say since when it waits", [item("a", "pending", "soon")], []],
  ["what is blocked, by what", [item("a", "blocked", DAY_BEFORE)], [
    one("queue-blocked", "warning", "a", "blocked", "is blocked by policy: denied", { policy_outcome: "denied" }),
  ]],
  ["what is blocked and does not say by what", [
    item("a", "blocked", DAY_BEFORE, { decision: { ...DECISION, policy_outcome: null } }),
  ], [{
    ...one("queue-blocked", "warning", "a", "blocked", "is blocked by policy: it does not say why", {
      policy_outcome: null,
    }),
  }]],
  ["what is blocked and has no id, by its file", [item("a", "blocked", DAY_BEFORE, { decision: null, record: null })], [
    found({
      id: "content-sync.queue-blocked",
      severity: "warning",
      target: "orchestration/blocked/a.json",
      message: '"orchestration/blocked/a.json" is blocked by policy: it does not say why',
      evidence: {
        file: "orchestration/blocked/a.json",
        state: "blocked",
        queued_at: DAY_BEFORE,
        policy_outcome: null,
      },
    }),
  ]],
  ["what was given up, and why", [
    item("a", "dead-letter", DAY_BEFORE, { decision: { ...DECISION, errors: ["one", "two"] } }),
  ], [one("dead-letter", "warning", "a", "dead-letter", "was given up: one; two", { errors: ["one", "two"] })]],
  ["what was given up and does not say why", [
    item("a", "dead-letter", DAY_BEFORE, { decision: { ...DECISION, errors: [] } }),
  ], [one("dead-letter", "warning", "a", "dead-letter", "was given up: no error is recorded", { errors: [] })]],
];

for (const [name, records, want] of cases) {
  Deno.test(`queueCheck finds ${name}`, () => assertEquals(runCheck(queueCheck, { records }), want));
}

for (
  const [count, message] of [[21, "1 more item of the queue is like these"], [
    22,
    "2 more items of the queue are like these",
  ]] as const
) {
  Deno.test(`queueCheck says of ${count} blocked items: ${message}`, () => {
    const items = Array.from({ length: count }, (_, number) => item(`${number}`, "blocked", DAY_BEFORE));
    const findings = runCheck(queueCheck, { records: items });
    assertEquals(typeof findings === "string" ? [] : findings.slice(20), [found({
      id: "content-sync.queue-blocked",
      severity: "warning",
      target: "orchestration",
      message,
      evidence: { file: "orchestration", total: count, shown: 20 },
      command: `sourceos sync queue --store ${ROOT}`,
    })]);
  });
}
