/** Every command in every format on every sort of store: one valid document, the same exit code, no steering of terminals. */
import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { join } from "@std/path";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { mapConcurrently, programTest, runProgram, type RunResult } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { type CommandCase, COMMANDS } from "./commands.ts";
import { FORMATS, readDocument, readLines } from "./machine_documents.ts";

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

async function assertAnswers({ command }: CommandCase, results: readonly RunResult[], exit: number): Promise<void> {
  const [table, wide, json, ndjson, yaml] = results;
  if (!table || !wide || !json || !ndjson || !yaml) throw new Error("A format was not run");
  assertEquals(results.map(({ code }) => code), FORMATS.map(() => exit));
  for (const { stdout, stderr } of results) assertEquals(controls(stdout + stderr), []);
  const document = await readDocument(json, command);
  assertEquals(await readDocument(yaml, command, "yaml"), document);
  const { document: line, records } = await readLines(ndjson, command);
  if (records === null) assertEquals(line, document);
  const failed = document.errors.length > 0;
  if (failed) assertEquals(records, null, "A failed command says so in whole");
  for (const human of [table, wide]) {
    if (document.data !== null) assertNotEquals(human.stdout, "");
    else assertEquals(human.stdout, "");
    if (failed) assertMatch(human.stderr, /^error: [A-Z][^]*[^.]\n/);
  }
  // Diagnostics are the same whatever stdout carries.
  assertEquals(results.map(({ stderr }) => stderr), FORMATS.map(() => table.stderr));
}

for (const [name, sort, files] of STORES) {
  for (const test of COMMANDS) {
    programTest(`${test.name} on ${name} answers in every format`, () =>
      withFolder(async (folder) => {
        const root = join(folder, "store");
        if (files !== null) writeStore(files, root);
        const results = await mapConcurrently(
          FORMATS,
          (format) => runProgram([...test.args, "--store", root, "-o", format]),
        );
        await assertAnswers(test, results, test.exit[sort]);
      }));
  }
}

for (const fault of FAULTS) {
  programTest(
    `doctor and repair --dry-run agree on a store with the fault ${fault.name}`,
    () =>
      withStore(applyFaults(HEALTHY, [fault.name], 3).files, async (root) => {
        const [doctor, status, repair] = await mapConcurrently(
          [
            ["sync", "doctor", "-o", "json"],
            ["sync", "status", "--exit-code", "-o", "yaml"],
            ["sync", "repair", "--dry-run", "-o", "json"],
          ],
          (args) => runProgram([...args, "--store", root]),
        );
        if (!doctor || !status || !repair) throw new Error("A command was not run");
        const told = await readDocument(doctor, "sync doctor");
        assertEquals([0, 3, 4].includes(doctor.code), true, doctor.stdout);
        const looked = await readDocument(status, "sync status", "yaml");
        assertEquals([status.code, looked.result, looked.data?.["health"]], [
          doctor.code,
          told.result,
          told.data?.["health"],
        ]);
        const planned = await readDocument(repair, "sync repair");
        assertEquals([repair.code, planned.data?.["health"]], [0, told.data?.["health"]]);
      }),
  );
}
