/** Help pages are whole, and every command that the program prints can be typed as it stands. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { DECLARED_LISTS } from "../../commands/declarations/lists.ts";
import { COMMAND_DEFINITIONS } from "../../commands/tree.ts";
import { EXIT_CODES } from "../../lib/model/exit.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { mapConcurrently, programTest, runProgram, type RunResult, runShell } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

const PAGES = [[], ["sync"], ...COMMAND_DEFINITIONS.map(({ name }) => ["sync", name])];

/** The lines of a section, without their indentation. */
function section(page: string, title: string): readonly string[] {
  const block = page.split("\n\n").find((text) => text.startsWith(`${title}\n`)) ?? "";
  return block.split("\n").slice(1).map((line) => line.trim());
}

function optionNames(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^(?:-\w, )?(--[\w-]+)/.exec(line)?.[1] ?? []);
}

const LISTS = DECLARED_LISTS.map(({ name }) => name);

/** The file of commands/ that declares the options of a command that is no list. */
function sourceOf(command: string): string {
  return ["repair", "import", "export"].includes(command) ? `${command}/${command}.ts` : `${command}.ts`;
}

/** The options that a source file of commands/ reads, as `read.text("--plan <file:string>", …)` does. */
async function declaredIn(file: string): Promise<readonly string[]> {
  const source = await Deno.readTextFile(new URL(`../../commands/${file}`, import.meta.url));
  return [...source.matchAll(/read\.\w+\(\s*"(?:-\w, )?(--[\w-]+)/g)].flatMap(([, option]) => option ?? []);
}

for (const words of PAGES) {
  const name = ["sourceos", ...words].join(" ");
  programTest(`${name} --help exits 0, and names every option and every exit code`, async () => {
    const { code, stdout, stderr } = await helpPage(words);
    assertEquals([code, stderr], [0, ""]);
    if (words.length < 2) assertEquals((await runProgram([...words, "-h"])).stdout, stdout);
    assertEquals(stdout.startsWith(`Usage ${name} `), true, stdout);
    const codes = section(stdout, "Exit codes").join(" ");
    for (const exit of EXIT_CODES) {
      assertEquals(codes.includes(`${exit.code} ${exit.name.replaceAll("_", " ")}`), true, `${exit.code}: ${codes}`);
    }
    if (words.length < 2) return;
    const shown = {
      own: optionNames(section(stdout, "Options")),
      shared: optionNames(section(stdout, "Options of every command")),
    };
    const declared = {
      // One file declares those of all lists, and no list has them all.
      own: LISTS.includes(words[1] ?? "") ? [] : await declaredIn(sourceOf(words[1] ?? "")),
      shared: await declaredIn("frame/options.ts"),
    };
    assertNotEquals(declared.shared, []);
    const missing = {
      own: declared.own.filter((option) => !shown.own.includes(option)),
      shared: declared.shared.filter((option) => !shown.shared.includes(option)),
    };
    assertEquals(missing, { own: [], shared: [] });
  });
}

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
      section(stdout, "Examples").filter((line) => line.startsWith("sourceos "))
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
