import { assertEquals } from "@std/assert";
import { journalLine } from "../../../fixtures/records.ts";
import { REFERENCES } from "../../../lib/checks/reference_table.ts";
import { referencesCheck } from "../../../lib/checks/references.ts";
import type { JsonValue } from "../../../lib/text/json.ts";
import { KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import {
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthyStore,
  journalOf,
  RECORDS,
  unreadableEntry,
} from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

/** A record like the healthy one with one more or other end. */
function naming(kind: RecordKind, field: string, id: string): StoreSnapshot {
  const before: JsonValue | undefined = RECORDS[kind][field];
  return storeWithMore([entryOf(kind, { [field]: Array.isArray(before) ? [...before, id] : id })]);
}

for (const { from, field, kind } of REFERENCES) {
  const target = RECORDS[from][KINDS[from].idField];
  Deno.test(`referencesCheck finds where "${field}" of a ${from} leads nowhere`, () => {
    assertEquals(found(referencesCheck, naming(from, field, "nowhere:at-all")), [`${kind.id} ${target}`]);
  });
}

for (const kind of ["schema", "profile", "actor", "object", "decision", "device"] as const) {
  Deno.test(`referencesCheck finds every end that is gone with the only ${kind}`, () => {
    const healthy = healthyStore();
    const store = { ...healthy, records: healthy.records.filter((entry) => entry.kind !== kind) };
    const expected = REFERENCES.filter(({ to, whereKept, from }) => to.includes(kind) && !whereKept && from !== kind)
      .filter(({ from, field }) =>
        [RECORDS[from][field] ?? []].flat().includes(RECORDS[kind][KINDS[kind].idField] ?? null)
      );
    assertEquals(
      found(referencesCheck, store),
      expected.map(({ kind: { id }, from }) => `${id} ${RECORDS[from][KINDS[from].idField]}`),
    );
    // A store that keeps no device misses none.
    assertEquals(expected.length > 0, kind !== "device");
  });

  Deno.test(`referencesCheck finds nothing where the only ${kind} is there and cannot be read`, () => {
    const healthy = healthyStore();
    const records = healthy.records.map((entry) =>
      entry.kind === kind ? unreadableEntry(kind, entry.file.path) : entry
    );
    assertEquals(found(referencesCheck, { ...healthy, records }), []);
  });

  Deno.test(`referencesCheck finds nothing where the registry of each ${kind} cannot be looked into`, () => {
    const healthy = healthyStore();
    const { folder } = KINDS[kind];
    const store = {
      ...healthy,
      records: healthy.records.filter((entry) => entry.kind !== kind),
      files: [fileEntry(folder, { type: "directory", problem: "permission denied" })],
    };
    assertEquals(found(referencesCheck, store), []);
  });
}

const healthy = healthyStore();
const without = (kind: RecordKind) => ({ ...healthy, records: healthy.records.filter((entry) => entry.kind !== kind) });
const lost = (id: string) =>
  journalLine({
    ordinal: 4,
    event_type: "add",
    lane: "normal",
    object_id: id,
    producer: "actor:ada",
    created_at: "2026-01-03T00:00:00Z",
    payload: {},
  });

const cases: [string, StoreSnapshot, readonly string[]][] = [
  ["nothing where no workspace has a record: it is known by being named", without("workspace"), []],
  ["nothing where an object names a device and none is registered", {
    ...without("device"),
    records: without("device").records
      .filter((entry) => entry.kind !== "conflict")
      .map((entry) => entry.kind === "object" ? entryOf("object", { device_id: "device:x" }) : entry),
  }, []],
  [
    "one end once where a list names it twice",
    storeWithMore([
      entryOf("plan", { object_ids: ["object:x", "object:x"] }),
    ]),
    ["references.plan-object sync-plan:diary-to-desk"],
  ],
  ["each of two ends of one list", storeWithMore([entryOf("plan", { object_ids: ["object:x", "object:y"] })]), [
    "references.plan-object sync-plan:diary-to-desk",
    "references.plan-object sync-plan:diary-to-desk",
  ]],
  [
    "nothing where an optional end is null",
    storeWithMore([
      entryOf("plan", { policy_decision_ref: null }),
      entryOf("decision", { object_id: null }),
    ]),
    [],
  ],
  [
    "nothing where a plan depends on a plan",
    storeWithMore([
      entryOf("plan", { plan_id: "plan:second", dependencies: ["sync-plan:diary-to-desk"] }),
    ]),
    [],
  ],
  [
    "nothing where a plan waits for an index, which is no record",
    storeWithMore([entryOf("plan", { dependencies: ["index:global", "checkpoint:latest"] })]),
    [],
  ],
  [
    "nothing in a record of a newer format",
    storeWithMore([
      entryOf("object", { schema: "sourceos.object-record/v2", schema_id: "schema:gone:v1" }),
    ]),
    [],
  ],
  ["an end by a name that every object inherits", storeWithMore([entryOf("plan", { object_ids: ["__proto__"] })]), [
    "references.plan-object sync-plan:diary-to-desk",
  ]],
  [
    "one collision where an event and a record name an id whose file holds another",
    storeWithMore([
      entryOf("object", { object_id: "object:tax 2026" }),
      entryOf("plan", { object_ids: ["object:tax/2026"] }),
    ], { journal: journalOf(`${HEALTHY_JOURNAL}${lost("object:tax/2026")}\n`) }),
    [
      "references.name-collision object:tax 2026",
    ],
  ],
  [
    "nothing of an event whose object never had a record",
    healthyStore({
      journal: journalOf(`${HEALTHY_JOURNAL}${lost("object:elsewhere")}\n`),
    }),
    [],
  ],
];

for (const [name, store, want] of cases) {
  Deno.test(`referencesCheck finds ${name}`, () => assertEquals(found(referencesCheck, store), want));
}

Deno.test("referencesCheck names both sides of a dangling end", () => {
  assertEquals(referencesCheck.run(inputOf(naming("object", "schema_id", "schema:gone:v1"))), {
    ran: true,
    findings: [{
      id: "references.object-schema",
      check: "references",
      severity: "error",
      durability: "durable",
      target: "object:diary",
      message: 'Object "object:diary" names "schema:gone:v1" in "schema_id", and the store has no such schema',
      evidence: {
        file: "objects/object_diary.json",
        field: "schema_id",
        missing: "schema:gone:v1",
        searched: ["schemas"],
      },
      recommendation: {
        action:
          "Bring the missing record back from a bundle (sourceos sync import BUNDLE --store /srv/state), from what a repair kept " +
          "(sourceos sync repair reports --store /srv/state), from a backup or from another device, or have an owner name " +
          "another one",
        command: "sourceos sync explain object:diary --store /srv/state",
        automatic: false,
        needs_review: true,
      },
    }],
  });
});

Deno.test("referencesCheck says of a collision which event names what is lost, where no record does", () => {
  const store = storeWithMore([entryOf("object", { object_id: "object:tax 2026" })], {
    journal: journalOf(`${HEALTHY_JOURNAL}${lost("object:tax/2026")}\n`),
  });
  const outcome = referencesCheck.run(inputOf(store));
  assertEquals(outcome.ran && outcome.findings.map(({ evidence }) => evidence), [{
    file: "objects/object_tax_2026.json",
    lost: "object:tax/2026",
    named_by: "event:evt-00000004",
    field: "object_id",
    named_times: 1,
  }]);
});

Deno.test("referencesCheck says of a collision who lies there, what is lost, and how often it is named", () => {
  const store = storeWithMore([
    entryOf("object", { object_id: "object:tax 2026" }),
    entryOf("plan", { object_ids: ["object:tax/2026"] }),
  ], { journal: journalOf(`${HEALTHY_JOURNAL}${lost("object:tax/2026")}\n`) });
  const outcome = referencesCheck.run(inputOf(store));
  assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), [{
    message: 'Object "object:tax 2026" lies in the file that the record of "object:tax/2026" would have, ' +
      "and that one is not there",
    evidence: {
      file: "objects/object_tax_2026.json",
      lost: "object:tax/2026",
      named_by: "plans/sync-plan_diary-to-desk.json",
      field: "object_ids",
      named_times: 2,
    },
  }]);
});
