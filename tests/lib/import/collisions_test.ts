/** Records of one bundle that would have the same file, and how little is held to find them. */
import { assertEquals } from "@std/assert";
import { nameCollisions } from "../../../lib/import/collisions.ts";
import { createJudgedTable } from "../../../lib/import/judged_records.ts";
import { judged } from "../../../lib/import/rules.ts";

const PLAIN = {
  place: { profileId: null, workspaceId: null },
  gone: false,
  objects: [],
  references: [],
  vouchers: null,
};

/** Which of the new objects are refused and why, beside two that are here already; and the bytes that were held for it. */
function collisionsOf(...ids: readonly string[]) {
  const table = createJudgedTable({ record: () => null }, () => {});
  table.begin("object");
  for (const id of ["object:diary", "object:letter"]) table.add({ ...PLAIN, id, judgement: judged("record.same") });
  for (const id of ids) table.add({ ...PLAIN, id, judgement: judged("record.new") });
  let held = 0;
  const found = nameCollisions(table.records, (bytes) => held += bytes);
  return { found: found.map(({ record: { id }, judgement: { rule, message } }) => [id, rule, message]), held };
}

Deno.test("nameCollisions() refuses each of those that make one name, and says which other one does", () => {
  const message = (id: string) => `"${id}" of the same bundle makes the same file name`;
  const { found } = collisionsOf("object+letter", "object:a b", "object:a1", "object:a_b");
  assertEquals(found, [
    ["object:a b", "name.collision", message("object:a_b")],
    ["object:a_b", "name.collision", message("object:a b")],
  ]);
});

Deno.test("nameCollisions() holds the paths of those alone that may make one name", () => {
  const path = "objects/object_a_b.json";
  assertEquals(collisionsOf("object:a b", "object:a_b", "object:c").held, 2 * (200 + path.length));
  assertEquals(collisionsOf("object:a", "object:b", "object:c"), { found: [], held: 0 });
});

Deno.test("nameCollisions() refuses nobody whose path has but the hash of another one's", () => {
  const { found, held } = collisionsOf("object:806929", "object:2041900");
  assertEquals([found, held > 0], [[], true]);
});
