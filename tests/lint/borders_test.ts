import { assertEquals } from "@std/assert";
import plugin from "./borders.ts";

function report(path: string, source: string): readonly string[] {
  return Deno.lint.runPlugin(plugin, path, source).map(({ message, hint }) => `${message}. ${hint ?? ""}`);
}

const EFFECT = "is an effect, and lib/ has none";

const forbiddenInLib: readonly (readonly [source: string, want: readonly string[]])[] = [
  ["Deno.readTextFileSync(path);", [`Deno ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["const { args } = Deno;", [`Deno ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["const host = { Deno };", [`Deno ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["let info: Deno.FileInfo;", [`Deno ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["let host: typeof Deno;", [`Deno ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["record[Deno];", [`Deno ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["process.exit(1);", [`process ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ['globalThis["Deno"];', [`globalThis ${EFFECT}. Name what is needed, and have it passed in`]],
  ["eval(text);", [`eval ${EFFECT}. Name what is needed, and have it passed in`]],
  ['console.log("x");', [`console ${EFFECT}. Return text, and let the host write it`]],
  ["await fetch(url);", [`fetch ${EFFECT}. Ask over commands/host/ and pass the answer in`]],
  ["items.map(fetch);", [`fetch ${EFFECT}. Ask over commands/host/ and pass the answer in`]],
  ["new WebSocket(url);", [`WebSocket ${EFFECT}. Ask over commands/host/ and pass the answer in`]],
  ["new Worker(url);", [`Worker ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ["performance.now();", [`performance ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["Temporal.Now.instant();", [`Temporal ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["crypto.randomUUID();", [`crypto ${EFFECT}. Take the hash or the id as an argument; the host makes both`]],
  ["setTimeout(done, 5);", [`setTimeout ${EFFECT}. Decide without waiting; commands/host/ may wait`]],
  ["new Date();", [`new Date() without arguments ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["new Date;", [`new Date() without arguments ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["Date();", [`Date() ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["Date.now();", [`Date.now ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ['Date["now"]();', [`Date.now ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["const clock = Date.now;", [`Date.now ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["const { now } = Date;", [`Date.now ${EFFECT}. Take the time as an argument; the host has the clock`]],
  ["Math.random();", [`Math.random ${EFFECT}. Take the number or a seed as an argument`]],
  ["const { random } = Math;", [`Math.random ${EFFECT}. Take the number or a seed as an argument`]],
  ["import.meta.url;", [
    `import.meta ${EFFECT}. Have the host pass in what depends on where the program runs`,
  ]],
  ["left.localeCompare(right);", [
    "localeCompare() depends on the locale of the machine. Use lib/text/numbers.ts or lib/text/order.ts",
  ]],
  ['import { createHash } from "node:crypto";', [
    `"node:crypto" ${EFFECT}. Do it in commands/host/ and pass the result in`,
  ]],
  ['await import("node:fs");', [`"node:fs" ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ['let stat: import("node:fs").Stats;', [`"node:fs" ${EFFECT}. Do it in commands/host/ and pass the result in`]],
  ['import type { Host } from "../../commands/host/types/host.ts";', [
    'lib/ imports "commands/host/types/host.ts", which lies outside lib/. Move what both need into lib/, or pass it in',
  ]],
  ['export * from "../../main.ts";', [
    'lib/ imports "main.ts", which lies outside lib/. Move what both need into lib/, or pass it in',
  ]],
  ['export { store } from "../../fixtures/generate_store.ts";', [
    'lib/ imports "fixtures/generate_store.ts", which lies outside lib/. Move what both need into lib/, or pass it in',
  ]],
  ['import { join } from "@std/path";', [
    'lib/ imports "@std/path", which is not known to be pure. ' +
    "Add it to PURE_PACKAGES in tests/lint/borders.ts where it has no effect, else use it in commands/host/",
  ]],
  ['import { compile } from "yaml2";', [
    'lib/ imports "yaml2", which is not known to be pure. ' +
    "Add it to PURE_PACKAGES in tests/lint/borders.ts where it has no effect, else use it in commands/host/",
  ]],
];

for (const [source, want] of forbiddenInLib) {
  Deno.test(`pure-lib reports ${source}`, () => assertEquals(report("lib/checks/a.ts", source), want));
}

const allowedInLib = [
  "new Date(0);",
  "new Date(epoch);",
  "Date.parse(text);",
  "Math.floor(1.5);",
  "options.fetch;",
  "probe.process.console;",
  "const names = { Deno: 1, crypto: 2 };",
  "interface Clock { performance: number; fetch(): void }",
  "class Probe { process = 1; }",
  "enum Kind { console }",
  'text("Deno.exit() and console.log()");',
  'import { Value } from "@sinclair/typebox/value";',
  'import { distance } from "fastest-levenshtein";',
  'import configuration from "../../deno.json" with { type: "json" };',
  'import { readManifest } from "../store/manifest.ts";',
  'export * from "./check.ts";',
  'await import("yaml");',
];

for (const source of allowedInLib) {
  Deno.test(`pure-lib allows ${source}`, () => assertEquals(report("lib/checks/a.ts", source), []));
}

const zones: readonly (readonly [path: string, source: string, want: readonly string[]])[] = [
  ["commands/status.ts", "Deno.args;", [
    "Deno is an effect, and commands/ outside commands/host/ has none. Do it in commands/host/ and pass the result in",
  ]],
  ["commands/status.ts", "console.error(1);", [
    "console is an effect, and commands/ outside commands/host/ has none. Return text, and let the host write it",
  ]],
  ["commands/status.ts", 'import "node:os";', [
    '"node:os" is an effect, and commands/ outside commands/host/ has none. Do it in commands/host/ and pass the result in',
  ]],
  ["commands/status.ts", 'import { Command } from "@cliffy/command"; import "../lib/answers/status.ts";', []],
  ["commands/host/terminal/clock.ts", 'import "node:os"; Deno.args; console.log(new Date());', []],
  ["main.ts", "if (import.meta.main) Deno.exit(await run(Deno.args));", []],
  ["main.ts", "Deno.cwd();", [
    "Deno is an effect, and main.ts has none. Do it in commands/host/ and pass the result in",
  ]],
  ["main.ts", "console.log(1);", [
    "console is an effect, and main.ts has none. Return text, and let the host write it",
  ]],
  ["tests/lib/a_test.ts", "Deno.args; console.log(Date.now());", []],
  ["fixtures/demo.ts", "Deno.args;", []],
];

for (const [path, source, want] of zones) {
  Deno.test(`pure-lib judges ${path}: ${source}`, () => assertEquals(report(path, source), want));
}

Deno.test("pure-lib knows a file by its whole path too", () => {
  const path = decodeURIComponent(new URL("../../lib/answers/status.ts", import.meta.url).pathname);
  assertEquals(report(path, "Deno.args;"), [
    `Deno ${EFFECT}. Do it in commands/host/ and pass the result in`,
  ]);
});

Deno.test("pure-lib is switched on for the whole project", async () => {
  const { default: configuration } = await import("../../deno.json", { with: { type: "json" } });
  assertEquals(configuration.lint.plugins, ["./tests/lint/borders.ts"]);
});
