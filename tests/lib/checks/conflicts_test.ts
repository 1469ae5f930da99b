import { assertEquals } from "@std/assert";
import { conflictsCheck } from "../../../lib/checks/conflicts.ts";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { entryOf, HEALTHY_JOURNAL, journalOf, noJournal, RECORDS } from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

const card = RECORDS.conflict["decision_card"];
const OPEN: JsonObject = { decision_card: { ...(isJsonObject(card) ? card : {}), selected_option: null } };
const NEWEST = "2026-02-10T00:00:00Z";
const later = { journal: journalOf(HEALTHY_JOURNAL, { newest_event_at: NEWEST }) };

const conflict = (changes: JsonObject, more: Partial<StoreSnapshot> = {}) =>
  storeWithMore([entryOf("conflict", changes)], more);

const cases: [string, StoreSnapshot, readonly string[]][] = [
  ["nothing where every conflict is resolved", conflict({}), []],
  ["nothing where a blocking conflict is resolved, however old", conflict({ severity: "blocking" }, later), []],
  ["an open conflict", conflict(OPEN), ["conflicts.open conflict:diary-dates"]],
  ["an open conflict that blocks", conflict({ ...OPEN, severity: "blocking" }), [
    "conflicts.blocking conflict:diary-dates",
  ]],
  ["a conflict that has been open for 31 days", conflict({ ...OPEN, created_at: "2026-01-10T00:00:00Z" }, later), [
    "conflicts.stale conflict:diary-dates",
  ]],
  ["one of 30 days as open", conflict({ ...OPEN, created_at: "2026-01-11T00:00:00Z" }, later), [
    "conflicts.open conflict:diary-dates",
  ]],
  [
    "an old one that blocks as blocking alone",
    conflict(
      { ...OPEN, severity: "blocking", created_at: "2026-01-01T00:00:00Z" },
      later,
    ),
    ["conflicts.blocking conflict:diary-dates"],
  ],
  [
    "one as open that is old beside an event of the future alone, and young today",
    conflict({ ...OPEN, created_at: "2026-06-20T00:00:00Z" }, {
      journal: journalOf(HEALTHY_JOURNAL, { newest_event_at: "2099-01-01T00:00:00Z" }),
    }),
    ["conflicts.open conflict:diary-dates"],
  ],
  ["one whose time is none as open", conflict({ ...OPEN, created_at: "long ago" }, later), [
    "conflicts.open conflict:diary-dates",
  ]],
  ["one as open where no event tells the time", conflict(OPEN, { journal: noJournal("absent") }), [
    "conflicts.open conflict:diary-dates",
  ]],
];

for (const [name, store, want] of cases) {
  Deno.test(`conflictsCheck finds ${name}`, () => assertEquals(found(conflictsCheck, store), want));
}

const messages: readonly (readonly [name: string, changes: JsonObject, message: string])[] = [
  ["one that names no object", { object_id: null, created_at: NEWEST }, 'about object "?" waits for a decision'],
  [
    "the days of one that blocks, where they are many",
    { severity: "blocking", created_at: "2026-01-10T00:00:00Z" },
    'about object "object:diary" blocks it until somebody decides, 31 days after it was found',
  ],
  [
    "no days where they are thirty",
    { created_at: "2026-01-11T00:00:00Z" },
    'about object "object:diary" waits for a decision',
  ],
];

for (const [name, changes, message] of messages) {
  Deno.test(`conflictsCheck says of ${name}`, () => {
    const outcome = conflictsCheck.run(inputOf(conflict({ ...OPEN, ...changes }, later)));
    const said = outcome.ran ? outcome.findings.map((finding) => finding.message) : [];
    assertEquals(said, [`Conflict "conflict:diary-dates" ${message}`]);
  });
}

Deno.test("conflictsCheck says what the conflict is about and how long it waits", () => {
  const store = conflict({ ...OPEN, created_at: "2026-01-03T00:30:00Z" }, later);
  assertEquals(conflictsCheck.run(inputOf(store)), {
    ran: true,
    findings: [{
      id: "conflicts.stale",
      check: "conflicts",
      severity: "warning",
      durability: "durable",
      target: "conflict:diary-dates",
      message: 'Conflict "conflict:diary-dates" about object "object:diary" waits for a decision, ' +
        "37 days after it was found",
      evidence: {
        file: "conflicts/conflict_diary-dates.json",
        object_id: "object:diary",
        severity: "review_required",
        created_at: "2026-01-03T00:30:00Z",
        days_open: 37,
      },
      recommendation: {
        action:
          "Choose one of the options on its decision card: sourceos sync conflicts conflict:diary-dates --store /srv/state " +
          "shows both sides, and the command of each option",
        command: "sourceos sync explain conflict:diary-dates --store /srv/state",
        automatic: false,
        needs_review: true,
      },
    }],
  });
});
