/** Stores of other users: everybody else is refused, root too, and the command that is printed does it when it is pasted. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { emptyStore } from "../helpers/import_stores.ts";
import { isInstalled, PLAIN_USER, programPath, programTest, runProgram, runShell } from "../helpers/program.ts";
import { faultyStore, HEALTHY, treeOf, withFolder } from "../helpers/stores.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { runTool } from "../helpers/tools.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { DAMAGED } from "../helpers/repair_runs.ts";

const TARGET = "profile:open-source";
/** Of a user that has no name here, and of one that has. */
const NAMELESS = 60_123;
const NAMED = 65_534;

/** The changing commands, each with what has to be done before it, by root and by the owner of the store. */
interface Changing {
  readonly name: string;
  readonly store: StoreFiles;
  prepare(root: string, uid: number): Promise<readonly string[]>;
}

const plan = (root: string) => join(dirname(root), "plan.json");

async function savePlan(root: string): Promise<void> {
  const { code, stderr } = await runProgram(
    ["sync", "repair", "--dry-run", "--scope", "derived", "--scope", "journal", "--save", plan(root), "--store", root],
  );
  assertEquals(code, 0, stderr);
}

async function bundle(root: string): Promise<string> {
  const from = join(dirname(root), "from");
  const path = join(dirname(root), "home bundle.tar");
  writeStore(HEALTHY, from);
  const { code, stderr } = await runProgram(["sync", "export", TARGET, "--out", path, "--store", from]);
  assertEquals(code, 0, stderr);
  return path;
}

const CHANGING: readonly Changing[] = [
  {
    name: "repair --apply",
    store: DAMAGED,
    async prepare(root) {
      await savePlan(root);
      return ["repair", "--apply", "--plan", plan(root), "--scope", "derived", "--scope", "journal"];
    },
  },
  {
    name: "repair --undo",
    store: DAMAGED,
    async prepare(root, uid) {
      await savePlan(root);
      await runTool("chown", ["-R", `${uid}:${uid}`, dirname(root)]);
      const apply = ["repair", "--apply", "--plan", plan(root), "--scope", "derived", "--scope", "journal"];
      const { code, stdout, stderr } = await runProgram(
        ["sync", ...apply, "--store", root, "--query", "data.outcome.report_id"],
        { user: { uid, gid: uid } },
      );
      assertEquals(code, 0, stderr);
      return ["repair", "--undo", JSON.parse(stdout), "--scope", "derived"];
    },
  },
  {
    name: "import --apply",
    store: emptyStore(),
    prepare: async (root) => ["import", await bundle(root), "--apply", "--scope", TARGET],
  },
  {
    name: "import --verify --record",
    store: emptyStore(),
    prepare: async (root) => ["import", await bundle(root), "--verify", "--record"],
  },
];

/** The paths at and below this one that belong to another user. */
function notOf(uid: number, path: string): readonly string[] {
  const own = Deno.lstatSync(path).uid === uid ? [] : [path];
  if (!Deno.lstatSync(path).isDirectory) return own;
  return [...own, ...[...Deno.readDirSync(path)].flatMap(({ name }) => notOf(uid, join(path, name)))];
}

for (const { name, store, prepare } of CHANGING) {
  for (const [uid, switching] of [[NAMED, /^runuser -u \S+ -- /], [NAMELESS, /^setpriv --reuid=60123 /]] as const) {
    programTest(
      `${name} by root in a store of user ${uid} is refused, and goes by the command that is printed`,
      () =>
        withFolder(async (folder) => {
          const root = join(folder, "store");
          writeStore(store, root);
          const words = await prepare(root, uid);
          await runTool("chown", ["-R", `${uid}:${uid}`, root]);
          Deno.chmodSync(folder, 0o755);
          const before = treeOf(root);
          const refused = await runProgram(["sync", ...words, "--store", "store", "--json"], { cwd: folder });
          const { errors: [error] } = await readDocument(
            refused,
            words[0] === "repair" ? "sync repair" : "sync import",
          );
          assertEquals([refused.code, error?.["code"]], [12, "not_owner"], refused.stdout);
          assertEquals(treeOf(root), before);
          const command = String(error?.["hint"]).replace(/^Run /, "");
          assertMatch(command, switching);
          // The program that other users may run.
          const path = `${dirname(programPath({ uid }))}:${Deno.env.get("PATH")}`;
          const done = await runShell(`PATH="${path}"\n${command}`, [], { cwd: folder, user: { uid: 0 } });
          assertEquals([0, 6].includes(done.code), true, `${command}\n${done.stdout}${done.stderr}`);
          assertEquals(treeOf(root) === before, false);
          assertEquals(notOf(uid, root), []);
        }),
      { compiledOnly: true, ignore: Deno.uid() !== 0 || !isInstalled("runuser") || !isInstalled("setpriv") },
    );
  }
}

programTest(
  "a preview by root in another user's store prints no command that would be refused, and the owner's in its warning",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(DAMAGED, root);
      await runTool("chown", ["-R", `${NAMED}:${NAMED}`, root]);
      const { code, stdout, stderr } = await runProgram([
        "sync",
        "repair",
        "--dry-run",
        "--save",
        plan(root),
        "--store",
        root,
      ]);
      assertEquals([code, stdout.includes("repair --apply")], [0, false], stdout);
      assertMatch(stderr.replaceAll(/\s+/g, " "), /Run runuser -u \S+ -- sourceos sync repair --apply --plan/);
    }),
  { compiledOnly: true, ignore: Deno.uid() !== 0 || !isInstalled("runuser") },
);

programTest(
  "a change by somebody who is neither root nor the owner is refused with a command for sudo",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      writeStore(DAMAGED, root);
      await savePlan(root);
      Deno.chmodSync(root, 0o755);
      Deno.chmodSync(plan(root), 0o644);
      const before = treeOf(root);
      const words = ["sync", "repair", "--apply", "--plan", plan(root), "--scope", "derived", "--store", root];
      const { code, stderr } = await runProgram(words, { user: PLAIN_USER });
      assertEquals(code, 12, stderr);
      assertStringIncludes(
        stderr,
        `hint: Run sudo -u root -- sourceos sync repair --apply --plan ${plan(root)} --scope derived`,
      );
      assertEquals(treeOf(root), before);
    }),
  { compiledOnly: true, ignore: Deno.uid() !== 0 },
);

programTest("a dry run says that only the owner can apply the plan", () =>
  withFolder(async (folder) => {
    const root = join(folder, "store");
    writeStore(DAMAGED, root);
    await runTool("chown", ["-R", `${NAMELESS}:${NAMELESS}`, root]);
    const words = ["sync", "repair", "--dry-run", "--scope", "journal", "--save", "plan.json", "--store", root];
    const { code, stderr } = await runProgram(words, { cwd: folder });
    assertEquals(code, 0, stderr);
    assertMatch(
      stderr.replaceAll(/\s+/g, " "),
      /warning: .*only its owner changes it\. Run setpriv .* -- sourceos sync repair --apply --plan - .* < plan\.json/,
    );
  }), { ignore: Deno.uid() !== 0 });

programTest("a store or a folder of it that everybody may write is not changed", () =>
  withFolder(async (folder) => {
    const root = join(folder, "store");
    writeStore(faultyStore("index-cut-off", "torn-tail"), root);
    await savePlan(root);
    for (const path of [".", "indexes", "tmp", "repair-reports"]) {
      const mode = Deno.lstatSync(join(root, path)).mode ?? 0;
      Deno.chmodSync(join(root, path), 0o777);
      const before = contentOf(root);
      const words = ["sync", "repair", "--apply", "--plan", plan(root), "--scope", "derived", "--scope", "journal"];
      const { code, stderr } = await runProgram([...words, "--store", root]);
      assertEquals(code, 12, stderr);
      assertStringIncludes(stderr.replaceAll(/\s+/g, " "), `run chmod o-w ${join(root, path).replace(/\/\.$/, "")}`);
      assertEquals(differences(contentOf(root), before), []);
      Deno.chmodSync(join(root, path), mode & 0o7777);
    }
  }));
