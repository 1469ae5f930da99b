import { assertEquals } from "@std/assert";
import { schemaKey, weakness } from "../../../lib/import/schema_strength.ts";
import { recordOf } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof recordOf>[1]>;

const cases: readonly (readonly [name: string, brought: Changes, here: Changes, want: string | null])[] = [
  ["the same", {}, {}, null],
  ["one that requires more", { required_fields: ["object_id", "profile_id", "title"] }, {}, null],
  ["one that requires less", { required_fields: ["object_id"] }, {}, 'it does not require "profile_id"'],
  [
    "one that gives a field to somebody",
    { field_owners: { object_id: "sourceos-syncd", title: "notes-app", a: "b" } },
    {},
    null,
  ],
  [
    "one that gives a field to somebody else",
    { field_owners: { object_id: "mail-app", title: "notes-app" } },
    {},
    [
      'it takes "object_id" from its owner',
    ].join(""),
  ],
  ["one without owners", { field_owners: undefined }, {}, 'it takes "object_id" from its owner'],
  ["one whose owners are no fields", { field_owners: "all" }, {}, 'it takes "object_id" from its owner'],
  ["any, where what is here names no owners", {}, { field_owners: undefined }, null],
  ["one that lets less be seen", { sync_visibility: "profile" }, {}, null],
  ["one that lets more be seen", { sync_visibility: "org" }, {}, "it lets more be seen"],
  [
    "one that lets something be seen where nothing is said here",
    {},
    { sync_visibility: undefined },
    "it lets more be seen",
  ],
  ["one that keeps for longer", { retention_class: "retained" }, {}, null],
  ["one that keeps for a shorter time", { retention_class: "ephemeral" }, {}, "it keeps for a shorter time"],
  ["one that keeps for no known time", { retention_class: undefined }, {}, "it keeps for a shorter time"],
  ["one that migrates otherwise", { migration_policy: "none" }, {}, "its migration_policy is another one"],
  ["one that settles conflicts otherwise", { conflict_policy: "none" }, {}, "its conflict_policy is another one"],
  ["one that deletes otherwise", { tombstone_policy: undefined }, {}, "its tombstone_policy is another one"],
];

for (const [name, brought, here, want] of cases) {
  Deno.test(`How a schema is weaker than the one here: ${name}`, () => {
    assertEquals(weakness(recordOf("schema", brought), recordOf("schema", here)), want);
  });
}

Deno.test("Schemas of one object type and version stand for each other", () => {
  const keys = [{}, { schema_id: "schema:x" }, { object_type: "task" }, { schema_version: "v2" }]
    .map((changes) => schemaKey(recordOf("schema", changes)));
  assertEquals([keys[1] === keys[0], new Set(keys).size], [true, 3]);
});
