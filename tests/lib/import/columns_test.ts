import { assertEquals, assertThrows } from "@std/assert";
import { createCells, createColumn, createListColumn, createShared } from "../../../lib/import/columns.ts";

Deno.test("createColumn() keeps every number, however many, and says 0 where there is none", () => {
  const column = createColumn();
  for (let number = 0; number < 40_000; number++) column.push(number);
  column.push(2 ** 32 - 1);
  column.set(20_000, 7);
  column.set(1_000_000, 7);
  assertEquals([column.length, column.at(0), column.at(16_384), column.at(20_000), column.at(40_000)], [
    40_001,
    0,
    16_384,
    7,
    2 ** 32 - 1,
  ]);
  assertEquals([column.at(40_001), column.at(1_000_000)], [0, 0]);
});

Deno.test("createCells() starts with 0 everywhere, and says 0 where there is none", () => {
  const cells = createCells(new Uint8Array(2));
  cells.set(1, 7);
  assertEquals([0, 1, 2, -1].map(cells.at), [0, 7, 0, 0]);
});

Deno.test("createListColumn() gives back each row's list", () => {
  const column = createListColumn();
  const lists = [[1, 2], [], [3], [], []];
  lists.forEach(column.push);
  assertEquals(lists.map((_, row) => column.at(row)), lists);
});

Deno.test("createShared() keeps one value of each key, and tells what a new one takes", () => {
  let held = 0;
  const shared = createShared<string>((bytes) => held += bytes);
  const first = shared.numberOf("a", () => "A");
  const after = held;
  assertEquals([shared.numberOf("a", () => "never"), held], [first, after]);
  assertEquals([shared.at(shared.numberOf("b", () => "B")), shared.at(first), held > after], ["B", "A", true]);
  assertThrows(() => shared.at(2), RangeError, "There is no value 2");
});
