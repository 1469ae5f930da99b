/**
 * An attacker swaps folders and files of a store for links out of it, in a loop, while every changing command runs: as the
 * store's owner while root tries to change it, and as a member of its group while the owner does. Nothing outside the store
 * is made, changed, removed or given away, and nothing of it is shown or copied. `make soak` makes 200 rounds.
 */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import { emptyStore } from "../helpers/import_stores.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { applyWords, DAMAGED } from "../helpers/repair_runs.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { HEALTHY, treeOf, withFolder } from "../helpers/stores.ts";
import { copyProgram, runTool } from "../helpers/tools.ts";

const ROUNDS = IS_SOAK ? 200 : 20;
const TARGET = "profile:open-source";
const SCOPES = ["derived", "disposable", "journal"];
/** Accounts that no host gives to anybody. */
const OWNER = 60_123;
const MEMBER = 60_124;
const GROUP = 60_125;
const SECRET = "canary-7f3a";
const LONG_AGO = new Date("2020-01-01T00:00:00Z");

const ATTACKER = fromFileUrl(new URL("../helpers/swap_links.ts", import.meta.url));

/** Who attacks whom: the one runs the attacker, the other the program. */
const PAIRS = [
  { attacker: OWNER, victim: 0, name: "the store's owner attacks root, who is refused" },
  { attacker: MEMBER, victim: OWNER, name: "a member of the store's group attacks its owner" },
] as const;

interface Attempt {
  /** The store as it is before the command, and the command. */
  readonly template: string;
  readonly words: readonly string[];
}

/** A copy of the runtime that every account may run, and the attacker's program beside it. */
function publicRuntime(folder: string): { readonly deno: string; readonly script: string } {
  const [deno, script] = [join(folder, "runtime"), join(folder, "attacker.ts")];
  copyProgram(Deno.execPath(), deno);
  Deno.copyFileSync(ATTACKER, script);
  Deno.chmodSync(script, 0o644);
  return { deno, script };
}

/** A folder of the victim's own, with files of every name that a change uses. */
function makeOutside(path: string, uid: number): void {
  Deno.mkdirSync(join(path, "folder"), { recursive: true });
  for (const name of ["file", "manifest.json", "intent.json", "object-heads.json", "sync.lock", "0", "1"]) {
    Deno.writeTextFileSync(join(path, "folder", name), `{"${SECRET}": "${name}"}\n`, { mode: 0o600 });
  }
  for (const one of [path, join(path, "folder")]) Deno.chmodSync(one, 0o700);
  for (const one of [path, ...filesOf(path), join(path, "folder")]) Deno.chownSync(one, uid, GROUP);
}

function filesOf(outside: string): readonly string[] {
  return [...Deno.readDirSync(join(outside, "folder"))].map(({ name }) => join(outside, "folder", name)).sort();
}

/** When each file was last read. */
function readTimes(outside: string): readonly (number | undefined)[] {
  return filesOf(outside).map((path) => Deno.lstatSync(path).atime?.getTime());
}

function swapsIn(counts: string): number {
  try {
    return Number(Deno.readTextFileSync(join(counts, "n")));
  } catch {
    return 0;
  }
}

async function give(root: string): Promise<void> {
  await runTool("chown", ["-R", `${OWNER}:${GROUP}`, root]);
  await runTool("chmod", ["-R", "u=rwX,g=rwX,o=", root]);
}

async function prepare(folder: string, root: string): Promise<readonly Attempt[]> {
  const user = { uid: OWNER, gid: GROUP };
  const run = async (...words: readonly string[]) => {
    const { code, stdout, stderr } = await runProgram(["sync", ...words, "--store", root], { user });
    assert([0, 6].includes(code), stderr);
    return stdout;
  };
  const keep = async (name: string) => {
    await runTool("cp", ["-a", root, join(folder, name)]);
    return join(folder, name);
  };
  const open = join(folder, "open");
  Deno.mkdirSync(open);
  Deno.chmodSync(open, 0o777);
  const [plan, bundle] = [join(open, "plan.json"), join(open, "home.tar")];
  writeStore(HEALTHY, root);
  await give(root);
  await run("export", TARGET, "--out", bundle);
  await runTool("rm", ["-r", root]);
  writeStore(emptyStore(), root);
  await give(root);
  const empty = await keep("empty");
  await runTool("rm", ["-r", root]);
  writeStore(DAMAGED, root);
  await give(root);
  await run("repair", "--dry-run", ...SCOPES.flatMap((scope) => ["--scope", scope]), "--save", plan);
  const damaged = await keep("damaged");
  const report: string = JSON.parse(
    await run("repair", ...applyWords(plan, SCOPES), "--query", "data.outcome.report_id"),
  );
  const repaired = await keep("repaired");
  for (const path of [plan, bundle]) Deno.chmodSync(path, 0o644);
  return [
    { template: damaged, words: ["repair", ...applyWords(plan, SCOPES)] },
    { template: repaired, words: ["repair", "--undo", report, "--scope", "derived"] },
    { template: empty, words: ["import", bundle, "--apply", "--scope", TARGET] },
    { template: empty, words: ["import", bundle, "--verify", "--record"] },
  ];
}

for (const { attacker, victim, name } of PAIRS) {
  programTest(
    `${name}: nothing outside the store is touched, whatever is swapped meanwhile`,
    () =>
      withFolder(async (folder) => {
        const [root, outside, counts] = [join(folder, "store"), join(folder, "outside"), join(folder, "counts")];
        const attempts = await prepare(folder, root);
        makeOutside(outside, victim);
        const { deno, script } = publicRuntime(folder);
        Deno.mkdirSync(counts);
        Deno.chownSync(counts, attacker, GROUP);
        const child = new Deno.Command(deno, {
          args: [
            "run",
            "--quiet",
            "--no-config",
            "--no-lock",
            "--no-check",
            "--allow-all",
            script,
            root,
            outside,
            `${counts}/n`,
          ],
          // The tests' own folder may be one that nobody else can enter.
          cwd: folder,
          env: { DENO_DIR: counts },
          uid: attacker,
          gid: GROUP,
          stdin: "null",
          stdout: "null",
        }).spawn();
        const codes = new Map<number, number>();
        try {
          const before = treeOf(outside);
          while (swapsIn(counts) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
          for (let round = 0; round < ROUNDS / PAIRS.length; round++) {
            const { template, words } = attempts[round % attempts.length] ?? { template: "", words: [] };
            // Nobody swaps while root makes the store anew.
            child.kill("SIGSTOP");
            await runTool("rm", ["-rf", root]);
            await runTool("cp", ["-a", template, root]);
            const mtimes = filesOf(outside).map((path) => Deno.lstatSync(path).mtime ?? LONG_AGO);
            filesOf(outside).forEach((path, index) => Deno.utimeSync(path, LONG_AGO, mtimes[index] ?? LONG_AGO));
            const times = readTimes(outside);
            child.kill("SIGCONT");
            const user = victim === 0 ? {} : { user: { uid: victim, gid: GROUP } };
            const { code, stdout, stderr } = await runProgram(["sync", ...words, "--store", root, "--json"], user);
            child.kill("SIGSTOP");
            const where = `round ${round}: ${words.join(" ")}: ${code}\n${stdout}${stderr}`;
            codes.set(code, (codes.get(code) ?? 0) + 1);
            assert(code !== 1, where);
            if (victim === 0) {
              assertEquals(code, 12, where);
              // Who is refused has not even read.
              assertEquals(readTimes(outside), times, where);
            }
            assertEquals(stdout.includes(SECRET) || stderr.includes(SECRET), false, where);
            assertEquals(treeOf(outside), before, where);
            assertEquals([...treeOf(root)].filter(([, text]) => text.includes(SECRET)), [], where);
            child.kill("SIGCONT");
          }
        } finally {
          child.kill("SIGKILL");
          await child.status;
        }
        const swaps = swapsIn(counts);
        console.log(`${swaps} swaps, and what the commands ended with: ${JSON.stringify([...codes])}`);
        assert(swaps > ROUNDS, "the attacker does not come to attack");
      }),
    { compiledOnly: true, ignore: Deno.uid() !== 0 },
  );
}
