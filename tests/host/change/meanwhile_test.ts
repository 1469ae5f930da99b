/** What other programs do in the middle of a change: a daemon starts, and the lock's file is taken away. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { FileOperations } from "../../../commands/host/change/file_operations.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { INTENT_PATH, LOCK_PATH } from "../../../lib/model/change.ts";
import { CHANGE_CASES, type ChangeCase, changeCase, JOURNAL, LINE, STORE } from "./change_requests.ts";
import { inFastFolder, plainTree, readTree, writeTree } from "./real_tree.ts";

const changerOn = (files: Partial<FileOperations> = {}) =>
  createStoreChanger({
    files: { ...realOperations, ...files },
    signals: () => () => {},
    exit: () => {},
    command: "sourceos sync repair",
  });

const MANIFEST = '{"active_generation":3}\n';
const COUNTED: ChangeCase = changeCase("count an event", {
  before: new Map([...STORE, ["manifest.json", MANIFEST]]),
  changes: [
    {
      path: "indexes/object-heads.json",
      content: '{"entry_count":2}\n',
      keptAt: "repair-reports/before/repair-1/indexes/object-heads.json",
    },
    {
      path: "manifest.json",
      content: '{"active_generation":4}\n',
      keptAt: "repair-reports/before/repair-1/manifest.json",
    },
  ],
  append: [LINE],
});
const THEIR_LINE = LINE.replaceAll("3", "9");
const THEIR_MANIFEST = '{"active_generation":4,"by":"daemon"}\n';

/** The change, with a daemon that starts just before it is asked for the nth time, and does its work then. */
async function applyBeside(root: string, startsAt: number, work: () => void) {
  let asked = 0;
  const store = await changerOn().lock(root, () => {
    if (++asked < startsAt) return Promise.resolve();
    work();
    return Promise.reject(new CliError("busy", "Cannot repair: a daemon serves this store", { code: "served" }));
  });
  const outcome: unknown = await store.apply(COUNTED.request).catch((error: unknown) => error);
  store.release();
  assert(outcome instanceof CliError);
  return outcome;
}

function recordEvent(root: string): void {
  Deno.writeTextFileSync(join(root, "journal.jsonl"), THEIR_LINE, { append: true });
  Deno.writeTextFileSync(join(root, "manifest.json.tmp"), THEIR_MANIFEST);
  Deno.renameSync(join(root, "manifest.json.tmp"), join(root, "manifest.json"));
}

for (
  const [name, startsAt, exit] of [
    ["before the intent is there is met before anything is touched", 1, "busy"],
    ["before the change comes to stand makes it go back", 2, "rolled_back"],
  ] as const
) {
  Deno.test(`a daemon that starts ${name}`, () =>
    inFastFolder(async (root) => {
      writeTree(root, COUNTED.before);
      const { exit: found, code } = await applyBeside(root, startsAt, () => {});
      assertEquals([found, code], [exit, "served"]);
      assertEquals(plainTree(readTree(root)), plainTree(COUNTED.before));
    }));

  Deno.test(`a daemon that starts ${name}, and keeps what it wrote`, () =>
    inFastFolder(async (root) => {
      writeTree(root, COUNTED.before);
      assertEquals((await applyBeside(root, startsAt, () => recordEvent(root))).exit, exit);
      const want = new Map([
        ...COUNTED.before,
        ["journal.jsonl", JOURNAL + THEIR_LINE],
        ["manifest.json", THEIR_MANIFEST],
      ]);
      assertEquals(plainTree(readTree(root)), plainTree(want));
    }));
}

Deno.test("an event that others append while the manifest is put in place makes the change go back, with theirs whole", () =>
  inFastFolder(async (root) => {
    writeTree(root, COUNTED.before);
    const rename: FileOperations["rename"] = (from, to) => {
      realOperations.rename(from, to);
      if (to === join(root, "manifest.json") && from.includes("/new-")) {
        Deno.writeTextFileSync(join(root, "journal.jsonl"), THEIR_LINE, { append: true });
      }
    };
    const store = await changerOn({ rename }).lock(root);
    const outcome: unknown = await store.apply(COUNTED.request).catch((error: unknown) => error);
    store.release();
    assert(outcome instanceof CliError);
    assertEquals(outcome.exit, "rolled_back");
    const want = new Map([...COUNTED.before, ["journal.jsonl", JOURNAL + THEIR_LINE]]);
    assertEquals(plainTree(readTree(root)), plainTree(want));
  }));

/** Ways to lose the lock's file, and what the change ends with. */
const LOSSES: readonly (readonly [name: string, exit: string, isTaken: boolean, lose: (lock: string) => void])[] = [
  ["is removed", "rolled_back", false, (lock) => Deno.removeSync(lock)],
  ["is replaced by one that nobody holds", "rolled_back", false, replace],
  ["is replaced by one that another process holds", "busy", true, replace],
];

function replace(lock: string): void {
  Deno.writeTextFileSync(`${lock}.new`, "");
  Deno.renameSync(`${lock}.new`, lock);
}

/** Loses the lock at one operation of the change; what that comes to, and how many operations there were. */
async function applyAndLose(
  root: string,
  { request }: ChangeCase,
  at: number,
  { isTaken, lose }: { readonly isTaken: boolean; readonly lose: (lock: string) => void },
) {
  let count = -Infinity;
  const noted = <Args extends readonly unknown[], Result>(operation: (...args: Args) => Result) => (...args: Args) => {
    if (++count === at) lose(join(root, LOCK_PATH));
    return operation(...args);
  };
  const { look, create, rename, link, remove, syncFolder, openLock } = realOperations;
  const store = await changerOn({
    look: noted(look),
    create: noted(create),
    rename: noted(rename),
    link: noted(link),
    remove: noted(remove),
    syncFolder: noted(syncFolder),
    openLock(path) {
      const file = openLock(path);
      if (!isTaken) return file;
      return {
        ...file,
        tryLock() {
          file.close();
          return Promise.resolve(false);
        },
      };
    },
  }).lock(root);
  count = 0;
  const outcome: unknown = await store.apply(request).catch((error: unknown) => error);
  const total = count;
  count = -Infinity;
  store.release();
  return { outcome, total };
}

/** From one operation that is tried to the next. */
const STRIDE = 3;

for (const [name, exit, isTaken, lose] of LOSSES) {
  for (const change of CHANGE_CASES.filter((one) => one.name === "several at once")) {
    Deno.test(`a change whose lock ${name} stops before its next step, and nothing is lost`, async () => {
      const met = new Set<string>();
      for (let at = 1, isOver = false; !isOver; at += STRIDE) {
        await inFastFolder(async (root) => {
          writeTree(root, change.before);
          const { outcome, total } = await applyAndLose(root, change, at, { isTaken, lose });
          isOver = at > total;
          const isDone = !(outcome instanceof Error);
          if (!isDone) {
            assert(outcome instanceof CliError, String(outcome));
            assertEquals(outcome.exit, exit, `${at} of ${total}: ${outcome.message}`);
            met.add(readTree(root).has(INTENT_PATH) ? "begun" : "not begun");
          }
          const next = await changerOn().lock(root);
          const how = next.interrupted === null ? null : await next.recover();
          next.release();
          const want = isDone || how === "completed" ? change.after : change.before;
          assertEquals(plainTree(readTree(root)), plainTree(want), `${at} of ${total}`);
        });
      }
      assertEquals([...met].sort(), isTaken ? ["begun", "not begun"] : ["not begun"]);
    });
  }
}
