import { assertEquals } from "@std/assert";
import { completedIds, typedKind } from "../../../lib/answers/completed_ids.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  objects: [
    "object_diary.json",
    "object_dairy-2.json",
    "recipes.json",
    "object_a_b.json",
    "object_gone_now.json",
    "x.tmp",
  ],
  actors: ["actor_ada.json"],
};
const RECORDS: Readonly<Record<string, JsonObject>> = {
  "objects/object_a_b.json": { object_id: "object:a/b" },
  "actors/actor_ada.json": { workspace_scope: ["workspace:home", "workspace:atlas"] },
};
const records = {
  namesIn: (folder: string) => NAMES[folder] ?? [],
  recordAt: (path: string) => RECORDS[path] ?? null,
  indexedObjects: () => null,
};

const cases: readonly (readonly [typed: string, kinds: readonly RecordKind[], ids: readonly string[]])[] = [
  ["", ["object"], ["object:a/b", "object:dairy-2", "object:diary", "recipes"]],
  ["object:d", ["object"], ["object:dairy-2", "object:diary"]],
  ["di", ["object"], ["diary"]],
  ["object:a/", ["object"], ["object:a/b"]],
  ["object:rec", ["object"], ["object:recipes"]],
  ["a", ["object", "actor"], ["a/b", "actor:ada"]],
  ["nothing", ["object", "actor"], []],
  ["plan", ["plan"], []],
  // No workspace has a record here, and an actor names two.
  ["workspace:", ["workspace"], ["workspace:atlas", "workspace:home"]],
  ["ho", ["workspace"], ["home"]],
];

for (const [typed, kinds, ids] of cases) {
  Deno.test(`completedIds() goes on from "${typed}" with ${kinds.join(" and ")}`, () => {
    assertEquals(completedIds(typed, kinds, records), ids);
  });
}

Deno.test("completedIds() asks the index of a large store, and lists no folder of objects then", () => {
  const indexed = ["object:diary", "object:dish", "recipes", "repair-report:r1"];
  const large = {
    ...records,
    namesIn: () => {
      throw new Error("listed");
    },
    indexedObjects: (beginning: string) => indexed.filter((id) => id.startsWith(beginning)),
  };
  assertEquals(completedIds("object:di", ["object"], large), ["object:diary", "object:dish"]);
  assertEquals(completedIds("di", ["object"], large), ["diary", "dish"]);
  assertEquals(completedIds("repair", ["object"], large), []);
  assertEquals(completedIds("object:rec", ["object"], large), ["object:recipes"]);
});

Deno.test("typedKind() is the kind in front of the colon", () => {
  assertEquals(["object:a", "sync-plan:", "object", "a:b"].map((typed) => typedKind(typed)), [
    "object",
    "plan",
    null,
    null,
  ]);
});

Deno.test("completedIds() tells a thousand of more, in the order of the folder, and reads no further", () => {
  let read = 0;
  function* namesIn() {
    for (let number = 0; number < 5000; number++) {
      read++;
      yield `object_tea-${number % 7}-${number}.json`;
    }
  }
  const ids = completedIds("object:te", ["object"], { namesIn, recordAt: () => null, indexedObjects: () => null });
  assertEquals([ids.length, read, ids[0], ids.at(-1)], [1000, 1000, "object:tea-0-0", "object:tea-6-993"]);
});
