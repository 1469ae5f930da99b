import { assertEquals, assertThrows } from "@std/assert";
import { declaredOptions, type OptionReader, parseOptions, rawOptions } from "../../commands/frame/option_reader.ts";
import { readSharedOptions } from "../../commands/frame/options.ts";
import { COMMAND_DEFINITIONS } from "../../commands/tree.ts";
import { CliError } from "../../lib/model/errors.ts";

const readAll = (read: OptionReader) => ({
  whether: read.flag("--dry-run", "Change nothing"),
  kind: read.flagOrText("--print=[kind:string]", "Print"),
  file: read.text("-f, --save-to <file:string>", "Save it"),
  scopes: read.texts("--scope <scope:string>", "Inside this"),
  limit: read.integer("--limit <count:integer>", "At most"),
  timeout: read.integer("--timeout <ms:integer>", "Wait", { least: 1, most: 10 }),
  level: read.choice("--level <level:string>", "How deep", ["quick", "full"]) ?? "quick",
});

Deno.test("declaredOptions() lists what a command declares, in its order", () => {
  assertEquals(declaredOptions(readAll), [
    { flags: "--dry-run", description: "Change nothing" },
    { flags: "--print=[kind:string]", description: "Print" },
    { flags: "-f, --save-to <file:string>", description: "Save it" },
    { flags: "--scope <scope:string>", description: "Inside this", collect: true },
    { flags: "--limit <count:integer>", description: "At most" },
    { flags: "--timeout <ms:integer>", description: "Wait" },
    { flags: "--level <level:string:level>", description: "How deep", values: ["quick", "full"] },
  ]);
});

Deno.test("parseOptions() gives each option the value that was typed", () => {
  const raw = {
    dryRun: true,
    print: "plan",
    saveTo: "a.json",
    scope: ["x", "y"],
    limit: 0,
    timeout: 10,
    level: "full",
    json: true,
  };
  assertEquals(parseOptions(readAll, raw), {
    whether: true,
    kind: "plan",
    file: "a.json",
    scopes: ["x", "y"],
    limit: 0,
    timeout: 10,
    level: "full",
  });
});

const NOTHING = { whether: false, kind: false, file: null, scopes: [], limit: null, timeout: null, level: "quick" };

for (const [name, parsed] of [["nothing", {}], ["no options", null], ["other types", { dryRun: "yes", saveTo: 1 }]]) {
  Deno.test(`parseOptions() says what an option is by itself where the parser hands over ${name}`, () => {
    assertEquals<unknown>(parseOptions(readAll, rawOptions(parsed)), NOTHING);
  });
}

Deno.test("parseOptions() tells an option without its value from none", () => {
  assertEquals(parseOptions(readAll, { print: true }).kind, true);
});

const refusals: readonly (readonly [raw: object, target: string, message: string, hint: string | null])[] = [
  [{ limit: -1 }, "--limit", 'Cannot use "-1" as --limit: it is below 0', null],
  [{ timeout: 0 }, "--timeout", 'Cannot use "0" as --timeout: it is not between 1 and 10', null],
  [{ timeout: 11 }, "--timeout", 'Cannot use "11" as --timeout: it is not between 1 and 10', null],
  [
    { level: "deep" },
    "--level",
    'Cannot use "deep" as --level: it is not one of the known values',
    "Give one of quick, full",
  ],
];

for (const [raw, target, message, hint] of refusals) {
  Deno.test(`parseOptions() refuses ${JSON.stringify(raw)}`, () => {
    const error = assertThrows(() => parseOptions(readAll, rawOptions(raw)), CliError);
    assertEquals([error.exit, error.target, error.message, error.hint], ["usage", target, message, hint]);
  });
}

Deno.test("No command declares an option that every command has", () => {
  const shared = new Set(declaredOptions(readSharedOptions).map(({ flags }) => flags.split(" ")[0]));
  const own = COMMAND_DEFINITIONS.flatMap(({ options }) => options.map(({ flags }) => flags.split(" ")[0]));
  assertEquals(own.filter((flag) => shared.has(flag)), []);
});
