/** Commands that do not write change nothing, wherever they are run and whatever they find. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import { isInstalled, mapConcurrently, PLAIN_USER, programTest, runProgram, runShell } from "../helpers/program.ts";
import { FAULTY, readableByAll, treeOf, withFolder } from "../helpers/stores.ts";
import { withoutBuild } from "../helpers/build.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { COMMANDS } from "../helpers/commands.ts";

/** Beside the commands of the matrix: what may look as if it wrote. */
const REFUSED: readonly (readonly string[])[] = [
  ["sync", "repair"],
  ["sync", "repair", "--dry-run", "--apply"],
  ["sync", "repair", "--apply", "--scope", "derived"],
  ["sync", "repair", "--undo", "report:one", "--scope", "derived"],
  ["sync", "import", "bundle.tar", "--apply"],
  ["sync", "import", "bundle.tar", "--apply", "--scope", "workspace:default"],
  ["sync", "export", "profile:vault", "--out", "bundle.tar"],
];
const ALL = [...COMMANDS.map(({ args }) => args), ...REFUSED];

/** Runs every command in a folder that is also its home and its working folder, and says what is different afterwards. */
async function changesBy(folder: string, extra: readonly string[], options = {}): Promise<unknown> {
  const before = treeOf(folder);
  const env = { HOME: folder, XDG_STATE_HOME: folder, TMPDIR: folder };
  await mapConcurrently(ALL, (args) => runProgram([...args, ...extra], { cwd: folder, env, ...options }));
  const after = treeOf(folder);
  return [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
}

programTest("no command that reads changes a faulty store", () =>
  withFolder(async (folder) => {
    writeStore(FAULTY, join(folder, "store"));
    assertEquals(await changesBy(folder, ["--store", join(folder, "store")]), []);
  }));

programTest("no command that reads creates a store that is not there", () =>
  withFolder(async (folder) => {
    assertEquals(await changesBy(folder, ["--store", join(folder, "store")]), []);
    assertEquals([...Deno.readDirSync(folder)], []);
  }));

programTest(
  "a store that may only be read gives the same answers as any other",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(readableByAll(FAULTY), root);
      // Who may not change the store is told so before anything else.
      const reading = COMMANDS.filter(({ args }) => !args.includes("--undo"));
      const readers = reading.map(({ args }) => [...args, "--store", root, "-o", "json"]);
      const asOwner = await mapConcurrently(readers, (args) => runInProcess(args));
      // Where the tests run as root another account reads; otherwise the owner, without permission to write.
      if (Deno.uid() !== 0) { for (const path of ["objects", "."]) Deno.chmodSync(join(root, path), 0o555); }
      const before = treeOf(folder);
      const asReader = await mapConcurrently(readers, (args) => runProgram(args, { user: PLAIN_USER }));
      assertEquals(asReader.map(withoutBuild), asOwner.map(withoutBuild));
      assertEquals(treeOf(folder), before);
      if (Deno.uid() !== 0) { for (const path of ["objects", "."]) Deno.chmodSync(join(root, path), 0o755); }
    }),
  { compiledOnly: true },
);

programTest(
  "no command that reads opens a file for writing, by the system calls that it makes",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(FAULTY, root);
      const calls = "open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat," +
        "symlink,symlinkat,chmod,fchmodat,truncate,utimensat";
      const found = await mapConcurrently(["status", "doctor", "plans", "repair --dry-run"], async (command) => {
        const log = join(folder, `${command}.log`);
        const args = ["sync", ...command.split(" "), "--store", root];
        await runShell(`exec strace -f -qq -e trace=${calls} -o '${log}' "$@"`, args);
        return Deno.readTextFileSync(log).split("\n").filter((line) => line.includes(root));
      });
      const [reads, others] = [true, false].map((isRead) =>
        found.map((lines) => lines.filter((line) => /open(at)?\(.*O_RDONLY/.test(line) === isRead))
      );
      assertEquals(reads?.map((lines) => lines.length > 10), [true, true, true, true]);
      assertEquals(others, [[], [], [], []]);
    }),
  { compiledOnly: true, ignore: !isInstalled("strace") },
);
