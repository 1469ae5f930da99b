import { assertEquals } from "@std/assert";
import { schemasCheck } from "../../../lib/checks/schemas.ts";
import type { Finding } from "../../../lib/model/documents/health.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { entryOf, unreadableEntry } from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

type Changes = Parameters<typeof entryOf>[1];

/** A schema of notes in that version. */
const note = (version: string, changes: Changes = {}) =>
  entryOf("schema", { schema_id: `schema:note:${version}`, schema_version: version, ...changes });
const object = (id: string, changes: Changes = {}) => entryOf("object", { object_id: `object:${id}`, ...changes });
const broken = unreadableEntry("schema", "schemas/torn.json");
const title = { required_fields: ["object_id", "title"] };

const cases: [string, readonly RecordEntry[], readonly string[]][] = [
  ["nothing where every object has its schema", [object("a"), object("b")], []],
  ["an object of a version that no schema describes", [object("a", { schema_version: "v9" })], [
    "schemas.object-version object:a",
  ]],
  ["nothing where another schema of the type describes the version", [
    note("v2"),
    object("diary", { schema_version: "v2" }),
  ], []],
  ["nothing where a schema of another type governs the object in its version", [
    entryOf("schema", { object_type: "source_object" }),
  ], []],
  ["nothing where the schema is not there, which is a dangling end", [object("a", { schema_id: "schema:x" })], []],
  ["nothing where the version's schema may be the one that cannot be read", [
    object("a", { schema_version: "v9" }),
    broken,
  ], []],
  ["an object that lacks a required field", [note("v1", title), object("diary", { title: "Diary" }), object("a")], [
    "schemas.object-fields object:a",
  ]],
  ["nothing where the field is there and null", [note("v1", title), object("diary", { title: null })], []],
  ["the fields of the version that the object follows", [
    note("v2", title),
    object("diary", { schema_version: "v2" }),
  ], ["schemas.object-fields object:diary"]],
  ["nothing where a tombstone gave up its fields", [
    note("v1", title),
    object("diary", { state: "tombstoned" }),
    object("a", { state: "deleted" }),
  ], []],
  [
    "nothing where the contract of every object asks for the field too",
    [object("diary", { profile_id: undefined })],
    [],
  ],
  ["a second schema for one type and version that fewer objects follow", [
    note("v1", { schema_id: "schema:another-note:v1" }),
  ], ["schemas.duplicate-version schema:another-note:v1"]],
  ["nothing where two files hold one schema", [
    { ...note("v1"), file: { ...note("v1").file, path: "schemas/copy.json" } },
  ], []],
  ["a gap that objects have to cross", [note("v3")], ["schemas.migration-gap schema:note:v3"]],
  ["nothing where versions follow each other", [note("v2"), note("v3")], []],
  ["nothing where no object follows the older version", [note("v3"), object("diary", { schema_version: "v3" })], []],
  ["only the gap that objects have to cross", [
    note("v3"),
    note("v6"),
    object("diary", { schema_version: "v3" }),
  ], ["schemas.migration-gap schema:note:v6"]],
  ["nothing where the missing version may be the one that cannot be read", [note("v3"), broken], []],
  ["nothing where versions are no numbers", [note("2026-01"), note("2026-07")], []],
  ["objects of one type that follow two versions, and nothing that migrates them", [
    note("v2"),
    object("a", { schema_id: "schema:note:v2", schema_version: "v2" }),
  ], ["schemas.half-migrated schema:note:v2"]],
  ["objects of an unknown type once", [
    object("a", { object_type: "hologram" }),
    object("b", { object_type: "hologram" }),
  ], ["schemas.unknown-object-type object:a"]],
  ["each unknown type", [object("a", { object_type: "hologram" }), object("b", { object_type: "__proto__" })], [
    "schemas.unknown-object-type object:a",
    "schemas.unknown-object-type object:b",
  ]],
];

for (const [name, entries, want] of cases) {
  Deno.test(`schemasCheck finds ${name}`, () => assertEquals(found(schemasCheck, storeWithMore(entries)), want));
}

const told: [string, readonly RecordEntry[], Pick<Finding, "message" | "evidence">[]][] = [
  ["the fields that are absent and who asks for them", [note("v1", title)], [{
    message: 'Object "object:diary" lacks "title", which schema "schema:note:v1" requires',
    evidence: { file: "objects/object_diary.json", fields: ["title"], schema: "schemas/schema_note_v1.json" },
  }]],
  ["at a gap how many objects wait, where several do", [note("v3"), object("a")], [{
    message: 'Schema "schema:note:v3" follows schema "schema:note:v1", without v2 between: ' +
      '2 objects of type "note" cannot be migrated step by step',
    evidence: {
      file: "schemas/schema_note_v3.json",
      older: "schemas/schema_note_v1.json",
      missing: "v2",
      object_type: "note",
      objects: 2,
    },
  }]],
  ["the file of the schema before a gap that has no id", [note("v2", { schema_id: undefined }), note("v4")], [{
    message: 'Schema "schema:note:v4" follows schema "schemas/nameless.json", without v3 between: ' +
      '1 object of type "note" cannot be migrated step by step',
    evidence: {
      file: "schemas/schema_note_v4.json",
      older: "schemas/nameless.json",
      missing: "v3",
      object_type: "note",
      objects: 1,
    },
  }]],
  ["what a gap lacks, and how many objects wait at it", [note("v5")], [{
    message: 'Schema "schema:note:v5" follows schema "schema:note:v1", without v2 to v4 between: ' +
      '1 object of type "note" cannot be migrated step by step',
    evidence: {
      file: "schemas/schema_note_v5.json",
      older: "schemas/schema_note_v1.json",
      missing: "v2 to v4",
      object_type: "note",
      objects: 1,
    },
  }]],
  ["which object of an unknown type has no id", [object("a", { object_id: undefined, object_type: "hologram" })], [{
    message: 'An object is of unknown type "hologram", "objects/nameless.json"',
    evidence: { file: "objects/nameless.json", object_type: "hologram", objects: 1 },
  }]],
  ["what two schemas both govern", [note("v1", { schema_id: "schema:another-note:v1" })], [{
    message: 'Schema "schema:another-note:v1" governs type "note" in version "v1", and so does "schema:note:v1"',
    evidence: {
      file: "schemas/schema_another-note_v1.json",
      other: "schemas/schema_note_v1.json",
      object_type: "note",
      schema_version: "v1",
    },
  }]],
  ["which version an object is of, and which its schema describes", [object("diary", { schema_version: "v9" })], [{
    message: 'Object "object:diary" is of version "v9", and schema "schema:note:v1" describes version "v1"',
    evidence: {
      file: "objects/object_diary.json",
      schema: "schemas/schema_note_v1.json",
      schema_version: "v9",
    },
  }]],
  ["how many objects are of an unknown type", [
    object("a", { object_type: "hologram" }),
    object("b", { object_type: "hologram" }),
  ], [{
    message: '2 objects are of unknown type "hologram", the first "object:a"',
    evidence: { file: "objects/object_a.json", object_type: "hologram", objects: 2 },
  }]],
];

for (const [name, entries, want] of told) {
  Deno.test(`schemasCheck tells ${name}`, () => {
    const outcome = schemasCheck.run(inputOf(storeWithMore(entries)));
    assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), want);
  });
}

Deno.test("schemasCheck tells how many objects follow each version, unless the journal migrates something", () => {
  const entries = [note("v2"), object("a", { schema_id: "schema:note:v2", schema_version: "v2" })];
  const store = storeWithMore(entries);
  const lane = { lane: "migration", events: 1, unapplied: 0, by_type: {}, last_event_id: null, last_event_at: null };
  const [told] = findingsOf(store);
  assertEquals([told?.message, told?.severity, told?.evidence["versions"]], [
    'Objects of type "note" are half migrated: 1 of version "v1", 1 of version "v2"',
    "info",
    { v1: 1, v2: 1 },
  ]);
  const withLane = (events: number) => ({
    ...store,
    journal: { ...store.journal, lanes: [...store.journal.lanes, { ...lane, events }] },
  });
  assertEquals(findingsOf(withLane(0)), findingsOf(store));
  assertEquals(findingsOf(withLane(1)), []);
});

function findingsOf(store: StoreSnapshot): readonly Finding[] {
  const outcome = schemasCheck.run(inputOf(store));
  return outcome.ran ? outcome.findings : [];
}
