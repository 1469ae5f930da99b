import { assertEquals } from "@std/assert";
import { countImportLines, importLines } from "../../../lib/import/lines.ts";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { judgeOf } from "../../helpers/imports.ts";
import { EVENT_LINES, healthyStore, journalOf, recordOf, RECORDS } from "../../helpers/snapshots.ts";
import { sampleEvent } from "../journal/sample.ts";

function valueOf(line: string): JsonObject {
  const parsed = parseJsonObject(line);
  if (!parsed.ok) throw new TypeError(`Not JSON: ${line}`);
  return parsed.value;
}

const LETTER = recordOf("object", { object_id: "object:letter" });
const GONE = recordOf("object", { object_id: "object:gone", state: "tombstoned" });
const ELSEWHERE = sampleEvent(9, { object_id: "object:elsewhere" });
const ADDED = sampleEvent(7, { object_id: "object:diary", producer: "actor:ada" });
const IMPORTED = sampleEvent(10, { object_id: "object:diary", payload: { import: { bundle_sha256: "x" } } });
const FIRST = sampleEvent(8, { object_id: "object:letter", producer: "actor:ada", event_type: "add" });

/** What an import appends to a journal with the first of the diary's events, where the bundle has these records. */
function linesOf(objects: readonly JsonObject[], events: readonly string[], here = EVENT_LINES.slice(0, 1)) {
  const store = healthyStore({
    records: healthyStore().records.filter(({ kind }) => kind !== "object"),
    journal: journalOf(here.map((line) => `${line}\n`).join("")),
  });
  const { state, classification } = judgeOf(store, here, { records: { object: objects }, events });
  const facts = {
    objects: [...classification.records],
    histories: state.histories,
    firstOrdinal: 20,
    at: "2026-03-01T00:00:00Z",
    actor: "actor:gate",
    registers: false,
    reportId: "r1",
    bundleSha256: "abc",
    sourceStore: "store-1",
    conflicts: 2,
  };
  const lines = [...importLines(facts, events.map((line) => ({ value: valueOf(line) })))];
  assertEquals(lines.length, countImportLines(facts));
  return lines.map(valueOf);
}

const told = ({ event_id: id, event_type: type, lane, object_id: object, producer, payload }: JsonObject) =>
  `${id} ${type} ${lane} ${object} ${producer} ${JSON.stringify(isJsonObject(payload) ? payload : null)}`;
const NOTE = '"bundle_sha256":"abc","report_id":"r1","source_store":"store-1"';

Deno.test("An import appends what is new of each history as it was, one event an object, and its own", () => {
  const diary = EVENT_LINES.slice(0, 2);
  const lines = linesOf([RECORDS.object, LETTER, GONE], [...diary, ADDED, ELSEWHERE, IMPORTED, FIRST]);
  assertEquals(lines.map(told), [
    'evt-00000020 update normal object:diary actor:ada {"title":"Diary 2026"}',
    "evt-00000021 update normal object:diary actor:ada {}",
    "evt-00000022 add normal object:letter actor:ada {}",
    `evt-00000023 add normal object:diary actor:gate {"import":{${NOTE},"source_event":"evt-00000007","events":2}}`,
    `evt-00000024 delete tombstone object:gone actor:gate {"import":{${NOTE},"source_event":null,"events":0}}`,
    `evt-00000025 add normal object:letter actor:gate {"import":{${NOTE},"source_event":"evt-00000008","events":1}}`,
    `evt-00000026 repair repair repair-report:r1 actor:gate {"report_id":"r1","kind":"import","import":{${NOTE},` +
    '"objects":3,"conflicts":2}}',
  ]);
});

Deno.test("An import appends no event of a history that went another way, nor one that is here", () => {
  const other = sampleEvent(5, { object_id: "object:diary", producer: "actor:ada", event_type: "add" });
  for (const events of [[other], EVENT_LINES.slice(0, 1)]) {
    assertEquals(linesOf([RECORDS.object], events).map((line) => line["object_id"]), [
      "object:diary",
      "repair-report:r1",
    ]);
  }
});

Deno.test("An import of nothing appends the event that tells of it", () => {
  assertEquals(linesOf([], [ELSEWHERE]).map((line) => line["object_id"]), ["repair-report:r1"]);
});
