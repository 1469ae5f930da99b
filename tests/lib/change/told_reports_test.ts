/** Reports that the journal tells of as they do. */
import { assertEquals } from "@std/assert";
import { journalLine } from "../../../fixtures/records.ts";
import { reportObject, toldReports } from "../../../lib/change/told_reports.ts";
import { storedReport } from "../../helpers/reports.ts";
import { journalOf } from "../../helpers/snapshots.ts";

const line = (ordinal: number, object: string) =>
  `${
    journalLine({
      ordinal,
      event_type: "repair",
      lane: "repair",
      object_id: object,
      producer: "sourceos-sync",
      created_at: "2026-01-05T00:00:00Z",
      payload: {},
    })
  }\n`;

const JOURNAL = journalOf(line(1, reportObject("r1")) + line(2, "r2") + line(3, reportObject("r3")));

const cases: readonly (readonly [name: string, id: string, event: string, isTold: boolean])[] = [
  ["the event that it names", "r1", "evt-00000001", true],
  ["another event", "r3", "evt-00000001", false],
  ["an event of an object with its bare id", "r2", "evt-00000002", false],
  ["no event", "r4", "evt-00000004", false],
];
for (const [name, id, event, isTold] of cases) {
  Deno.test(`toldReports() ${isTold ? "has" : "lacks"} a report of which the journal tells in ${name}`, () => {
    const report = storedReport({ record_id: id, event_id: event });
    assertEquals(toldReports([report], JOURNAL).has(report), isTold);
  });
}
