/**
 * Every file operation of an import fails, and is the last one of its process. Whatever happens, the same command again
 * leaves the store as an undisturbed import does, and on the way no byte of it is lost. `make soak` tries every operation.
 */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { createStoreChanger } from "../../commands/host/change/store_changer.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { type Fate, faultyOperations } from "../host/change/faulty_operations.ts";
import { makeFastFolder } from "../host/change/real_tree.ts";
import { earlier, exportTo, withBridge } from "../helpers/import_stores.ts";
import { type Content, contentOf, differences } from "../helpers/repairs.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { runInProcess } from "../helpers/in_process.ts";

const SOURCE = generateStore({ seed: 3, events: 50, objects: 16 });
const TARGETS = ["profile:open-source", "profile:work", "profile:personal"];
const STRIDE = IS_SOAK ? 1 : 9;
const LOSSES = ["bytes and names", "bytes", "nothing"] as const;
const ERRORS = ["EIO", "ENOSPC", "EACCES"] as const;

interface Known {
  readonly folder: string;
  readonly args: readonly string[];
  readonly before: Content;
  readonly after: Content;
  readonly replaced: readonly string[];
}

/** What is durable, and not what a dead process leaves in tmp/. */
function durable(root: string): Content {
  return new Map([...contentOf(root)].filter(([path]) => !path.startsWith("tmp/")));
}

function fresh(folder: string): string {
  const root = join(folder, "into");
  Deno.removeSync(root, { recursive: true });
  writeStore(withBridge(earlier(SOURCE, 25)), root);
  return root;
}

/** An import of new objects and newer ones, carried out once undisturbed. */
async function prepare(folder: string): Promise<Known> {
  writeStore(SOURCE, join(folder, "from"));
  Deno.mkdirSync(join(folder, "into"));
  for (const target of TARGETS) {
    const bundle = join(folder, `${target.split(":").at(-1)}.tar`);
    if (!await exportTo(join(folder, "from"), target, bundle).then(() => true, () => false)) continue;
    const root = fresh(folder);
    const args = [
      "sync",
      "import",
      bundle,
      "--apply",
      "--scope",
      target,
      "--store",
      root,
      "--daemon",
      "none",
      "-o",
      "json",
    ];
    const before = durable(root);
    const { code, stdout } = await runInProcess(args);
    const { outcome } = JSON.parse(stdout).data;
    if (code !== 0 || outcome.written === 0 || outcome.replaced === 0) continue;
    const replaced = outcome.kept.map((path: string) => path.split("/").slice(3).join("/"));
    return { folder, args, before, after: durable(root), replaced };
  }
  throw new RangeError("No target of the store brings something new and something newer");
}

function assertNothingLost(root: string, { before, after, replaced }: Known, where: string): void {
  const now = durable(root);
  for (const path of differences(before, now)) {
    if (path === "journal.jsonl") {
      assert((now.get(path) ?? "").startsWith(before.get(path) ?? ""), `${where}: the journal has lost bytes`);
    } else if (before.has(path)) {
      assert(replaced.includes(path) || path === "manifest.json", `${where}: "${path}" was changed`);
      const kept = [...now].some(([one, text]) => one.endsWith(`/${path}`) && text === before.get(path));
      assert(kept, `${where}: "${path}" is neither there nor kept`);
    } else assert(path.startsWith("repair-reports/") || after.has(path), `${where}: "${path}" is foreign`);
  }
}

async function meet(known: Known, fate: Fate, where: string): Promise<number> {
  const root = fresh(known.folder);
  const side = makeFastFolder();
  const operations = faultyOperations(fate, side);
  const changer = createStoreChanger({
    files: operations.files,
    signals: () => () => {},
    exit: () => {},
    command: "test",
  });
  try {
    const doomed = await runInProcess(known.args, { changer: () => Promise.resolve(changer) });
    operations.bury();
    if (fate.kind === "none") return operations.count();
    assertNothingLost(root, known, where);
    if (fate.kind === "fail") {
      assert([0, 12, 19, 20, 21].includes(doomed.code), `${where}: ${doomed.code} ${doomed.stdout}`);
    }
    if (doomed.code === 20) assertEquals(differences(durable(root), known.before), [], where);
    const again = await runInProcess(known.args);
    assertEquals(again.code, 0, `${where}: ${again.stdout}`);
    assertEquals(differences(durable(root), known.after), [], where);
    return operations.count();
  } finally {
    Deno.removeSync(side, { recursive: true });
  }
}

Deno.test("an import that fails or dies at any operation is ended by the same command", async () => {
  const folder = makeFastFolder();
  let cases = 0;
  try {
    const known = await prepare(folder);
    const total = await meet(known, { kind: "none" }, "undisturbed");
    for (let at = 1; at <= total; at += STRIDE) {
      const turn = Math.floor(at / STRIDE);
      const [error, loses] = [ERRORS[turn % ERRORS.length] ?? "EIO", LOSSES[turn % LOSSES.length] ?? "nothing"];
      const where = `operation ${at} of ${total}`;
      await meet(known, { kind: "fail", at, error, forever: false }, `${where} fails with ${error}`);
      await meet(known, { kind: "die", at, loses }, `${where} is the last, and ${loses} are lost`);
      cases += 2;
    }
    console.log(`${cases} ways in which an import of ${total} operations failed or died`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
