import { assertEquals } from "@std/assert";
import { createNameTable } from "../../../lib/journal/name_table.ts";

Deno.test("createNameTable() numbers names in the order of their first coming", () => {
  const table = createNameTable();
  const names = ["b", "__proto__", "b", "", "\ud800", "ä"];
  assertEquals(names.map((name) => table.numberOf(name)), [0, 1, 0, 2, 3, 4]);
  assertEquals(table.names, ["b", "__proto__", "", "\ud800", "ä"]);
  assertEquals([table.nameOf(1), table.nameOf(5)], ["__proto__", ""]);
});
