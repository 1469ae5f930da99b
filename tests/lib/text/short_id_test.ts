import { assertEquals } from "@std/assert";
import { idsBeginning } from "../../../lib/text/short_id.ts";

const IDS = [
  "import-20260701T000000Z-a43a9f19",
  "repair-20260701T000000Z-a43b0001",
  "plan:diary-to-desk",
  "plan:diary-to-dusk",
  "urn:srcos:sync-receipt:0f3c",
];

const cases: readonly (readonly [typed: string, want: readonly string[]])[] = [
  ["import", ["import-20260701T000000Z-a43a9f19"]],
  ["a43b", ["repair-20260701T000000Z-a43b0001"]],
  ["a43", ["import-20260701T000000Z-a43a9f19", "repair-20260701T000000Z-a43b0001"]],
  ["plan:diary-to-de", ["plan:diary-to-desk"]],
  ["diary-to-du", ["plan:diary-to-dusk"]],
  ["0f3", ["urn:srcos:sync-receipt:0f3c"]],
  ["20260701", []],
  ["a4", []],
  ["", []],
];

for (const [typed, want] of cases) {
  Deno.test(`idsBeginning() of "${typed}"`, () => assertEquals(idsBeginning(typed, IDS), want));
}
