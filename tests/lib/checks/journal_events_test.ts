import { assertEquals } from "@std/assert";
import { type EventFields, journalLine } from "../../../fixtures/records.ts";
import { disagreeingObjects, journalEventsCheck } from "../../../lib/checks/journal_events.ts";
import { lookupOf } from "../../../lib/store/lookup.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import {
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthyStore,
  journalOf,
  noJournal,
  recordEntry,
  unreadableEntry,
} from "../../helpers/snapshots.ts";
import { undoneImport } from "../../helpers/reports.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

/** The healthy journal with more events, by Ada about her diary unless told otherwise. */
function history(...events: readonly Partial<EventFields>[]) {
  const lines = events.map((event, index) =>
    journalLine({
      ordinal: 4 + index,
      event_type: "update",
      lane: "normal",
      object_id: "object:diary",
      producer: "actor:ada",
      created_at: "2026-01-03T00:00:00Z",
      payload: {},
      ...event,
    })
  );
  return { journal: journalOf(`${HEALTHY_JOURNAL}${lines.map((line) => `${line}\n`).join("")}`) };
}

const deleted = history({ event_type: "delete" });
const LOST = {
  kind: "object",
  id: "object:x",
  path: "objects/object_x.json",
  bytes: 2,
  sha256: "5a".repeat(32),
  seen_at: "2026-01-02T00:00:00Z",
  lost_at: null,
} as const;
const says = (content_hash: string) => ({ payload: { content_hash } });
const withHash = (content_hash: string | null, ...events: readonly Partial<EventFields>[]) =>
  storeWithMore([entryOf("object", { content_hash })], history(...events));
const diary = (changes: Parameters<typeof entryOf>[1]) => [entryOf("object", changes)];
const nobody = { producer: "actor:nobody" };

function storeWithout(kind: RecordEntry["kind"], changes: Partial<StoreSnapshot>): StoreSnapshot {
  const store = healthyStore(changes);
  return { ...store, records: store.records.filter((entry) => entry.kind !== kind) };
}

/** With the undo of an import, which took actor:nobody and object:x away after the first of these events. */
function withUndone(first: Partial<EventFields>, ...later: readonly Partial<EventFields>[]): StoreSnapshot {
  const report = undoneImport(["actors/actor_nobody.json", "objects/object_x.json"], { event_id: "evt-00000005" });
  const undone = { event_type: "repair", lane: "repair", object_id: "repair-report:r2", producer: "sourceos-sync" };
  return storeWithMore([
    recordEntry("report", { ...report }, { file: fileEntry("repair-reports/r2.json") }),
  ], history(first, undone, ...later));
}

const cases: [string, StoreSnapshot, readonly string[]][] = [
  ["nothing where history and records agree", healthyStore(), []],
  ["a producer that is no actor once, however often it wrote", healthyStore(history(nobody, nobody)), [
    "journal.unknown-producer event:evt-00000005",
  ]],
  ["each of several such producers", healthyStore(history(nobody, { producer: "agent-one" })), [
    "journal.unknown-producer event:evt-00000004",
    "journal.unknown-producer event:evt-00000005",
  ]],
  [
    "the daemon's tools once each, as housekeeping",
    healthyStore(
      history({ producer: "manual" }, { producer: "manual" }, { producer: "sourceos-syncd" }, {
        producer: "policy-fabric",
      }),
    ),
    [
      "journal.tool-producer event:evt-00000005",
      "journal.tool-producer event:evt-00000007",
      "journal.tool-producer event:evt-00000006",
    ],
  ],
  ["the daemon's tool too where no actor was ever registered", storeWithout("actor", history({ producer: "manual" })), [
    "journal.tool-producer event:evt-00000004",
  ]],
  [
    "nothing where an actor is registered under the name of a tool",
    storeWithMore([entryOf("actor", { actor_id: "manual" })], history({ producer: "manual" })),
    [],
  ],
  ["nothing of an object that was written to while the store was read", {
    ...healthyStore(deleted),
    moving_objects: ["object:diary"],
  }, []],
  ["an object's deletion while another one was written to", {
    ...healthyStore(deleted),
    moving_objects: ["object:recipes"],
  }, ["journal.delete-without-tombstone object:diary"]],
  ["nothing of an actor that went with the undo of an import", withUndone(nobody), []],
  ["an actor that has acted since it went with the undo of an import", withUndone(nobody, nobody), [
    "journal.unknown-producer event:evt-00000006",
  ]],
  [
    "nothing of a deleted object that went with the undo of an import",
    withUndone({ event_type: "delete", object_id: "object:x" }),
    [],
  ],
  ["nothing where no actor was ever registered", storeWithout("actor", history(nobody)), []],
  ["nothing where the producer is a registered device", healthyStore(history({ producer: "device:desk" })), []],
  [
    "nothing of what this tool appends of its own repairs",
    healthyStore(
      history({
        event_type: "repair",
        lane: "repair",
        object_id: "repair-report:repair-0001",
        producer: "sourceos-sync",
      }),
    ),
    [],
  ],
  [
    "nothing where the producer's record cannot be read",
    storeWithMore(
      [unreadableEntry("actor", "actors/actor_nobody.json")],
      history(nobody),
    ),
    [],
  ],
  ["another content hash than the newest update says", withHash("sha256:a1", says("sha256:b2")), [
    "journal.content-hash object:diary",
  ]],
  ["nothing of the hash of an object that was written to while the store was read", {
    ...withHash("sha256:a1", says("sha256:b2")),
    moving_objects: ["object:diary"],
  }, []],
  ["nothing where it is the same", withHash("sha256:a1", says("sha256:b2"), says("SHA256:A1")), []],
  ["nothing where the newest update says none", withHash("sha256:a1", says("sha256:b2"), {}), []],
  ["another hash though another event came since", withHash("sha256:a1", says("sha256:b2"), { event_type: "policy" }), [
    "journal.content-hash object:diary",
  ]],
  ["nothing where the record says none", withHash(null, says("sha256:b2")), []],
  ["nothing where the algorithms differ", withHash("blake3:a1", says("sha256:b2")), []],
  [
    "nothing where the object came back with another content",
    withHash("sha256:a1", says("sha256:b2"), { event_type: "delete" }, { event_type: "add" }),
    [],
  ],
  [
    "another hash than the update that an import brought",
    withHash("sha256:a1", says("sha256:b2"), { payload: { import: { bundle_sha256: "5a", events: 1 } } }),
    ["journal.content-hash object:diary"],
  ],
  ["a deleted object whose record is active", healthyStore(deleted), [
    "journal.delete-without-tombstone object:diary",
  ]],
  ["a deleted object whose record is conflicted", storeWithMore(diary({ state: "conflicted" }), deleted), [
    "journal.delete-without-tombstone object:diary",
  ]],
  ["nothing where the deleted object left a tombstone", storeWithMore(diary({ state: "tombstoned" }), deleted), []],
  ["nothing where the deleted object says that it is deleted", storeWithMore(diary({ state: "deleted" }), deleted), []],
  ["nothing where the deleted object is in quarantine", storeWithMore(diary({ state: "quarantined" }), deleted), []],
  ["nothing where the object came back", healthyStore(history({ event_type: "delete" }, { event_type: "add" })), []],
  ["a deleted object without a record", healthyStore(history({ event_type: "delete", object_id: "object:x" })), [
    "journal.deleted-without-record object:x",
  ]],
  ["nothing where the store keeps no objects at all", storeWithout("object", deleted), []],
  [
    "nothing where the deleted object's record cannot be read",
    storeWithMore(
      [unreadableEntry("object", "objects/object_x.json")],
      history({ event_type: "delete", object_id: "object:x" }),
    ),
    [],
  ],
  [
    "nothing where the daemon made the object's id up",
    healthyStore(
      history({ event_type: "delete", object_id: "object-evt-00000004" }),
    ),
    [],
  ],
  ["an object without a record where others have one", healthyStore(history({ object_id: "object:x" })), [
    "journal.object-record-missing object:x",
  ]],
  [
    "nothing more of an object whose record is told of as lost",
    { ...healthyStore(history({ object_id: "object:x" })), missing_records: [LOST] },
    [],
  ],
  [
    "an object without a record though a record of another kind with its id is told of as lost",
    {
      ...healthyStore(history({ object_id: "object:x" })),
      missing_records: [{ ...LOST, kind: "device", path: "devices/object_x.json" }],
    },
    ["journal.object-record-missing object:x"],
  ],
  [
    "all such objects at once",
    healthyStore(history({ object_id: "object:x" }, { object_id: "object:y" }, { object_id: "object:x" })),
    ["journal.object-record-missing objects"],
  ],
  ["nothing of one that was written to while the store was read", {
    ...healthyStore(history({ object_id: "object:x" })),
    moving_objects: ["object:x"],
  }, []],
  ["objects without records where only other registries have some", storeWithout("object", {}), [
    "journal.no-object-records object:diary",
  ]],
  ["objects without records where one other registry has some", healthyStore({ records: [entryOf("actor")] }), [
    "journal.no-object-records object:diary",
  ]],
  ["objects without records where only content sync has some", healthyStore({ records: [entryOf("receipt")] }), [
    "journal.objects-without-records object:diary",
  ]],
  ["objects without records where nothing has one", healthyStore({ records: [] }), [
    "journal.objects-without-records object:diary",
  ]],
  ["nothing where an event is about a record of another kind", healthyStore(history({ object_id: "device:desk" })), []],
  [
    "nothing where the daemon made the id of a live object up",
    healthyStore(history({ object_id: "object-evt-00000004" })),
    [],
  ],
  [
    "nothing where the newest event says nothing of it",
    healthyStore(history({ object_id: "x", event_type: "policy" })),
    [],
  ],
  [
    "nothing where the record of the live object cannot be read",
    storeWithMore([unreadableEntry("object", "objects/object_x.json")], history({ object_id: "object:x" })),
    [],
  ],
  ["nothing where the folder of the objects is gone, which is told by itself", {
    ...storeWithout("object", {}),
    folders: healthyStore().folders.filter(({ path }) => path !== "objects"),
  }, []],
  [
    "a held object that was deleted once, though its record is active",
    storeWithMore(
      diary({ retention_class: "legal_hold" }),
      deleted,
    ),
    ["journal.held-object-deleted object:diary"],
  ],
  [
    "a held object whose record is a tombstone",
    storeWithMore(
      diary({ retention_class: "legal_hold", state: "tombstoned" }),
    ),
    ["journal.held-object-deleted object:diary"],
  ],
  [
    "nothing where a retained object was deleted",
    storeWithMore(
      diary({ retention_class: "retained", state: "tombstoned" }),
      deleted,
    ),
    [],
  ],
  [
    "nothing of the hash of a tombstone, of which nobody can tell whether its object was deleted",
    storeWithMore(
      diary({ state: "tombstoned", content_hash: "sha256:a1" }),
      history(says("sha256:b2"), { event_type: "policy" }),
    ),
    [],
  ],
  [
    "a tombstone that the journal added again",
    storeWithMore(diary({ state: "tombstoned" }), history({ event_type: "delete" }, { event_type: "add" })),
    ["journal.tombstone-without-delete object:diary"],
  ],
  ["a tombstone that the journal never deleted", storeWithMore(diary({ state: "tombstoned" })), [
    "journal.tombstone-without-delete object:diary",
  ]],
  [
    "nothing where the newest event leaves open whether it was deleted",
    storeWithMore(
      diary({ state: "tombstoned" }),
      history({ event_type: "policy" }),
    ),
    [],
  ],
  [
    "nothing where the journal has no event of the tombstone",
    storeWithMore([
      entryOf("object", { object_id: "object:old", state: "tombstoned" }),
    ]),
    [],
  ],
];

for (const [name, store, want] of cases) {
  Deno.test(`journalEventsCheck finds ${name}`, () => assertEquals(found(journalEventsCheck, store), want));
}

Deno.test("journalEventsCheck counts a producer's events and names the first and the last", () => {
  const outcome = journalEventsCheck.run(inputOf(healthyStore(history(nobody, nobody))));
  assertEquals(outcome.ran && outcome.findings, [{
    id: "journal.unknown-producer",
    check: "journal.events",
    severity: "warning",
    durability: "durable",
    target: "event:evt-00000005",
    message: 'Producer "actor:nobody" of 2 events, the last of them "evt-00000005", is no registered actor',
    evidence: {
      file: "journal.jsonl",
      producer: "actor:nobody",
      events: 2,
      first_event_id: "evt-00000004",
      last_event_id: "evt-00000005",
    },
    recommendation: {
      action: "Register the actor, or find out who writes to the journal in that name",
      command: "sourceos sync actors --store /srv/state",
      automatic: false,
      needs_review: true,
    },
  }]);
});

Deno.test("journalEventsCheck says of a disagreement where both sides stand", () => {
  const outcome = journalEventsCheck.run(inputOf(healthyStore(deleted)));
  assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), [{
    message: 'The journal deleted object "object:diary", and its record is active',
    evidence: {
      file: "objects/object_diary.json",
      journal: "journal.jsonl",
      line: 4,
      offset: new TextEncoder().encode(HEALTHY_JOURNAL).length,
      event_id: "evt-00000004",
      event_type: "delete",
      last_producer: "actor:ada",
      state: "active",
    },
  }]);
});

Deno.test("journalEventsCheck says of a record without a history what it says itself", () => {
  const record = { object_id: undefined, retention_class: "legal_hold", state: "tombstoned" };
  const entry = { ...entryOf("object", record), file: fileEntry("objects/held.json") };
  const outcome = journalEventsCheck.run(inputOf(storeWithMore([entry])));
  assertEquals(
    outcome.ran && outcome.findings.map(({ target, message, evidence }) => ({ target, message, evidence })),
    [{
      target: "object:objects/held.json",
      message: 'Object "objects/held.json" is under legal hold, and is tombstoned',
      evidence: { file: "objects/held.json", journal: null, state: "tombstoned" },
    }],
  );
});

const told: readonly (readonly [store: StoreSnapshot, message: string])[] = [
  [
    healthyStore(history({ producer: "manual" })),
    '1 event, the last of them "evt-00000004", was written by the daemon\'s tool "manual"',
  ],
  [
    healthyStore(history({ producer: "manual" }, { producer: "manual" })),
    '2 events, the last of them "evt-00000005", were written by the daemon\'s tool "manual"',
  ],
  [
    storeWithMore(diary({ retention_class: "legal_hold" }), deleted),
    'Object "object:diary" is under legal hold, and was deleted',
  ],
  [
    healthyStore(history({ object_id: "object:x" })),
    'Object "object:x", which the journal keeps alive, has no record',
  ],
];

for (const [store, message] of told) {
  Deno.test(`journalEventsCheck says: ${message}`, () => {
    const outcome = journalEventsCheck.run(inputOf(store));
    assertEquals(outcome.ran && outcome.findings.map((finding) => finding.message), [message]);
  });
}

Deno.test("journalEventsCheck names the first five objects without a record, and counts all", () => {
  const ids = ["a", "b", "c", "d", "e", "f"].map((name) => `object:${name}`);
  const outcome = journalEventsCheck.run(inputOf(healthyStore(history(...ids.map((id) => ({ object_id: id }))))));
  assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), [{
    message: '6 objects that the journal keeps alive have no record, the first "object:a"',
    evidence: {
      file: "journal.jsonl",
      line: 4,
      offset: new TextEncoder().encode(HEALTHY_JOURNAL).length,
      event_id: "evt-00000004",
      total: 6,
      objects: ids.slice(0, 5),
    },
  }]);
});

Deno.test("Objects without a record are known from the journal alone where there are but repair reports", () => {
  const store = healthyStore({ records: [entryOf("report")] });
  assertEquals(found(journalEventsCheck, store), ["journal.objects-without-records object:diary"]);
});

const HELD = {
  ...entryOf("object", { object_id: undefined, retention_class: "legal_hold", state: "tombstoned" }),
  file: fileEntry("objects/held.json"),
};
const steps: readonly (readonly [name: string, store: StoreSnapshot, want: readonly string[]])[] = [
  ["none where history and records agree", healthyStore(), []],
  ["a deleted object whose record is active", healthyStore(deleted), ["objects/object_diary.json"]],
  ["a tombstone of a living object", storeWithMore(diary({ state: "tombstoned" })), ["objects/object_diary.json"]],
  ["none that is a tombstone and was deleted", storeWithMore(diary({ state: "tombstoned" }), deleted), []],
  [
    "a held one that is gone and has neither id nor history",
    storeWithMore([HELD]),
    ["objects/held.json"],
  ],
  [
    "none of another kind, and none that cannot be read",
    storeWithMore([
      entryOf("device", { device_id: "object:diary", state: "active" }),
      unreadableEntry("object", "objects/object_diary.json"),
    ], deleted),
    [],
  ],
  ["none where the journal cannot be read", storeWithMore([HELD], { journal: noJournal("unreadable") }), []],
  ["none of which the journal knows nothing", storeWithMore([entryOf("object", { object_id: "object:new" })]), []],
];

for (const [name, store, want] of steps) {
  Deno.test(`Out of step with the journal is ${name}`, () => {
    assertEquals(disagreeingObjects(store, lookupOf(store, buildCatalog(store))).map(({ file }) => file.path), want);
  });
}
