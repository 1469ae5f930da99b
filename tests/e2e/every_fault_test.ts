/** Whatever doctor says of any fault can be acted upon: explain answers each target, and each printed command runs as printed. */
import { assertEquals } from "@std/assert";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import type { Finding } from "../../lib/model/documents/health.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { runShell } from "../helpers/program.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { HEALTHY, withFolder } from "../helpers/stores.ts";

/** The words of a command line of ours, as lib/text/command_line.ts quotes them. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'\\])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|\\'/g, (_, quoted: string | undefined) => quoted ?? "'"));
}

/** `make test` takes every second one. */
const SAMPLED = FAULTS.filter((_, number) => IS_SOAK || number % 2 === 0);
const AMBIGUOUS = 2;
const ONLY_LOOKS = ["explain", "actors", "queue"];

async function run(words: readonly string[], root: string) {
  return await runInProcess(["sync", ...words, "--store", root, "--daemon", "none"]);
}

/** What is wrong with what doctor prints for this store, as lines. */
async function complaints(root: string): Promise<readonly string[]> {
  const { stdout } = await run(["doctor", "--json"], root);
  const { data }: { readonly data: { readonly findings: readonly Finding[] } } = JSON.parse(stdout);
  const wrong: string[] = [];
  const explained = new Set<string>();
  const commands = new Set<string>();
  for (const { id, target, recommendation: { action, command } } of data.findings) {
    if (/\{\w+\}/.test(action)) wrong.push(`${id}: the action has a gap: ${action}`);
    if (command === null) wrong.push(`${id}: no command`);
    else commands.add(command);
    if (explained.has(target)) continue;
    explained.add(target);
    const { code, stderr } = await run(["explain", target], root);
    if (code !== 0 && !(code === AMBIGUOUS && stderr.includes("records have this id"))) {
      wrong.push(`${id}: explain ${target}: ${code} ${stderr}`);
    }
  }
  const ours = [...commands].filter((command) => command.startsWith("sourceos "));
  for (const command of ours) {
    const words = wordsOf(command);
    if (words[words.indexOf("--store") + 1] !== root) wrong.push(`${command}: lacks the store`);
    if (words[words.indexOf("--daemon") + 1] !== "none") wrong.push(`${command}: lacks the daemon`);
    const [, , name = "", target = ""] = words;
    if (name === "explain" && explained.has(target) && !wrong.some((line) => line.includes(target))) continue;
    const { code, stderr } = await runInProcess(words.slice(1));
    if (code !== 0) wrong.push(`${command}: ${code} ${stderr}`);
    if (name !== "repair" && !ONLY_LOOKS.includes(name)) wrong.push(`${command}: not known to change nothing`);
  }
  // A dry run of everything does what it can, and has nothing to refuse where doctor recommends no repair.
  const dryRun = await run(["repair", "--dry-run"], root);
  if (dryRun.code !== 0) wrong.push(`repair --dry-run: ${dryRun.code} ${dryRun.stderr}`);
  // Those of standard tools come last, as they mend something.
  for (const command of [...commands].filter((one) => !ours.includes(one))) {
    const { code, stderr } = await runShell(command, []);
    if (code !== 0) wrong.push(`${command}: ${code} ${stderr}`);
  }
  return wrong;
}

Deno.test("every target of every fault is explained, and every command that is printed for it runs as printed", async () => {
  const wrong: string[] = [];
  for (const { name } of SAMPLED) {
    await withFolder(async (folder) => {
      const root = `${folder}/store`;
      writeStore(applyFaults(HEALTHY, [name], 5).files, root);
      wrong.push(...(await complaints(root)).map((line) => `${name}: ${line}`));
    });
  }
  assertEquals(wrong, []);
});
