/** The lock of a store, between processes. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import type { StopSignal } from "../../../lib/change/stop_signal.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { INTENT_PATH, LOCK_PATH, WORK_FOLDER } from "../../../lib/model/change.ts";
import { startHolder } from "../../helpers/lock_holder.ts";
import { inTemporaryFolder } from "../../fixtures/temporary.ts";
import { CHANGE_CASES, STORE } from "./change_requests.ts";
import { plainTree, readTree, writeTree } from "./real_tree.ts";

const changer = createStoreChanger({
  files: realOperations,
  signals: () => () => {},
  exit: () => {},
  command: "sourceos sync repair",
});

function inStore(use: (root: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const root = join(folder, "store");
    Deno.mkdirSync(root);
    writeTree(root, STORE);
    await use(root);
  });
}

Deno.test("lock() refuses while a living process holds the lock, names it, and goes on once it was killed", () =>
  inStore(async (root) => {
    const holder = await startHolder(join(root, LOCK_PATH));
    const refusal = await assertRejects(() => changer.lock(root), CliError);
    assertEquals([refusal.exit, refusal.message], [
      "busy",
      `Cannot lock store "${root}": process ${holder.pid} (sourceos sync import) since 2026-02-03T04:05:06Z holds the lock`,
    ]);
    holder.kill("SIGKILL");
    await holder.status;
    assert(readTree(root).has(LOCK_PATH), "a killed process takes no file along");
    (await changer.lock(root)).release();
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));

Deno.test("lock() gives the lock to one of many at once", () =>
  inStore(async (root) => {
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => changer.lock(root)));
    const won = tries.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
    const lost = tries.flatMap((one) => one.status === "rejected" ? [one.reason.exit] : []);
    assertEquals([won.length, lost], [1, ["busy", "busy", "busy", "busy"]]);
    won.forEach((store) => store.release());
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    (await changer.lock(root)).release();
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));

for (const signal of ["interrupted", "terminated"] as const) {
  Deno.test(`a program that is ${signal} while nothing is changed lets go of the lock and ends, and says so`, () =>
    inStore(async (root) => {
      const ended: unknown[] = [];
      let send: (signal: StopSignal) => void = () => {};
      const store = await createStoreChanger({
        files: realOperations,
        signals: (onSignal) => {
          send = onSignal;
          return () => {};
        },
        exit: (...how) => ended.push(how),
        command: "sourceos sync repair",
      }).lock(root);
      send(signal);
      assertEquals(ended, [[signal, false]]);
      assertEquals(plainTree(readTree(root)), plainTree(STORE));
      store.release();
    }));
}

Deno.test("a program that is interrupted once its change stands says that it is done", () =>
  inStore(async (root) => {
    const ended: unknown[] = [];
    let send: (signal: StopSignal) => void = () => {};
    const [change] = CHANGE_CASES;
    const store = await createStoreChanger({
      files: realOperations,
      signals: (onSignal) => {
        send = onSignal;
        return () => {};
      },
      exit: (...how) => ended.push(how),
      command: "sourceos sync repair",
    }).lock(root);
    if (change !== undefined) await store.apply(change.request);
    send("interrupted");
    assertEquals(ended, [["interrupted", true]]);
    store.release();
  }));

Deno.test("release() leaves no trace in a store that had no tmp/", () =>
  inStore(async (root) => {
    Deno.removeSync(join(root, "tmp"));
    const store = await changer.lock(root);
    assertEquals(readTree(root).has(LOCK_PATH), true);
    store.release();
    store.release();
    assertEquals(readTree(root).has("tmp/"), false);
  }));

Deno.test("lock() takes over the file of an owner that is gone", () =>
  inStore(async (root) => {
    Deno.writeTextFileSync(join(root, LOCK_PATH), `${" ".repeat(5000)}{"pid":1}`);
    const store = await changer.lock(root);
    const owner: unknown = JSON.parse(Deno.readTextFileSync(join(root, LOCK_PATH)));
    store.release();
    assertEquals(
      Object.entries(Object(owner)).map(([name, value]) => [name, typeof value]),
      [["pid", "number"], ["started_at", "string"], ["booted_at", "string"], ["command", "string"]],
    );
  }));

const refused: readonly (readonly [name: string, spoil: (root: string) => void, exit: string])[] = [
  ["a root that is not there", (root) => Deno.removeSync(root, { recursive: true }), "no_state"],
  ["a lock that is a link", (root) => Deno.symlinkSync("../manifest.json", join(root, LOCK_PATH)), "denied"],
  ["a lock that is a folder", (root) => Deno.mkdirSync(join(root, LOCK_PATH)), "denied"],
  ["a lock that is a FIFO", (root) => makeFifo(join(root, LOCK_PATH)), "denied"],
  ["a tmp/ that is a link", (root) => {
    Deno.removeSync(join(root, "tmp"));
    Deno.symlinkSync("objects", join(root, "tmp"));
  }, "denied"],
];

function makeFifo(path: string): void {
  new Deno.Command("mkfifo", { args: [path] }).outputSync();
}

for (const [name, spoil, exit] of refused) {
  Deno.test(`lock() refuses ${name}`, () =>
    inStore(async (root) => {
      spoil(root);
      const before = exit === "no_state" ? null : readTree(root);
      assertEquals((await assertRejects(() => changer.lock(root), CliError)).exit, exit);
      assertEquals(exit === "no_state" ? null : readTree(root), before);
    }));
}

Deno.test("a store with an intent that nobody can read is left as it is", () =>
  inStore(async (root) => {
    Deno.mkdirSync(join(root, WORK_FOLDER));
    Deno.writeTextFileSync(join(root, INTENT_PATH), '{"schema":');
    const before = plainTree(readTree(root));
    const store = await changer.lock(root);
    const [first] = CHANGE_CASES;
    assertEquals(store.interrupted, null);
    assertEquals((await assertRejects(() => store.recover(), CliError)).exit, "manual");
    if (first !== undefined) {
      assertEquals((await assertRejects(() => store.apply(first.request), CliError)).exit, "manual");
    }
    store.release();
    assertEquals(plainTree(readTree(root)), before);
  }));
