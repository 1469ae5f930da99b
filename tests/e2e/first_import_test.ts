/** A restore onto a fresh host: three commands, each of which the one before it prints. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import { exportTo, newStore, withBridge } from "../helpers/import_stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { readDocument } from "../helpers/machine_documents.ts";
import { HEALTHY, treeOf, withFolder } from "../helpers/stores.ts";

const TARGET = "workspace:home";

/** The command that is printed below the heading, as words behind `sourceos`. */
function printedBelow(heading: string, stdout: string): readonly string[] {
  const [, text = ""] = stdout.split(`${heading}\n`);
  return text.replaceAll("\\\n", " ").trim().split("\n")[0]?.split(/\s+/).slice(1) ?? [];
}

/** With a bundle of the household's workspace beside an empty folder. */
function withBundle(use: (paths: { readonly bundle: string; readonly root: string }) => Promise<void>) {
  return withFolder(async (folder) => {
    writeStore(HEALTHY, join(folder, "old"));
    const bundle = join(folder, "home.tar");
    await exportTo(join(folder, "old"), TARGET, bundle);
    await use({ bundle, root: join(folder, "new") });
  });
}

Deno.test("a restore onto a fresh host takes init, a preview and apply, each as the one before it prints it", () =>
  withBundle(async ({ bundle, root }) => {
    const made = await runInProcess(["sync", "init", "--store", root]);
    const preview = await runInProcess(
      printedBelow("Next", made.stdout).map((word) => word === "BUNDLE" ? bundle : word),
    );
    const apply = printedBelow("What to type next", preview.stdout);
    const applied = await readDocument(await runInProcess([...apply, "--json"]), "sync import");
    const bridge = "actor:restore";
    assertEquals(apply, [
      ...["sync", "import", bundle, "--apply", "--scope", TARGET],
      ...["--register-bridge", bridge, "--store", root],
    ]);
    assertEquals([made.code, preview.code, preview.stderr, applied.data?.["actor"]], [0, 0, "", bridge]);
    const doctor = await runInProcess(["sync", "doctor", "--store", root]);
    assertStringIncludes(doctor.stdout, "healthy: Nothing is wrong");
  }));

Deno.test("the bridge that an import registers is shown before, and told in report and journal", () =>
  withBundle(async ({ bundle, root }) => {
    writeStore(newStore(), root);
    const words = ["sync", "import", bundle, "--register-bridge", "gate", "--store", root, "--json"];
    const preview = await readDocument(await runInProcess(words), "sync import");
    const applied = await readDocument(await runInProcess([...words, "--apply", "--scope", TARGET]), "sync import");
    const outcome: unknown = applied.data?.["outcome"];
    const record = JSON.parse(Deno.readTextFileSync(join(root, "actors/actor_gate.json")));
    assertEquals(applied.data?.["registers_bridge"], preview.data?.["registers_bridge"]);
    assertEquals(preview.data?.["registers_bridge"], {
      id: "actor:gate",
      path: "actors/actor_gate.json",
      profiles: record.profile_scope,
      workspaces: record.workspace_scope,
      capabilities: record.capabilities,
      trust_level: record.trust_level,
    });
    const [last = ""] = Deno.readTextFileSync(join(root, "journal.jsonl")).trim().split("\n").slice(-1);
    assertEquals(JSON.parse(last).payload.import.registered_bridge, "actor:gate", JSON.stringify(outcome));
    const [report = ""] = [...Deno.readDirSync(join(root, "repair-reports"))].flatMap(({ name, isFile }) =>
      isFile ? name : []
    );
    assertStringIncludes(
      Deno.readTextFileSync(join(root, "repair-reports", report)),
      'Registered import bridge \\"actor:gate\\", by which everything came in',
    );
  }));

Deno.test("an import where no bridge is registered prints the command that registers one, and that works", () =>
  withBundle(async ({ bundle, root }) => {
    writeStore(newStore(), root);
    const refused = await readDocument(
      await runInProcess(["sync", "import", bundle, "--apply", "--scope", TARGET, "--store", root, "--json"]),
      "sync import",
    );
    const [problem] = refused.errors;
    const [, command = ""] = String(problem?.["hint"]).split("Have one registered by the import: sourceos ");
    const { code } = await runInProcess(command.split(" "));
    assertEquals([refused.exit_code, problem?.["code"], code], [12, "no_import_bridge", 0]);
  }));

const REFUSED: readonly (readonly [name: string, words: readonly string[], message: string])[] = [
  [
    "where one may import already",
    ["--register-bridge", "actor:new"],
    'Cannot register import bridge "actor:new": "actor:gate" is one already',
  ],
  [
    "beside --actor",
    ["--register-bridge", "actor:new", "--actor", "actor:gate", "--apply", "--scope", TARGET],
    "Cannot use --register-bridge: --actor names who imports",
  ],
  [
    "beside --verify",
    ["--register-bridge", "actor:new", "--verify"],
    "Cannot use --register-bridge: --verify tries the restore where nobody has to be registered",
  ],
];

for (const [name, words, message] of REFUSED) {
  Deno.test(`import --register-bridge is refused ${name}`, () =>
    withBundle(async ({ bundle, root }) => {
      writeStore(withBridge(newStore()), root);
      const tree = treeOf(root);
      const { code, stderr } = await runInProcess(["sync", "import", bundle, ...words, "--store", root]);
      assertEquals([code, stderr.split("\n")[0], treeOf(root)], [2, `error: ${message}`, tree]);
    }));
}
