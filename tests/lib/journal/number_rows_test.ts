import { assertEquals } from "@std/assert";
import { createNumberRows } from "../../../lib/journal/number_rows.ts";

Deno.test("createNumberRows() keeps each number of each row, however many there are", () => {
  const rows = createNumberRows(3);
  for (let row = 0; row < 5_000; row++) rows.set(row, row % 3, row + 0.5);
  rows.set(100_000, 2, Number.MAX_SAFE_INTEGER);
  assertEquals([0, 1, 2].map((field) => rows.at(4_999, field)), [0, 4_999.5, 0]);
  assertEquals([rows.at(0, 0), rows.at(100_000, 2), rows.at(100_001, 0)], [0.5, Number.MAX_SAFE_INTEGER, 0]);
});
