/** Which lines of a journal are no fault, as a repair sealed them or a carrier brought them, and that they are not counted. */
import { assertEquals } from "@std/assert";
import { journalLinesCheck } from "../../../lib/checks/journal.ts";
import { journalLine } from "../../../fixtures/records.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import type { StoredReport } from "../../../lib/model/repair_report.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import { storedReport } from "../../helpers/reports.ts";
import { entryOf, fileEntry, HEALTHY_JOURNAL, healthyStore, journalOf, recordEntry } from "../../helpers/snapshots.ts";

const file = "journal.jsonl";
const TORN = "{torn";
const TORN_AT = new TextEncoder().encode(HEALTHY_JOURNAL).length;
const REPAIRED = journalLine({
  ordinal: 4,
  event_type: "repair",
  lane: "normal",
  object_id: "repair-report:r1",
  producer: "actor:ada",
  created_at: "2026-01-05T00:00:00Z",
  payload: {},
});

const SEAL: StoredReport["steps"][number] = {
  id: "seal-journal",
  kind: "seal",
  description: "Seal it",
  scope: "journal",
  durability: "durable",
  changes: [],
  inverse: "It cannot be taken back",
};
const DROP: StoredReport["steps"][number] = {
  id: "drop",
  kind: "drop",
  description: "Drop nothing",
  scope: "disposable",
  durability: "disposable",
  changes: [],
  inverse: "None",
};

function report(changes: Partial<StoredReport> = {}, path = "repair-reports/r1.json"): RecordEntry {
  const stored = storedReport({ scopes: ["journal", "disposable"], steps: [SEAL], ...changes });
  return recordEntry("report", { ...stored }, { file: fileEntry(path) });
}

const sealed = found({
  id: "journal.sealed-line",
  severity: "info",
  target: "journal.jsonl:4",
  message: 'Line 4 of journal.jsonl was torn, and repair "r1" sealed it: unexpected character at line 1, column 2',
  evidence: { file, line: 4, offset: TORN_AT, bytes: TORN.length, report: "r1" },
});
const unreadable = (line: number, offset: number, bytes: number) =>
  found({
    id: "journal.unreadable-line",
    severity: "error",
    target: `journal.jsonl:${line}`,
    message: `Line ${line} of journal.jsonl: Unexpected character at line 1, column 2`,
    evidence: { file, line, offset, bytes, event_id: null },
  });
const torn = unreadable(4, TORN_AT, TORN.length);

const cases: readonly (readonly [name: string, reports: readonly RecordEntry[], want: readonly Found[]])[] = [
  ["tells of a line that a repair sealed", [report()], [sealed]],
  ["tells of one that was sealed beside other steps", [report({ steps: [DROP, SEAL] })], [sealed]],
  ["takes a line for torn behind which no report tells of a seal", [], [torn]],
  ["takes a line for torn behind which a repair did something else", [report({ steps: [DROP] })], [torn]],
  ["takes a line for torn where the seal came with another event", [report({ event_id: "evt-00000005" })], [torn]],
  ["does not believe a report that lies under another name", [report({}, "repair-reports/r2.json")], [torn]],
];

for (const [name, reports, want] of cases) {
  Deno.test(`journalLinesCheck ${name}`, () => {
    const journal = journalOf(`${HEALTHY_JOURNAL}${TORN}\n${REPAIRED}\n`);
    assertEquals(runCheck(journalLinesCheck, { journal, records: [entryOf("actor"), ...reports] }), want);
  });
}

const more = (id: string, severity: "error" | "warning") =>
  found({
    id,
    severity,
    target: file,
    message: "1 more line of journal.jsonl has the same fault",
    evidence: { file, total: 21, shown: 20 },
  });

Deno.test("journalLinesCheck does not count a sealed line among those that have the same fault", () => {
  const before = "{x\n".repeat(21);
  const text = `${HEALTHY_JOURNAL}${before}${TORN}\n${REPAIRED}\n`;
  const findings = runCheck(journalLinesCheck, { journal: journalOf(text), records: [entryOf("actor"), report()] });
  assertEquals(findings.slice(20), [
    {
      ...sealed,
      target: "journal.jsonl:25",
      message: sealed.message.replace("Line 4", "Line 25"),
      evidence: { ...sealed.evidence, line: 25, offset: TORN_AT + before.length },
      command: "sourceos sync explain journal.jsonl:25 --store /srv/state",
    },
    more("journal.unreadable-line", "error"),
  ]);
});

Deno.test("journalLinesCheck does not count what a bridge brought among what is dated too early", () => {
  const bridge = entryOf("actor", { actor_id: "actor:bridge", actor_type: "import_bridge" });
  const lines = Array.from({ length: 23 }, (_, index) =>
    `${
      journalLine({
        ordinal: index + 1,
        event_type: "update",
        lane: "normal",
        object_id: "object:diary",
        producer: index === 5 ? "actor:bridge" : "actor:ada",
        created_at: `2025-12-${String(28 - index).padStart(2, "0")}T00:00:00Z`,
        payload: {},
      })
    }\n`);
  const records = [...healthyStore().records, bridge];
  const findings = runCheck(journalLinesCheck, { journal: journalOf(lines.join("")), records });
  assertEquals(findings.slice(20), [more("journal.out-of-order-time", "warning")]);
});
