import { assertEquals, assertThrows } from "@std/assert";
import { createHold } from "../../../lib/bundle/holding.ts";
import { refusalOf } from "../../../lib/bundle/refusal.ts";
import { createJudgedTable } from "../../../lib/import/judged_records.ts";
import { judged } from "../../../lib/import/rules.ts";
import { CliError } from "../../../lib/model/errors.ts";

const PLACE = { profileId: "profile:home", workspaceId: null };
const NOWHERE = { profileId: null, workspaceId: null };
const PLAIN = {
  judgement: judged("record.new"),
  place: PLACE,
  gone: false,
  objects: [],
  references: [],
  vouchers: null,
};

function tableOfTwoKinds() {
  const table = createJudgedTable({ record: () => null }, () => {});
  table.begin("actor");
  table.add({ ...PLAIN, id: "actor:a", vouchers: ["actor:gate"] });
  table.begin("object");
  table.add({ ...PLAIN, id: "object:a", references: [table.names.numberOf("actor", "actor:a")] });
  table.add({ ...PLAIN, id: "object:b", place: NOWHERE, gone: true, judgement: judged("needs.missing", "It lacks") });
  return table;
}

Deno.test("createJudgedTable() tells of each record what was said of it", () => {
  const { records } = tableOfTwoKinds();
  const told = [...records].map(({ index, kind, id, number, path, rule, message, gone, profileId, vouchers }) =>
    [index, kind, id, number, path, rule, message, gone, profileId, vouchers] as const
  );
  const isNew = "Nothing here has its id";
  assertEquals(told, [
    [0, "actor", "actor:a", 1, "actors/actor_a.json", "record.new", isNew, false, "profile:home", ["actor:gate"]],
    [1, "object", "object:a", 1, "objects/object_a.json", "record.new", isNew, false, "profile:home", null],
    [2, "object", "object:b", 2, "objects/object_b.json", "needs.missing", "It lacks", true, null, null],
  ]);
  assertEquals([...records.ofKind("object")].map(({ references }) => references), [
    [{ kind: "actor", id: "actor:a" }],
    [],
  ]);
});

Deno.test("createJudgedTable() tells of each record its own place, and the objects that it is about", () => {
  const { names, begin, add, records } = createJudgedTable({ record: () => null }, () => {});
  const places = [PLACE, PLACE, { ...PLACE, workspaceId: "workspace:house" }, NOWHERE, PLACE];
  begin("decision");
  places.forEach((place, index) =>
    add({ ...PLAIN, id: `d:${index}`, place, objects: [names.numberOf("object", `object:${index}`)] })
  );
  assertEquals(
    [...records].map(({ profileId, workspaceId, objects }) => ({ profileId, workspaceId, objects })),
    places.map((place, index) => ({ ...place, objects: [`object:${index}`] })),
  );
});

Deno.test("createJudgedTable() gives a name one number for each kind, and holds it once", () => {
  let held = 0;
  const { names } = createJudgedTable({ record: () => null }, (bytes) => held += bytes);
  const numbers = (["actor", "device", "actor"] as const).map((kind) => [names.numberOf(kind, "a:b"), held]);
  assertEquals(numbers, [[0, 153], [1, 306], [0, 306]]);
  assertEquals([names.at(0), names.at(1)], [{ kind: "actor", id: "a:b" }, { kind: "device", id: "a:b" }]);
});

Deno.test("createJudgedTable() holds of a record its id, what it names and who may bring it", () => {
  let held = 0;
  const { begin, add } = createJudgedTable({ record: () => null }, (bytes) => held += bytes);
  begin("actor");
  add({ ...PLAIN, id: "actor:a", vouchers: ["actor:gate"] });
  held = 0;
  add({ ...PLAIN, id: "actor:b", objects: [1, 2], references: [3], vouchers: ["actor:gate"] });
  assertEquals(held, 60 + "actor:b".length + 3 * 4);
  held = 0;
  add({ ...PLAIN, id: "actor:c" });
  assertEquals(held, 60 + "actor:c".length);
});

Deno.test("createJudgedTable() finds a record by its kind and id, and what was said of it since", () => {
  const { records, judge } = tableOfTwoKinds();
  judge(1, judged("name.collision"));
  assertEquals([records.count, records.find({ kind: "object", id: "object:a" })?.rule], [3, "name.collision"]);
  assertEquals(records.find({ kind: "object", id: "actor:a" }), null);
  assertEquals(records.find({ kind: "actor", id: "object:a" }), null);
  assertEquals(records.find({ kind: "schema", id: "object:a" }), null);
});

Deno.test("createJudgedTable() knows no name that it gave no number, and takes no record before its kind", () => {
  const { names, add } = createJudgedTable({ record: () => null }, () => {});
  assertThrows(() => names.at(0), RangeError, "There is no name 0");
  assertThrows(() => add({ ...PLAIN, id: "object:a" }), RangeError, "No kind was begun");
});

Deno.test("what is held of a bundle has a limit, whatever it is made of", () => {
  const limited = () => createJudgedTable({ record: () => null }, createHold(100_000, refusalOf("b")));
  const refusal = { exit: "bad_input", code: "over_limit" };
  const refused = (work: () => void) => {
    const { exit, code } = assertThrows(work, CliError);
    assertEquals({ exit, code }, refusal);
  };
  const table = limited();
  table.begin("object");
  refused(() => {
    for (let number = 0; number < 10_000; number++) table.add({ ...PLAIN, id: `object:${number}` });
  });
  const { names } = limited();
  refused(() => {
    for (let number = 0; number < 10_000; number++) names.numberOf("actor", `actor:${number}`);
  });
  const long = limited();
  long.begin("object");
  refused(() => long.add({ ...PLAIN, id: "x".repeat(100_000) }));
});
