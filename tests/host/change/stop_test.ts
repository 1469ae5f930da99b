/** A signal between any two operations of a change: before the intent nothing stays, after it the next run goes on. */
import { assert, assertEquals } from "@std/assert";
import type { FileOperations } from "../../../commands/host/change/file_operations.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import type { StopSignal } from "../../../lib/change/stop_signal.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { LOCK_PATH } from "../../../lib/model/change.ts";
import { CHANGE_CASES, type ChangeCase, type Tree } from "./change_requests.ts";
import { inFastFolder, plainTree, readTree, writeTree } from "./real_tree.ts";

/** The real operations, with a call before each. */
function watched(before: () => void): FileOperations {
  const noted = <Args extends readonly unknown[], Result>(operation: (...args: Args) => Result) => (...args: Args) => {
    before();
    return operation(...args);
  };
  const { look, create, rename, link, remove, syncFolder } = realOperations;
  return {
    ...realOperations,
    look: noted(look),
    create: noted(create),
    rename: noted(rename),
    link: noted(link),
    remove: noted(remove),
    syncFolder: noted(syncFolder),
  };
}

/** What the change ends with where the signal comes at that operation, and how many operations there were. */
async function applyWithSignal(root: string, { request }: ChangeCase, at: number, signal: StopSignal) {
  let count = 0;
  let send: (signal: StopSignal) => void = () => {};
  const files = watched(() => {
    if (++count === at) send(signal);
  });
  const store = await createStoreChanger({
    files,
    signals: (onSignal) => {
      send = onSignal;
      return () => {};
    },
    exit: () => {},
    command: "sourceos sync repair",
  }).lock(root);
  count = 0;
  const outcome: unknown = await store.apply(request).catch((error: unknown) => error);
  store.release();
  return { outcome, count };
}

for (const change of CHANGE_CASES.filter(({ name }) => ["several at once", "undo"].includes(name))) {
  Deno.test(`${change.name}: a signal at any operation leaves what the next run completes`, async () => {
    const stopped = new Set<string>();
    for (let at = 1, total = 1; at <= total; at++) {
      await inFastFolder(async (root) => {
        writeTree(root, change.before);
        const { outcome, count } = await applyWithSignal(root, change, at, at % 2 === 0 ? "interrupted" : "terminated");
        total = outcome instanceof Error ? at + 1 : count;
        const again = await createStoreChanger({
          files: realOperations,
          signals: () => () => {},
          exit: () => {},
          command: "sourceos sync repair",
        }).lock(root);
        if (!(outcome instanceof Error)) {
          stopped.add("went on");
          assertEquals(outcome, { cleared: true });
          assertEquals(again.interrupted, null);
        } else {
          assert(outcome instanceof CliError, outcome.stack);
          assertEquals(outcome.exit, at % 2 === 0 ? "interrupted" : "terminated");
          if (again.interrupted === null) {
            stopped.add("before the intent");
            assertEquals(withoutLock(readTree(root)), withoutLock(change.before));
            await again.apply(change.request);
          } else {
            stopped.add("after the intent");
            assert(outcome.hint?.includes("sourceos sync repair --apply"), outcome.hint ?? "");
            assertEquals(await again.recover(), "completed");
          }
        }
        again.release();
        assertEquals(plainTree(readTree(root)), plainTree(change.after));
      });
    }
    assertEquals([...stopped].sort(), ["after the intent", "before the intent", "went on"]);
  });
}

/** The tree but for the lock that is held while it is looked at. */
function withoutLock(tree: Tree): Tree {
  return plainTree(new Map([...tree, ["tmp/", ""] as const].filter(([path]) => path !== LOCK_PATH)));
}
