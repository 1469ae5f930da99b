import { assertEquals } from "@std/assert";
import { journalLagCheck, journalLinesCheck, journalPresentCheck } from "../../../lib/checks/journal.ts";
import { ANOMALY_CODES, type AnomalyCode } from "../../../lib/model/journal.ts";
import { journalLine } from "../../../fixtures/records.ts";
import { type Found, found, runCheck } from "../../helpers/findings.ts";
import {
  entryOf,
  EVENT_LINES,
  HEALTHY_JOURNAL,
  healthyStore,
  journalOf,
  manifestEntry,
  noJournal,
  ROOT,
} from "../../helpers/snapshots.ts";

const file = "journal.jsonl";

const SEVERITY: Readonly<Record<AnomalyCode, Found["severity"]>> = {
  torn_tail: "error",
  unsealed_tail: "warning",
  unreadable_line: "error",
  invalid_utf8: "error",
  byte_order_mark: "error",
  carriage_return: "warning",
  line_separator: "error",
  non_finite_number: "warning",
  too_deep: "error",
  too_long: "error",
  not_an_event: "error",
  unknown_schema: "warning",
  malformed_id: "warning",
  duplicate_id: "error",
  missing_ids: "error",
  out_of_order_id: "warning",
  out_of_order_time: "warning",
  unknown_type: "warning",
  unknown_lane: "warning",
  bad_time: "warning",
};

for (const code of ANOMALY_CODES) {
  Deno.test(`journalLinesCheck makes one finding of the anomaly ${code}`, () => {
    const anomaly = { code, line: 7, offset: 300, bytes: 20, event_id: null, detail: "What it is" };
    const journal = { ...journalOf(HEALTHY_JOURNAL), anomalies: [anomaly], anomaly_counts: { [code]: 1 } };
    const sealed = code === "torn_tail" || code === "unsealed_tail";
    assertEquals(runCheck(journalLinesCheck, { journal }), [found({
      id: `journal.${code.replaceAll("_", "-")}`,
      severity: SEVERITY[code],
      target: "journal.jsonl:7",
      message: "Line 7 of journal.jsonl: What it is",
      evidence: { file, line: 7, offset: 300, bytes: 20, event_id: null },
      automatic: sealed,
      command: sealed
        ? `sourceos sync repair --dry-run --scope journal --store ${ROOT}`
        : `sourceos sync explain journal.jsonl:7 --store ${ROOT}`,
    })]);
  });
}

const [first = "", second = ""] = EVENT_LINES;

Deno.test("journalLinesCheck names the event of a line that has one", () => {
  const text = `${first}\n${first}\n`;
  assertEquals(runCheck(journalLinesCheck, { journal: journalOf(text) }), [found({
    id: "journal.duplicate-id",
    severity: "error",
    target: "event:evt-00000001",
    message: "Line 2 of journal.jsonl: The id was used by an earlier event",
    evidence: { file, line: 2, offset: first.length + 1, bytes: first.length, event_id: "evt-00000001" },
  })]);
});

Deno.test("journalLinesCheck reports a torn tail as it was folded", () => {
  const text = `${first}\n${second.slice(0, 40)}`;
  assertEquals(runCheck(journalLinesCheck, { journal: journalOf(text) }), [found({
    id: "journal.torn-tail",
    severity: "error",
    target: "journal.jsonl:2",
    message: "Line 2 of journal.jsonl: The last line has no newline, and is no event",
    evidence: { file, line: 2, offset: first.length + 1, bytes: 40, event_id: null },
    automatic: true,
    command: `sourceos sync repair --dry-run --scope journal --store ${ROOT}`,
  })]);
});

Deno.test("journalLinesCheck shows twenty of a kind and counts the others", () => {
  const want = (line: number): Found =>
    found({
      id: "journal.unreadable-line",
      severity: "error",
      target: `journal.jsonl:${line}`,
      message: `Line ${line} of journal.jsonl: Unexpected character at line 1, column 2`,
      evidence: { file, line, offset: (line - 1) * 3, bytes: 2, event_id: null },
    });
  const lines = (count: number) => Array.from({ length: count }, (_, index) => want(index + 1));
  assertEquals(runCheck(journalLinesCheck, { journal: journalOf("{x\n".repeat(20)) }), lines(20));
  assertEquals(runCheck(journalLinesCheck, { journal: journalOf("{x\n".repeat(1_500)) }), [
    ...lines(20),
    found({
      id: "journal.unreadable-line",
      severity: "error",
      target: file,
      message: "1480 more lines of journal.jsonl have the same fault",
      evidence: { file, total: 1_500, shown: 20 },
    }),
  ]);
});

Deno.test("journalLinesCheck counts a single other in the singular", () => {
  const several = runCheck(journalLinesCheck, { journal: journalOf("{x\n".repeat(21)) });
  assertEquals(
    several.at(-1),
    found({
      id: "journal.unreadable-line",
      severity: "error",
      target: file,
      message: "1 more line of journal.jsonl has the same fault",
      evidence: { file, total: 21, shown: 20 },
    }),
  );
});

Deno.test("journalLinesCheck cannot run on a journal that cannot be read", () => {
  assertEquals(
    runCheck(journalLinesCheck, { journal: noJournal("unreadable", "permission denied") }),
    "The journal cannot be read: permission denied",
  );
  assertEquals(
    runCheck(journalLinesCheck, { journal: noJournal("unreadable") }),
    "The journal cannot be read: no reason given",
  );
});

Deno.test("journalLinesCheck finds nothing in a journal without lines, or that is not there", () => {
  assertEquals(runCheck(journalLinesCheck, { journal: journalOf("") }), []);
  assertEquals(runCheck(journalLinesCheck, { journal: noJournal("absent") }), []);
});

Deno.test("journalPresentCheck reports a missing journal", () => {
  assertEquals(runCheck(journalPresentCheck, { journal: noJournal("absent") }), [
    found({
      id: "journal.absent",
      severity: "critical",
      target: file,
      message: "The journal is missing",
      evidence: { file },
    }),
  ]);
});

Deno.test("journalPresentCheck reports a journal that was emptied under a manifest that counts events", () => {
  for (const text of ["", "\n \n"]) {
    assertEquals(runCheck(journalPresentCheck, { journal: journalOf(text) }), [
      found({
        id: "journal.emptied",
        severity: "critical",
        target: file,
        message: "The journal holds no event, and the manifest counts 3",
        evidence: { file, bytes: text.length, counted: 3 },
      }),
    ]);
  }
});

Deno.test("journalPresentCheck finds nothing in the journal of a store that was just initialised", () => {
  const manifest = manifestEntry({ active_generation: 1 });
  assertEquals(runCheck(journalPresentCheck, { journal: journalOf(""), manifest }), []);
});

Deno.test("journalPresentCheck finds nothing in a journal of which half cannot be read", () => {
  assertEquals(runCheck(journalPresentCheck, { journal: journalOf(`${first}\n{x\n`) }), []);
});

Deno.test("journalPresentCheck cannot run where nobody has read the journal, or only others may", () => {
  const notRead = { ...noJournal("absent"), state: "not_read" as const };
  assertEquals(runCheck(journalPresentCheck, { journal: notRead }), "The journal was not read");
  assertEquals(
    runCheck(journalPresentCheck, { journal: noJournal("unreadable", "permission denied") }),
    'This user may not read "journal.jsonl"',
  );
});

for (const [error, shown] of [["it is a symlink", "it is a symlink"], [null, "no reason given"]] as const) {
  Deno.test(`journalPresentCheck reports a journal that cannot be read: ${shown}`, () => {
    assertEquals(runCheck(journalPresentCheck, { journal: noJournal("unreadable", error) }), [
      found({
        id: "journal.unreadable",
        severity: "critical",
        target: file,
        message: `Cannot read "journal.jsonl": ${shown}`,
        evidence: { file },
      }),
    ]);
  });
}

function backlog(lane: string, count: number): string {
  return Array.from({ length: count }, (_, index) =>
    `${
      journalLine({
        ordinal: index + 1,
        event_type: "update",
        lane,
        object_id: "object:diary",
        producer: "actor:ada",
        created_at: "2026-01-01T00:00:00Z",
        payload: {},
        applied: false,
      })
    }\n`).join("");
}

const lags: readonly (readonly [lane: string, unapplied: number, limit: number | null])[] = [
  ["normal", 0, null],
  ["normal", 100, null],
  ["normal", 101, 100],
  ["priority", 0, null],
  ["priority", 1, 0],
];

for (const [lane, unapplied, limit] of lags) {
  Deno.test(`journalLagCheck judges ${unapplied} unapplied events of lane ${lane}`, () => {
    const want = limit === null ? [] : [found({
      id: "journal.replay-lag",
      severity: "warning",
      durability: "rebuildable",
      target: `lane:${lane}`,
      message: `Lane "${lane}" has ${unapplied} unapplied ${
        unapplied === 1 ? "event" : "events"
      }, its limit is ${limit}`,
      evidence: { file, lane, unapplied, limit },
    })];
    assertEquals(runCheck(journalLagCheck, { journal: journalOf(backlog(lane, unapplied)) }), want);
  });
}

Deno.test("journalLagCheck needs a journal that can be read, or none at all", () => {
  assertEquals(runCheck(journalLagCheck, { journal: noJournal("absent") }), []);
  assertEquals(
    runCheck(journalLagCheck, { journal: noJournal("unreadable", "denied") }),
    "The journal cannot be read: denied",
  );
});

Deno.test("journalLinesCheck names a store that is found without a flag in no command", () => {
  const store = healthyStore({ selected_by: "default", journal: journalOf(`${first}\n{`) });
  assertEquals(
    runCheck(journalLinesCheck, store)[0],
    found({
      id: "journal.torn-tail",
      severity: "error",
      target: "journal.jsonl:2",
      message: "Line 2 of journal.jsonl: The last line has no newline, and is no event",
      evidence: { file, line: 2, offset: first.length + 1, bytes: 1, event_id: null },
      automatic: true,
      command: "sourceos sync repair --dry-run --scope journal",
    }),
  );
});

const dated = (ordinal: number, created_at: string, producer = "actor:ada") =>
  `${JSON.stringify({ ...JSON.parse(first), event_id: `evt-0000000${ordinal}`, created_at, producer })}\n`;
const YEARS_AHEAD = "2030-01-01T00:00:00Z";

Deno.test("journalLinesCheck names the event that is dated before the one it follows", () => {
  const text = `${dated(1, "2026-01-03T00:00:00Z")}${dated(2, "2026-01-01T00:00:00Z")}`;
  assertEquals(runCheck(journalLinesCheck, { journal: journalOf(text) }), [found({
    id: "journal.out-of-order-time",
    severity: "warning",
    target: "event:evt-00000002",
    message:
      "Line 2 of journal.jsonl: The event is dated 2026-01-01T00:00:00Z, 2d before the one on line 1, which it " +
      "follows",
    evidence: { file, line: 2, offset: text.length / 2, bytes: text.length / 2 - 1, event_id: "evt-00000002" },
  })]);
});

const lawful: readonly (readonly [name: string, text: string])[] = [
  [
    "the event behind one that is dated in the future, which is told of as such",
    `${dated(1, "2026-01-03T00:00:00Z")}${dated(2, YEARS_AHEAD)}${dated(3, "2026-01-03T00:00:00Z")}`,
  ],
  [
    "what an import bridge hands on with the times of elsewhere",
    `${dated(1, "2026-01-03T00:00:00Z")}${dated(2, "2019-01-01T00:00:00Z", "actor:bridge")}`,
  ],
];

for (const [name, text] of lawful) {
  Deno.test(`journalLinesCheck lets be ${name}`, () => {
    const bridge = entryOf("actor", { actor_id: "actor:bridge", actor_type: "import_bridge" });
    const records = [...healthyStore().records, bridge];
    assertEquals(runCheck(journalLinesCheck, { journal: journalOf(text), records }), []);
  });
}
