/** What a preview prints as the next command works as printed, or is not printed, and why is said. */
import { assertEquals } from "@std/assert";
import { applyFaults } from "../../fixtures/faults.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { emptyStore, exportTo, newStore, withBridge } from "../helpers/import_stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { FAULTY, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

/** The command below "What to type next", as words; null where there is none. */
function printedNext(stdout: string): readonly string[] | null {
  const text = stdout.split("What to type next\n")[1];
  return text === undefined ? null : wordsOf(text.replaceAll("\\\n", " ").trim().split("\n")[0] ?? "");
}

function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'\\])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|\\'/g, (_, quoted: string | undefined) => quoted ?? "'"));
}

const run = (words: readonly string[]) =>
  runInProcess(words.includes("--daemon") ? words : [...words, "--daemon", "none"]);

/** Half of the objects, so that there is something to bring. */
const HALF = withBridge(new Map([...HEALTHY].filter(([path]) => !path.startsWith("objects/object_s"))));
const half = (fault: string) => applyFaults(HALF, [fault], 5).files;

const WORKS = "apply works";
const HINDERED = "it says why not";
const STORES: readonly (readonly [name: string, files: StoreFiles, want: string])[] = [
  ["an empty store with an import bridge", emptyStore(), WORKS],
  ["an empty store without one", newStore(), WORKS],
  ["a store with a stale lock", half("stale-lock"), WORKS],
  ["a store with a line that cannot be read", half("unreadable-line"), WORKS],
  ["a store whose last line is torn", half("torn-tail"), HINDERED],
  ["a store of a newer format", half("manifest-newer-schema"), HINDERED],
  ["a store without a manifest", half("manifest-absent"), HINDERED],
  ["a store without its journal", half("journal-absent"), HINDERED],
  ["a store with an interrupted repair", half("interrupted-repair"), HINDERED],
  ["a store with a note that cannot be read", half("broken-intent"), HINDERED],
];

Deno.test("the command that an import's preview prints works, or the preview says why none would", () =>
  withFolder(async (folder) => {
    writeStore(HEALTHY, `${folder}/a`);
    await exportTo(`${folder}/a`, "workspace:home", `${folder}/a.tar`);
    const told: unknown[] = [];
    for (const [number, [name, files]] of STORES.entries()) {
      const root = `${folder}/${number}`;
      writeStore(files, root);
      const preview = await run(["sync", "import", `${folder}/a.tar`, "--store", root]);
      const next = printedNext(preview.stdout);
      const begin = /It cannot be applied yet: [^]*\. Begin with (sourceos [^]*?)(?:\n\S|\n*$)/.exec(preview.stderr)
        ?.[1];
      const words = next ?? wordsOf((begin ?? "").replaceAll(/\s+/g, " "));
      const { code } = await run(words.slice(1));
      told.push([name, next === null ? [HINDERED, [0, 3, 4].includes(code)] : [WORKS, code === 0]]);
    }
    assertEquals(told, STORES.map(([name, , want]) => [name, [want, true]]));
  }));

/** The words of the first command of that kind that is printed on a line of its own. */
function printed(stdout: string, command: string): readonly string[] {
  const line = stdout.replaceAll("\\\n", " ").split("\n").find((text) => text.startsWith(`  sourceos sync ${command}`));
  if (line === undefined) throw new Error(`No "${command}" is printed: ${stdout}`);
  return wordsOf(line).slice(1);
}

const IN = ["--scope", "derived", "--scope", "journal"];

Deno.test("from what a repair prints it is planned, saved, applied and taken back", () =>
  withStore(FAULTY, async (root) => {
    const preview = await run(["sync", "repair", "--dry-run", ...IN, "--store", root]);
    const plan = `${root}/../plan.json`;
    const saving = printed(preview.stdout, "repair --dry-run").map((word) => word === "plan.json" ? plan : word);
    const saved = await run(saving);
    const applied = await run(printed(saved.stdout, "repair --apply"));
    const undone = await run(printed(applied.stdout, "repair --undo"));
    assertEquals([saved, applied, undone].map(({ code, stderr }) => [code, stderr]), [[0, ""], [0, ""], [0, ""]]);
  }));

Deno.test("what an export prints tries the restore of what it wrote", () =>
  withStore(HEALTHY, async (root) => {
    const out = `${root}/../a b.tar`;
    const made = await run(["sync", "export", "workspace:home", "--out", out, "--store", root]);
    const tried = await run(printed(made.stdout, "import"));
    assertEquals(tried.code, 0, tried.stderr);
  }));
