/** Help pages are whole, and every command that the program prints can be typed as it stands. */
import { assertEquals, assertNotEquals } from "@std/assert";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { LIST_COMMANDS } from "../../commands/lists.ts";
import { COMMAND_DEFINITIONS } from "../../commands/tree.ts";
import { EXIT_CODES } from "../../lib/model/exit.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { mapConcurrently, programTest, runProgram, runShell } from "../helpers/program.ts";
import { FAULTY, HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { readDocument } from "../helpers/machine_documents.ts";

const PAGES = [[], ["sync"], ...COMMAND_DEFINITIONS.map(({ name }) => ["sync", name])];

/** The lines of a section, without their indentation. */
function section(page: string, title: string): readonly string[] {
  const block = page.split("\n\n").find((text) => text.startsWith(`${title}\n`)) ?? "";
  return block.split("\n").slice(1).map((line) => line.trim());
}

function optionNames(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /^(?:-\w, )?(--[\w-]+)/.exec(line)?.[1] ?? []);
}

const LISTS = LIST_COMMANDS.map(({ name }) => name);

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
    const { code, stdout, stderr } = await runProgram([...words, "--help"]);
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
  const pages = await mapConcurrently(LISTS, (name) => runProgram(["sync", name, "--help"]));
  const shown = pages.flatMap(({ stdout }) => optionNames(section(stdout, "Options")));
  assertEquals((await declaredIn("lists.ts")).filter((option) => !shown.includes(option)), []);
});

/** Runs a printed command line in a shell, as a person would paste it. */
async function paste(line: string, cwd: string, root: string) {
  return await runShell(`program=$1; sourceos() { "$program" "$@"; }; ${line}`, [], {
    cwd,
    env: { SOURCEOS_STATE_DIR: root },
  });
}

programTest("every example of a help page runs as printed", () =>
  withStore(HEALTHY, async (root) => {
    const pages = await mapConcurrently(PAGES, (words) => runProgram([...words, "--help"]));
    const examples = pages.flatMap(({ stdout }) =>
      section(stdout, "Examples").filter((line) => line.startsWith("sourceos "))
    );
    assertEquals(examples.length >= COMMAND_DEFINITIONS.length, true);
    await mapConcurrently([...new Set(examples)], async (line) => {
      const { code, stderr } = await withFolder((folder) => paste(line, folder, root));
      assertEquals([1, 2].includes(code), false, `${line}\n${stderr}`);
    });
  }));

/** The words that a shell makes of each line, and hands to the program. */
async function wordsOf(lines: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { stdout } = await runShell(`sourceos() { printf '%s\\0' "$#" "$@"; }\n${lines.join("\n")}`, []);
  const told = stdout.split("\0").values();
  return lines.map(() => Array.from({ length: Number(told.next().value) }, () => told.next().value ?? ""));
}

/** These leave nothing else to be found, or take long. */
const ALONE =
  /^(manifest-(not|absent|newer|other)|journal-(absent|emptied)|too-long|record-oversize|byte-order-mark|class-lists)/;

programTest("every command that doctor recommends runs as printed", () =>
  withStore(
    applyFaults(HEALTHY, FAULTS.map(({ name }) => name).filter((name) => !ALONE.test(name)), 5).files,
    async (root) => {
      const answer = await runProgram(["sync", "doctor", "--store", root, "--json"]);
      const { data } = await readDocument(answer, "sync doctor");
      const findings = data?.["findings"];
      if (!Array.isArray(findings)) throw new Error(answer.stdout);
      // One for each kind of finding: the others differ by an id.
      const byFinding = new Map<string, string>(
        findings.flatMap(({ id, recommendation: { command } }) => command === null ? [] : [[id, command]]),
      );
      const lines = [...new Set(byFinding.values())];
      assertNotEquals(lines, []);
      const ours = lines.filter((line) => line.startsWith("sourceos "));
      const broken: string[] = [];
      for (const [index, words] of (await wordsOf(ours)).entries()) {
        const { code, stderr } = await runInProcess(words);
        if (![0, 3, 4, 5].includes(code)) broken.push(`${ours[index]}: ${stderr}`);
      }
      // Those of standard tools come last, as they mend something.
      for (const line of lines.filter((one) => !ours.includes(one))) {
        const { code, stderr } = await runShell(line, []);
        if (code !== 0) broken.push(`${line}: ${stderr}`);
      }
      assertEquals(broken, []);
    },
  ));

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
