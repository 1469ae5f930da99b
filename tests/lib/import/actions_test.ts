import { assertEquals, assertThrows } from "@std/assert";
import { type ImportActions, importActions } from "../../../lib/import/actions.ts";
import { judgeOf } from "../../helpers/imports.ts";
import { recordOf, storeWith } from "../../helpers/snapshots.ts";
import type { ImportAction } from "../../../lib/model/documents/import.ts";

const DONE: Readonly<Record<string, ImportAction>> = {
  "object:a": "written",
  "object:b": "conflict",
  "object:c": "written",
  "object:d": "none",
};

function actionsOf() {
  const objects = Object.keys(DONE).map((id) => recordOf("object", { object_id: id }));
  const { records } = judgeOf(storeWith(), [], { records: { object: objects } }).classification;
  return { records, actions: importActions(records, ({ id }) => DONE[id] ?? "outside") };
}

const told = (actions: ImportActions) => Object.fromEntries([...actions].map(([{ id }, action]) => [id, action]));

Deno.test("importActions() tells of each record what is done with it, and with how many the same", () => {
  const { records, actions } = actionsOf();
  assertEquals([actions.size, told(actions)], [4, DONE]);
  assertEquals(actions.with("written").map(({ id }) => id), ["object:a", "object:c"]);
  assertEquals((["written", "conflict", "replaced"] as const).map(actions.count), [2, 1, 0]);
  assertEquals([...records].map(actions.of), Object.values(DONE));
});

Deno.test("importActions() tells nothing of a record that nobody asked about", () => {
  const { records } = actionsOf();
  const [first, ...others] = records;
  const { classification } = judgeOf(storeWith(), [], { records: { profile: [recordOf("profile")] } });
  const few = importActions(classification.records, () => "written");
  assertEquals(first === undefined ? null : few.of(first), "written");
  assertThrows(() => others.map(few.of), RangeError, "Nothing was decided of record 1");
});

Deno.test("importActions() can be had without some records, with which nothing is done then", () => {
  const { actions } = actionsOf();
  const others = actions.without(actions.with("conflict"));
  assertEquals([told(others), told(actions)], [{ ...DONE, "object:b": "none" }, DONE]);
});
