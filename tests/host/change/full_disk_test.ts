/**
 * Dropping what is disposable on a full disk: its room is what the change is made in. Whatever fails, and wherever the
 * process dies, the rest of the store is as before or as planned, and the next run ends it.
 */
import { assert, assertEquals } from "@std/assert";
import type { FileOperations } from "../../../commands/host/change/file_operations.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { LOCK_PATH } from "../../../lib/model/change.ts";
import { IS_SOAK } from "../../helpers/soak.ts";
import { changeCase, LINE, STORE, type Tree } from "./change_requests.ts";
import { type Fate, faultyOperations } from "./faulty_operations.ts";
import { inFastFolder, makeFastFolder, plainTree, readTree, writeTree } from "./real_tree.ts";

const LEFTOVER = "tmp/batch-1";
const CHANGE = changeCase("drop", {
  before: new Map([...STORE, [LEFTOVER, "left over ".repeat(20_000)], ["tmp/batch-2", "more"]]),
  changes: [
    { path: LEFTOVER, content: null },
    { path: "tmp/batch-2", content: null },
    { path: "repair-reports/repair-1.json", content: '{"report":1}\n' },
  ],
  append: [LINE],
});
const { before: BEFORE, after: AFTER, request } = CHANGE;
const FULL = () => ({ free_bytes: 0, total_bytes: 1_000_000, free_inodes: null, total_inodes: null });

function changerOn(files: FileOperations) {
  return createStoreChanger({
    files: { ...files, room: FULL },
    signals: () => () => {},
    exit: () => {},
    command: "sourceos sync repair",
  });
}

/** The store but for what is disposable. */
function durable(tree: Tree): Tree {
  return plainTree(new Map([...tree].filter(([path]) => !path.startsWith("tmp/"))));
}

async function apply(root: string, files: FileOperations): Promise<unknown> {
  try {
    const store = await changerOn(files).lock(root);
    try {
      return await store.apply(request);
    } finally {
      store.release();
    }
  } catch (error) {
    return error;
  }
}

Deno.test("what a full disk drops is gone, and nothing of it is kept", () =>
  inFastFolder(async (root) => {
    writeTree(root, BEFORE);
    assertEquals(await apply(root, realOperations), { cleared: true });
    assertEquals(plainTree(readTree(root)), plainTree(AFTER));
  }));

Deno.test("a file with another name is not written over", () =>
  inFastFolder(async (root) => {
    writeTree(root, BEFORE);
    Deno.linkSync(`${root}/${LEFTOVER}`, `${root}/objects/other.json`);
    assertEquals(await apply(root, realOperations), { cleared: true });
    assertEquals(Deno.readTextFileSync(`${root}/objects/other.json`), BEFORE.get(LEFTOVER));
  }));

const SIDE = makeFastFolder();

/** The ways to meet one operation: it fails, or it is the last. */
function fatesAt(at: number): readonly Fate[] {
  const fates: readonly Fate[] = [
    { kind: "fail", at, error: "ENOSPC", forever: false },
    { kind: "fail", at, error: "EIO", forever: true },
    { kind: "die", at, loses: "bytes and names" },
    { kind: "die", at, loses: "nothing" },
  ];
  return IS_SOAK ? fates : fates.filter((_, index) => index % 2 === at % 2);
}

Deno.test("wherever that fails or dies, durable state is as before or as planned, and the next run ends it", async () => {
  const dropped = { some: 0, none: 0 };
  for (let at = 1, isOver = false; !isOver; at++) {
    for (const fate of fatesAt(at)) {
      await inFastFolder(async (root) => {
        writeTree(root, BEFORE);
        const operations = faultyOperations(fate, SIDE);
        const outcome = await apply(root, operations.files);
        operations.bury();
        isOver = operations.count() < at;
        const where = `${JSON.stringify(fate)}: ${outcome}`;
        const ended = outcome instanceof CliError ? outcome.exit : null;
        const now = readTree(root);
        if (ended === "rolled_back") {
          assertEquals(durable(now), durable(BEFORE), where);
          dropped[now.has(LEFTOVER) ? "none" : "some"]++;
          assertEquals(String(outcome).includes("stay deleted"), !now.has(LEFTOVER) || !now.has("tmp/batch-2"), where);
        }
        const next = await changerOn(realOperations).lock(root);
        const how = next.interrupted === null ? null : await next.recover();
        next.release();
        const left = readTree(root);
        const isDone = how === "completed" || (how === null && left.has("repair-reports/repair-1.json"));
        assertEquals(durable(left), durable(isDone ? AFTER : BEFORE), where);
        if (isDone) assertEquals([left.has(LEFTOVER), left.has("tmp/batch-2")], [false, false], where);
        assertEquals([...left.keys()].filter((path) => path.startsWith("tmp/sync-change")), [], where);
        assertEquals(left.has(LOCK_PATH), false, where);
      });
    }
  }
  assert(dropped.some > 0);
  Deno.removeSync(SIDE, { recursive: true });
});
