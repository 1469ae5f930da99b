/** Which records count as lost, and what is said of them. */
import { assertEquals } from "@std/assert";
import { lostRecordsCheck } from "../../../lib/checks/lost_records.ts";
import type { InventoryEntry } from "../../../lib/model/derived.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { unfinishedChange } from "../../helpers/changes.ts";
import { found, runCheck } from "../../helpers/findings.ts";
import type { StoredReport } from "../../../lib/model/repair_report.ts";
import { reported, storedReport, undoneImport } from "../../helpers/reports.ts";
import { entryOf, fileEntry, HEALTHY_JOURNAL, healthyStore, journalOf } from "../../helpers/snapshots.ts";
import { journalLine } from "../../../fixtures/records.ts";

const SHA = "a".repeat(64);
const SEEN = "2026-01-02T00:00:00Z";
const RECORDS = healthyStore().records;

const gone = (changes: Partial<InventoryEntry> = {}): InventoryEntry => ({
  kind: "object",
  id: "object:letter",
  path: "objects/object_letter.json",
  bytes: 7,
  sha256: SHA,
  seen_at: SEEN,
  lost_at: null,
  ...changes,
});

const LETTER = gone();

const deletion = journalLine({
  ordinal: 4,
  event_type: "delete",
  lane: "tombstone",
  object_id: "object:letter",
  producer: "actor:ada",
  created_at: "2026-01-03T00:00:00Z",
  payload: {},
});
const addedAgain = journalLine({
  ordinal: 5,
  event_type: "add",
  lane: "normal",
  object_id: "object:letter",
  producer: "actor:ada",
  created_at: "2026-01-03T00:00:01Z",
  payload: {},
});

/** A report of a repair that moved the letter aside, or of the undo of one. */
function report(id: string, at: string, undoes: string | null = null): StoredReport {
  const kept = `repair-reports/quarantine/${id}/${LETTER.path}`;
  const digest = { sha256: SHA, bytes: 7 };
  return storedReport({
    record_id: id,
    kind: undoes === null ? "repair" : "undo",
    plan_id: undoes === null ? "p1" : null,
    undoes,
    created_at: at,
    updated_at: at,
    scopes: ["object:object_letter"],
    steps: [{
      id: undoes === null ? "quarantine-letter" : "undo-quarantine-letter",
      kind: "quarantine",
      description: "Move it aside",
      scope: "object:object_letter",
      durability: "durable",
      changes: [
        undoes === null
          ? { path: LETTER.path, before: digest, after: null, kept_at: kept }
          : { path: LETTER.path, before: null, after: digest, kept_at: null },
      ],
      inverse: "Put it back",
    }],
  });
}

/** The undo of that undo, which brought the letter back. */
function broughtBack(): StoredReport {
  const before = undoneImport([LETTER.path]);
  return {
    ...before,
    record_id: "r3",
    undoes: "r2",
    created_at: "2026-01-07T00:00:00Z",
    steps: before.steps.map((step) => ({
      ...step,
      id: `undo-${step.id}`,
      changes: step.changes.map(({ path, before: after }) => ({ path, before: null, after, kept_at: null })),
    })),
  };
}

const MOVED = report("r1", "2026-01-02T00:00:00Z");

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly string[]])[] = [
  ["nothing where nothing is missing", {}, []],
  ["a record that is gone", { missing_records: [LETTER] }, ["object:letter"]],
  ["a record that nobody could read, by its path", { missing_records: [gone({ id: null })] }, [LETTER.path]],
  ["nothing where its id stands in another file", {
    missing_records: [LETTER],
    records: [...RECORDS, entryOf("object", { object_id: "object:letter" })],
  }, []],
  ["a record whose id another kind has", {
    missing_records: [LETTER],
    records: [...RECORDS, entryOf("device", { device_id: "object:letter" })],
  }, ["object:letter"]],
  ["nothing where the newest event deletes it", {
    missing_records: [LETTER],
    journal: journalOf(`${HEALTHY_JOURNAL}${deletion}\n`),
  }, []],
  ["a record that was deleted and added again", {
    missing_records: [LETTER],
    journal: journalOf(`${HEALTHY_JOURNAL}${deletion}\n${addedAgain}\n`),
  }, ["object:letter"]],
  ["nothing where a repair moved it aside", { missing_records: [LETTER], ...reported(MOVED) }, []],
  ["a record that was seen after a repair moved it aside", {
    missing_records: [gone({ seen_at: "2026-01-02T00:00:01Z" })],
    ...reported(MOVED),
  }, ["object:letter"]],
  ["a record that an undo put back", {
    missing_records: [LETTER],
    ...reported(MOVED, report("r2", "2026-01-02T00:01:00Z", "r1")),
  }, ["object:letter"]],
  ["nothing where an import that brought it was taken back", {
    missing_records: [LETTER],
    ...reported(undoneImport([LETTER.path], { created_at: SEEN })),
  }, []],
  ["a record that was seen after an import was taken back", {
    missing_records: [gone({ seen_at: "2026-01-06T00:00:00Z" })],
    ...reported(undoneImport([LETTER.path])),
  }, ["object:letter"]],
  ["a record that the undo of that brought back", {
    missing_records: [LETTER],
    ...reported(undoneImport([LETTER.path]), broughtBack()),
  }, ["object:letter"]],
  ["another record than the import that was taken back had brought", {
    missing_records: [LETTER],
    ...reported(undoneImport(["objects/object_other.json"])),
  }, ["object:letter"]],
  ["a record that a report claims, of which the journal does not tell", {
    missing_records: [LETTER],
    records: reported(MOVED).records,
  }, ["object:letter"]],
  ["a record that a report claims with the event of another", {
    missing_records: [LETTER],
    ...reported(MOVED),
    records: reported({ ...MOVED, record_id: "r9" }).records,
  }, ["object:letter"]],
  ["nothing of a folder that is a link", {
    missing_records: [LETTER],
    files: [fileEntry("objects", { type: "symlink" })],
  }, []],
];

Deno.test("no record counts as lost while a change of the store has not ended", () => {
  assertEquals(
    runCheck(lostRecordsCheck, { missing_records: [LETTER], interrupted: unfinishedChange() }),
    "A change of the store that may move records has not ended",
  );
});

for (const [name, changes, want] of cases) {
  Deno.test(`doctor finds lost: ${name}`, () => {
    const findings = runCheck(lostRecordsCheck, changes);
    assertEquals<unknown>(typeof findings === "string" ? findings : findings.map(({ target }) => target), want);
  });
}

Deno.test("a lost record is named, with its digest and when it was last seen", () => {
  const lost = gone({ kind: "event", id: "event:x", path: "events/event_x.json", lost_at: "2026-01-03T00:00:00Z" });
  assertEquals(runCheck(lostRecordsCheck, { missing_records: [lost] }), [
    found({
      id: "registry.record-lost",
      severity: "error",
      target: "event:x",
      message:
        `The file "events/event_x.json" of an integrity event is gone; it was last seen at ${SEEN}, with digest ${SHA}`,
      // Without lost_at: an acceptance lasts through the next rebuild.
      evidence: {
        file: "events/event_x.json",
        kind: "event",
        record: "event:x",
        bytes: 7,
        sha256: SHA,
        last_seen_at: SEEN,
      },
    }),
  ]);
});

Deno.test("one more lost record than are shown is told of as one", () => {
  const lost = Array.from(
    { length: 21 },
    (_, number) => gone({ id: `object:${number}`, path: `objects/${number}.json` }),
  );
  const findings = runCheck(lostRecordsCheck, { missing_records: lost });
  assertEquals(typeof findings === "string" ? [] : findings.slice(20).map(({ target, message }) => [target, message]), [
    ["checkpoint:journal", "1 more record that the inventory lists is gone"],
  ]);
});

Deno.test("many lost records are counted", () => {
  const lost = Array.from(
    { length: 30 },
    (_, number) => gone({ id: `object:${number}`, path: `objects/${number}.json` }),
  );
  const findings = runCheck(lostRecordsCheck, { missing_records: lost });
  assertEquals(typeof findings === "string" ? findings : [findings.length, findings.at(-1)?.message], [
    21,
    "10 more records that the inventory lists are gone",
  ]);
});
