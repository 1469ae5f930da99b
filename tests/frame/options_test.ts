import { assertEquals } from "@std/assert";
import { parseCommonOptions } from "../../commands/frame/options.ts";

const cases: readonly (readonly [typed: Readonly<Record<string, unknown>>, progress: string])[] = [
  [{}, "auto"],
  [{ progress: "plain" }, "plain"],
  [{ quiet: true }, "never"],
  [{ quiet: true, progress: "plain" }, "plain"],
];
for (const [typed, progress] of cases) {
  Deno.test(`${JSON.stringify(typed)} asks for progress in the mode ${progress}`, () => {
    assertEquals(parseCommonOptions(typed, () => null).progress, progress);
  });
}
