/** Every command in every format on every sort of store: one valid document, the same exit code, no steering of terminals. */
import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { mapConcurrently, programTest, runProgram, type RunResult } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { type CommandCase, COMMANDS } from "../helpers/commands.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { withoutBuild } from "../helpers/build.ts";
import { type Format, FORMATS, readDocument, readLines } from "../helpers/machine_documents.ts";

type Sort = keyof CommandCase["exit"];

const STORES: readonly (readonly [name: string, sort: Sort, files: StoreFiles | null])[] = [
  ["a sound store", "healthy", HEALTHY],
  ["a faulty store", "faulty", FAULTY],
  ["an empty folder", "missing", new Map([[".", { kind: "directory" }]])],
  ["an absent folder", "missing", null],
];

/** Line ends are the only control characters that a person's output may hold. */
function controls(text: string): readonly string[] {
  return text.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}\u2028\u2029]/gu) ?? [];
}

type Results = Readonly<Partial<Record<Format, RunResult>>>;

async function assertAnswers(command: string, results: Results, exit: number): Promise<void> {
  const all = Object.values(results);
  const { table, json, ndjson, yaml } = results;
  if (table === undefined || json === undefined) throw new Error("A format was not run");
  assertEquals(all.map(({ code }) => code), all.map(() => exit));
  for (const { stdout, stderr } of all) assertEquals(controls(stdout + stderr), []);
  // Diagnostics are the same whatever stdout carries.
  assertEquals(all.map(({ stderr }) => stderr), all.map(() => table.stderr));
  const document = await readDocument(json, command);
  const failed = document.errors.length > 0;
  if (yaml !== undefined) assertEquals(await readDocument(yaml, command, "yaml"), document);
  if (ndjson !== undefined) {
    const { document: line, records } = await readLines(ndjson, command);
    if (failed || records === null) assertEquals(line, document);
  }
  for (const human of [table, results.wide ?? table]) {
    if (document.data !== null) assertNotEquals(human.stdout, "");
    else assertEquals(human.stdout, "");
    if (failed) assertMatch(human.stderr, /^error: [A-Z][^]*[^.]\n/);
  }
}

/** Runs in each of the formats, the options of the format behind the command. */
async function runFormats(args: readonly string[], formats: readonly Format[]): Promise<Results> {
  const results: [Format, RunResult][] = [];
  for (const format of formats) {
    results.push([format, await runInProcess([...args.slice(0, 2), "-o", format, ...args.slice(2)])]);
  }
  return Object.fromEntries(results);
}

for (const [name, sort, files] of STORES) {
  // Where there is no store every command ends the same way, so that one command in every format says enough.
  const formats = (command: string) =>
    sort !== "missing" || command === "sync status" ? FORMATS : ["table", "json", "ndjson"] as const;
  for (const { name: words, command, args, exit } of COMMANDS) {
    Deno.test(`${words} on ${name} answers in every format`, () =>
      withFolder(async (folder) => {
        const root = join(folder, "store");
        if (files !== null) writeStore(files, root);
        const results = await runFormats([...args, "--store", root], formats(command));
        await assertAnswers(command, results, exit[sort]);
      }));
  }
}

const USAGE_ERRORS: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ["an unknown command", "sync", ["sync", "bogus"]],
  ["an unknown option", "sync doctor", ["sync", "doctor", "--bogus"]],
  ["a missing argument", "sync explain", ["sync", "explain"]],
  ["a missing value", "sync status", ["sync", "status", "--store"]],
  ["conflicting options", "sync repair", ["sync", "repair", "--dry-run", "--apply"]],
  ["a word too many", "sync plans", ["sync", "plans", "one", "two"]],
  ["a malformed number", "sync actors", ["sync", "actors", "--limit", "few"]],
];

for (const [name, command, args] of USAGE_ERRORS) {
  Deno.test(
    `${name} is a usage error in every format`,
    async () => await assertAnswers(command, await runFormats(args, FORMATS), 2),
  );
}

// tests/e2e/every_fault_test.ts looks at each of the others in another way.
for (const fault of FAULTS.filter((_, index) => IS_SOAK || index % 4 === 0)) {
  Deno.test(
    `doctor and repair --dry-run answer validly and alike on a store with the fault ${fault.name}`,
    () =>
      withStore(applyFaults(HEALTHY, [fault.name], 3).files, async (root) => {
        const more = ["--store", root, "-o"];
        const doctor = await runInProcess(["sync", "doctor", ...more, "json"]);
        const repair = await runInProcess(["sync", "repair", "--dry-run", ...more, "yaml"]);
        const told = await readDocument(doctor, "sync doctor");
        const planned = await readDocument(repair, "sync repair", "yaml");
        assertEquals([0, 3, 4].includes(doctor.code), true, doctor.stdout);
        assertEquals([repair.code, planned.data?.["health"]], [0, told.data?.["health"]]);
      }),
  );
}

programTest(
  "the binary gives the answers that the sources give, whatever the format",
  () =>
    withStore(FAULTY, async (root) => {
      await mapConcurrently(COMMANDS, async ({ args }, index) => {
        const given = [...args, "--store", root, "-o", FORMATS[index % FORMATS.length] ?? "table"];
        assertEquals(withoutBuild(await runProgram(given)), withoutBuild(await runInProcess(given)));
      });
    }),
);
