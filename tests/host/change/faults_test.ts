/**
 * Every file operation of every kind of change fails, and is the last one of its process. Whatever happens, the store is
 * in the end exactly as before or exactly as planned, and on the way no byte of it is lost. `make soak` lets each operation
 * fail and die in every way; otherwise the ways take turns.
 */
import { assert, assertEquals } from "@std/assert";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import type { FileOperations } from "../../../commands/host/change/file_operations.ts";
import type { StoreChanger } from "../../../commands/host/types/store_changer.ts";
import { isDeletion } from "../../../lib/change/deletion.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { LOCK_PATH, WORK_FOLDER } from "../../../lib/model/change.ts";
import { IS_SOAK } from "../../helpers/soak.ts";
import { CHANGE_CASES, type ChangeCase, type Tree } from "./change_requests.ts";
import { Died, type ErrorName, type Fate, type FaultyOperations, faultyOperations } from "./faulty_operations.ts";
import { makeFastFolder, plainTree, readTree, writeTree } from "./real_tree.ts";

const SIDE = makeFastFolder();
const ERROR_NAMES: readonly ErrorName[] = ["ENOSPC", "EIO", "EACCES"];
const LOSSES = ["bytes and names", "bytes", "nothing"] as const;
/** Operations from one that is the first of many failures to the next. */
const FROM_ONE_ON = IS_SOAK ? 1 : 11;
let cases = 0;

/** Of these ways to fail or to die those that are tried at this operation. */
function waysAt<Way>(at: number, ways: readonly Way[]): readonly Way[] {
  return IS_SOAK ? ways : ways.filter((_, index) => index === at % ways.length);
}

/** From one operation that is tried to the next: what a change of several kinds does, those kinds do as well. */
function strideOf({ name }: ChangeCase): number {
  return IS_SOAK || name !== "several at once" ? 1 : 4;
}

function changerOn(files: FileOperations): StoreChanger {
  return createStoreChanger({ files, signals: () => () => {}, exit: () => {}, command: "sourceos sync repair" });
}

const healthy = changerOn(realOperations);

/** What the store holds, without what is disposable once its process is gone. */
function stateOf(root: string): Tree {
  const tree = readTree(root);
  const left = [...tree].filter(([path]) => path !== LOCK_PATH && !path.startsWith(`${WORK_FOLDER}/`));
  return plainTree(new Map([...left, ["tmp/", ""]]));
}

/** As assertEquals(), which takes its time with maps. */
function assertTree(found: Tree, expected: Tree, message?: string): void {
  if (JSON.stringify([...found]) !== JSON.stringify([...expected])) assertEquals(found, expected, message);
}

function withTmp(tree: Tree): Tree {
  return plainTree(new Map([...tree, ["tmp/", ""]]));
}

interface MetFate {
  readonly root: string;
  readonly operations: FaultyOperations;
  /** What apply() gave or threw. */
  readonly outcome: unknown;
  /** Whether a loss of power takes more along than a kill. */
  readonly hasLost: boolean;
}

/** Starts from the earlier tree, lets the change meet its fate, and hands over the outcome. */
async function meetFate(
  { before, request }: ChangeCase,
  fate: Fate,
  check: (run: MetFate) => Promise<void>,
): Promise<number> {
  const root = makeFastFolder();
  const operations = faultyOperations(fate, SIDE);
  try {
    writeTree(root, before);
    let outcome: unknown;
    try {
      const store = await changerOn(operations.files).lock(root);
      try {
        outcome = await store.apply(request);
      } finally {
        store.release();
      }
    } catch (error) {
      outcome = error;
    }
    const hasLost = operations.bury();
    cases++;
    await check({ root, operations, outcome, hasLost });
    return operations.count();
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

/** Where a change stopped on the way: every file is whole, and what it was before is in its place or kept. */
function assertNothingLost(now: Tree, { before, request }: ChangeCase): void {
  const changed = new Map(request.changes.map(({ change }) => [change.path, change]));
  for (const [path, text] of before) {
    if (path.endsWith("/")) continue;
    const found = now.get(path) ?? "";
    const change = changed.get(path);
    if (path === "journal.jsonl" && request.append !== null) {
      assert(found.startsWith(text), `${path} has lost bytes`);
      assert((text + [...request.append.lines()].join("")).startsWith(found), `${path} has foreign bytes`);
    } else if (change === undefined) assertEquals(found, text);
    else if (found !== text && !isDeletion(change)) {
      assertEquals(now.get(change.kept_at ?? ""), text, `${path} is neither there nor kept`);
    }
  }
}

function assertWhole(now: Tree, { before, after }: ChangeCase): void {
  for (const [path, text] of now) {
    if (path.startsWith("tmp/") || path === "journal.jsonl" || path.endsWith("/")) continue;
    assert(text === before.get(path) || text === after.get(path), `${path} holds ${JSON.stringify(text)}`);
  }
}

function assertSound(root: string, change: ChangeCase): void {
  const now = readTree(root);
  assertNothingLost(now, change);
  assertWhole(now, change);
}

/** The next process: it ends what was begun, and can carry the change out where it was not. */
async function assertRecovers(root: string, { before, after, request }: ChangeCase): Promise<void> {
  const store = await healthy.lock(root);
  if (store.interrupted !== null) {
    const outcome = await store.recover();
    assertTree(stateOf(root), withTmp(outcome === "completed" ? after : before), outcome);
    assertEquals([...readTree(root).keys()].filter((path) => path.startsWith(WORK_FOLDER)), []);
  }
  const state = JSON.stringify([...stateOf(root)]);
  if (state !== JSON.stringify([...withTmp(after)])) {
    assertTree(stateOf(root), withTmp(before));
    assertEquals(await store.apply(request), { cleared: true });
  }
  store.release();
  assertTree(stateOf(root), withTmp(after));
}

async function operationsOf(change: ChangeCase): Promise<number> {
  return await meetFate(change, { kind: "none" }, ({ outcome }) => {
    assertEquals(outcome, { cleared: true });
    return Promise.resolve();
  });
}

for (const change of CHANGE_CASES) {
  Deno.test(`${change.name}: where any operation fails the store is as before, or as planned`, async () => {
    const total = await operationsOf(change);
    for (let at = 1; at <= total; at += strideOf(change)) {
      for (const error of waysAt(at, ERROR_NAMES)) {
        await meetFate(change, { kind: "fail", at, error, forever: false }, async ({ root, outcome }) => {
          const where = `operation ${at} of ${total} fails with ${error}`;
          if (outcome instanceof Error) {
            assert(outcome instanceof CliError, `${where}: ${outcome.stack}`);
            assert(["rolled_back", "io", "denied"].includes(outcome.exit), `${where}: ${outcome.message}`);
            assertTree(stateOf(root), withTmp(change.before), `${where}: ${outcome.message}`);
          } else assertTree(stateOf(root), withTmp(change.after), where);
          // The errors differ in what is told, not in what is left.
          if (error === "EIO") await assertRecovers(root, change);
        });
      }
    }
  });

  Deno.test(`${change.name}: where every operation fails from one on, the next run ends it`, async () => {
    const total = await operationsOf(change);
    for (let at = 1; at <= total; at += FROM_ONE_ON) {
      await meetFate(change, { kind: "fail", at, error: "EIO", forever: true }, async ({ root, outcome }) => {
        const where = `operation ${at} of ${total}`;
        if (outcome instanceof Error) {
          assert(outcome instanceof CliError, `${where}: ${outcome.stack}`);
          assert(["rolled_back", "io", "manual"].includes(outcome.exit), `${where}: ${outcome.message}`);
          if (outcome.exit !== "manual") assertTree(stateOf(root), withTmp(change.before), where);
        } else assertTree(stateOf(root), withTmp(change.after), where);
        assertSound(root, change);
        await assertRecovers(root, change);
      });
    }
  });

  Deno.test(`${change.name}: where the process dies after any operation, the next run ends it`, async () => {
    const total = await operationsOf(change);
    for (let at = 1; at <= total; at += strideOf(change)) {
      let isSynced = false;
      for (const loses of waysAt(at, LOSSES)) {
        // Where all is on the disk, power takes no more along than a kill.
        if (isSynced) break;
        await meetFate(change, { kind: "die", at, loses }, async ({ root, operations, hasLost }) => {
          isSynced = !hasLost;
          assert(operations.isDead());
          assertSound(root, change);
          await assertRecovers(root, change);
        });
      }
    }
  });
}

/** Of what a change leaves that died, and of what a recovery leaves that died: enough to meet every step in both. */
const SAMPLED = { changes: ["move a record aside", "undo"], everyDeath: IS_SOAK ? 9 : 71, everySecondDeath: 4 };

for (const change of CHANGE_CASES.filter(({ name }) => SAMPLED.changes.includes(name))) {
  Deno.test(`${change.name}: where the recovery fails or dies too, the next one ends it`, async () => {
    const total = await operationsOf(change);
    for (let at = SAMPLED.everyDeath; at <= total; at += SAMPLED.everyDeath) {
      for (let second = 1 + at % SAMPLED.everySecondDeath;; second += SAMPLED.everySecondDeath) {
        let isOver = false;
        const loses = LOSSES[second % LOSSES.length] ?? "nothing";
        await meetFate(change, { kind: "die", at, loses }, async ({ root }) => {
          isOver = await recoverInto(root, change, { kind: "die", at: second, loses });
        });
        await meetFate(change, { kind: "die", at, loses: "nothing" }, async ({ root }) => {
          await recoverInto(root, change, { kind: "fail", at: second, error: "EIO", forever: second % 2 === 0 });
        });
        if (isOver) break;
      }
    }
  });
}

/** Whether the recovery was over before it met its fate. */
async function recoverInto(root: string, change: ChangeCase, fate: Fate): Promise<boolean> {
  const operations = faultyOperations(fate, SIDE);
  let ended: unknown = null;
  try {
    const store = await changerOn(operations.files).lock(root);
    try {
      if (store.interrupted !== null) await store.recover();
    } finally {
      store.release();
    }
  } catch (error) {
    ended = error;
  }
  operations.bury();
  const where = `recovery with ${JSON.stringify(fate)}`;
  assert(ended === null || ended instanceof Died || ended instanceof CliError, `${where}: ${ended}`);
  assertSound(root, change);
  await assertRecovers(root, change);
  return operations.count() < ("at" in fate ? fate.at : 0);
}

Deno.test("the cases are many", () => {
  console.log(`${cases} cases of failing and dying at a file operation`);
  assert(cases >= (IS_SOAK ? 8000 : 1500));
  Deno.removeSync(SIDE, { recursive: true });
});
