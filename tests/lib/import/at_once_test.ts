import { assertEquals, assertThrows } from "@std/assert";
import { requireFewEnough } from "../../../lib/import/at_once.ts";
import { CliError } from "../../../lib/model/errors.ts";

const WRITING = { attempt: 'import bundle "b.tar"', target: "b.tar", hint: "Import it in parts" };

Deno.test("requireFewEnough() lets as many records be written at once as the limit says", () => {
  assertEquals(requireFewEnough(1_000, WRITING, 1_000), undefined);
});

Deno.test("requireFewEnough() refuses one record more, with both numbers", () => {
  const { exit, code, message, target, hint } = assertThrows(() => requireFewEnough(1_001, WRITING, 1_000), CliError);
  assertEquals({ exit, code, message, target, hint }, {
    exit: "unsupported",
    code: "over_limit",
    message: 'Cannot import bundle "b.tar": 1,001 records would be written at once, more than the limit of 1,000',
    target: "b.tar",
    hint: "Import it in parts",
  });
});
