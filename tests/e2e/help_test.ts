/** Help pages are whole, and every command that the program prints can be typed as it stands. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { DECLARED_LISTS } from "../../commands/declarations/lists.ts";
import { COMMAND_DEFINITIONS } from "../../commands/tree.ts";
import { VARIABLES } from "../../commands/frame/variables.ts";
import { EXITS_OF } from "../../lib/model/command_exits.ts";
import { commandOf } from "../../lib/model/command_names.ts";
import { EXIT_CODES } from "../../lib/model/exit.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { mapConcurrently, programTest, runProgram, type RunResult, runShell } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

const PAGES = [[], ["sync"], ...COMMAND_DEFINITIONS.map(({ name }) => ["sync", name])];

/** The lines of a section, without their indentation. */
function section(page: string, title: string): readonly string[] {
  const block = page.split("\n\n").find((text) => text.startsWith(`${title}\n`)) ?? "";
  return block.trimEnd().split("\n").slice(1).map((line) => line.trim());
}

function optionNames(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^(?:-\w, )?(--[\w-]+)/.exec(line)?.[1] ?? []);
}

const LISTS = DECLARED_LISTS.map(({ name }) => name);

/** The options that a source file of commands/ reads, as `read.text("--plan <file:string>", …)` does. */
async function declaredIn(file: string): Promise<readonly string[]> {
  const source = await Deno.readTextFile(new URL(`../../commands/${file}`, import.meta.url));
  return [...source.matchAll(/read\.\w+\(\s*"(?:-\w, )?(--[\w-]+)/g)].flatMap(([, option]) => option ?? []);
}

for (const words of PAGES) {
  const name = ["sourceos", ...words].join(" ");
  programTest(`${name} --help exits 0, and names its options, variables and exit codes`, async () => {
    const { code, stdout, stderr } = await helpPage(words);
    assertEquals([code, stderr], [0, ""]);
    if (words.length < 2) assertEquals((await runProgram([...words, "-h"])).stdout, stdout);
    assertEquals(stdout.startsWith(`Usage ${name} `), true, stdout);
    const command = words.length < 2 ? null : commandOf(words.join(" "));
    const given = command === null ? EXIT_CODES.map((row) => row.name) : EXITS_OF[command];
    assertEquals(
      section(stdout, "Exit codes").map((line) => line.split(/ +/).slice(0, 2).join(" ")),
      EXIT_CODES.filter((row) => given.includes(row.name)).map((row) => `${row.code} ${row.name}`),
    );
    if (words.length < 2) return;
    assertEquals(stdout.includes("of every command: sourceos sync --help\n"), true);
    // One file declares the options of all lists, and no list has them all.
    const declared = LISTS.includes(words[1] ?? "") ? [] : await declaredIn(`declarations/${words[1]}.ts`);
    const shown = optionNames(section(stdout, "Options"));
    assertEquals(declared.filter((option) => !shown.includes(option)), []);
  });
}

programTest("sourceos sync --help has what all commands share: options and environment variables", async () => {
  const { stdout } = await helpPage(["sync"]);
  const declared = await declaredIn("frame/options.ts");
  assertNotEquals(declared, []);
  const shown = optionNames(section(stdout, "Options of every command"));
  assertEquals(declared.filter((option) => !shown.includes(option)), []);
  const told = section(stdout, "Environment variables").join(" ");
  assertEquals(VARIABLES.flatMap(({ names }) => names).filter((name) => !told.includes(name)), []);
});

Deno.test("docs/scripting.md and the permissions of the program name the variables that help names", async () => {
  const names = VARIABLES.flatMap((variable) => variable.names);
  const read = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));
  const [docs, build] = [await read("docs/scripting.md"), await read(".ci/build/permissions.ts")];
  const table = docs.slice(docs.indexOf("## Environment variables")).matchAll(/^\| ([A-Z_, ]+) \|/gm);
  assertEquals([...table].flatMap(([, row = ""]) => row.split(", ")), names);
  assertEquals(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(build)), []);
});

programTest("every option of a list is named by the help of one", async () => {
  const pages = await Promise.all(LISTS.map((name) => helpPage(["sync", name])));
  const shown = pages.flatMap(({ stdout }) => optionNames(section(stdout, "Options")));
  assertEquals((await declaredIn("lists.ts")).filter((option) => !shown.includes(option)), []);
});

/** Each page is fetched once: what it says is looked at more than once. */
const fetched = new Map<string, Promise<RunResult>>();

function helpPage(words: readonly string[]): Promise<RunResult> {
  const name = words.join(" ");
  const page = fetched.get(name) ?? runInProcess([...words, "--help"]);
  fetched.set(name, page);
  return page;
}

/** Runs a printed command line in a shell, as a person would paste it. */
async function paste(line: string, cwd: string, root: string) {
  return await runShell(`program=$1; sourceos() { "$program" "$@"; }; ${line}`, [], {
    cwd,
    env: { SOURCEOS_STATE_DIR: root },
  });
}

programTest("every example of a help page runs as printed", () =>
  withStore(HEALTHY, async (root) => {
    const pages = await Promise.all(PAGES.map(helpPage));
    const examples = pages.flatMap(({ stdout }) =>
      // What is drawn again and again takes a terminal, and ends with Ctrl-C alone.
      section(stdout, "Examples").filter((line) => line.startsWith("sourceos ") && !line.includes("--watch"))
    );
    assertEquals(examples.length >= COMMAND_DEFINITIONS.length, true);
    await mapConcurrently([...new Set(examples)], async (line) => {
      const { code, stderr } = await withFolder((folder) => paste(line, folder, root));
      assertEquals([1, 2].includes(code), false, `${line}\n${stderr}`);
    });
  }));

/** Refusals that print the command which would do it. */
const REFUSED: readonly (readonly string[])[] = [
  ["repair"],
  ["repair", "--apply"],
  ["repair", "--apply", "--scope", "journal"],
  ["repair", "--apply", "--plan", "a plan.json"],
  ["repair", "--undo", "report:it's"],
  ["import", "it's $HOME.tar", "--apply"],
  ["explain"],
  ["status", "--nonsense"],
];

programTest("every command that a refusal prints can be typed as it stands", () =>
  withStore(FAULTY, async (root) => {
    for (const words of REFUSED) {
      const store = words[0] === "explain" || words[0] === "import" ? [] : ["--store", root];
      const { stderr } = await runProgram(["sync", ...words, ...store]);
      const line = /sourceos sync .*?(?=, which|, read it|, or another| with the id|\n)/.exec(stderr)?.[0];
      if (line === undefined) throw new Error(`No command is printed: ${stderr}`);
      const pasted = await withFolder((folder) => paste(line, folder, root));
      assertEquals([1, 2].includes(pasted.code), false, `${line}\n${pasted.stderr}`);
      assertEquals(pasted.stderr.startsWith("bash:"), false, pasted.stderr);
    }
  }));
