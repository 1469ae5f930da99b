/** A command that reads gives up the permission to write before it looks at anything; run in this process, to see when. */
import { assertEquals, assertThrows } from "@std/assert";
import { join } from "@std/path";
import type { Host } from "../../commands/host/types/host.ts";
import { createCaller } from "../../commands/host/caller.ts";
import { createHost } from "../../commands/host/real.ts";
import { run } from "../../commands/run.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";
import { COMMANDS } from "../helpers/commands.ts";
import { BUILD } from "../helpers/build.ts";

/** As in .ci/build.ts, but for the addresses and variables that it names one by one. */
const PERMISSIONS: Deno.PermissionOptionsObject = {
  read: true,
  write: true,
  env: true,
  net: ["127.0.0.1"],
  sys: ["uid"],
};

/** A host that notes the order of its effects and writes nothing for people. */
function watchedHost(): { readonly host: Host; readonly effects: string[] } {
  const real = createHost(createCaller({ words: [], build: BUILD }));
  const effects: string[] = [];
  const noted =
    <Args extends readonly unknown[], Result>(name: string, effect: (...args: Args) => Result) =>
    (...args: Args): Result => {
      effects.push(name);
      return effect(...args);
    };
  const silent = { traits: { isTerminal: false, columns: null }, write: () => Promise.resolve() };
  return {
    effects,
    host: {
      ...real,
      stdout: silent,
      stderr: silent,
      stores: {
        choose: noted("choose store", real.stores.choose),
        read: noted("read store", real.stores.read),
        searchJournal: noted("search journal", real.stores.searchJournal),
        newestEvents: noted("read newest events", real.stores.newestEvents),
        readRecord: noted("read a record", real.stores.readRecord),
        readKept: noted("read a record", real.stores.readKept),
        readLine: noted("read a line", real.stores.readLine),
        tallyActivity: noted("count events", real.stores.tallyActivity),
        findMoving: noted("look again", real.stores.findMoving),
        readBytes: noted("read bytes", real.stores.readBytes),
        recordCache: real.stores.recordCache,
        selectEvents: noted("select events", real.stores.selectEvents),
      },
      daemons: { ...real.daemons, probe: noted("ask daemon", real.daemons.probe) },
      files: {
        read: noted("read file", real.files.read),
        requireOutside: real.files.requireOutside,
        writeNew: noted("write file", real.files.writeNew),
        replace: noted("write file", real.files.replace),
        writeNewBytes: noted("write file", real.files.writeNewBytes),
      },
      giveUpWriting: noted("give up writing", () => {}),
    },
  };
}

async function effectsOf(args: readonly string[]): Promise<readonly string[]> {
  const { host, effects } = watchedHost();
  await run(args, host, () => Promise.resolve(host));
  return effects;
}

for (const { name, args } of COMMANDS.filter(({ writes }) => writes !== true)) {
  Deno.test(`${name} gives up writing before it looks at anything`, () =>
    withStore(HEALTHY, async (root) => {
      const [first = "give up writing"] = await effectsOf([...args, "--store", root, "--daemon", "none"]);
      assertEquals(first, "give up writing");
    }));
}

Deno.test("a snapshot is read only after writing was given up", () =>
  withStore(HEALTHY, async (root) => {
    const effects = await effectsOf(["sync", "doctor", "--snapshot", join(root, "manifest.json")]);
    assertEquals(effects, ["give up writing", "read file"]);
  }));

Deno.test("doctor keeps the permission to write where it is to save a snapshot, and writes last", () =>
  withStore(HEALTHY, async (root) => {
    const file = join(root, "..", "snapshot.json");
    const effects = await effectsOf([
      "sync",
      "doctor",
      "--store",
      root,
      "--daemon",
      "none",
      "--save-snapshot",
      file,
    ]);
    assertEquals(effects, ["choose store", "ask daemon", "read store", "write file"]);
  }));

const scratch = Deno.makeTempDirSync();

Deno.test({
  name: "giveUpWriting() leaves a process that may read and cannot write, not even what it could name",
  permissions: PERMISSIONS,
  fn() {
    const file = join(scratch, "file");
    Deno.writeTextFileSync(file, "before");
    const host = createHost(createCaller({ words: [], build: BUILD }));
    host.giveUpWriting();
    host.close();
    for (
      const write of [
        () => Deno.writeTextFileSync(file, "after"),
        () => Deno.removeSync(file),
        () => Deno.renameSync(file, `${file}2`),
        () => Deno.mkdirSync(join(scratch, "folder")),
        () => Deno.chmodSync(file, 0o777),
        () => Deno.openSync(file, { read: true, write: true }),
      ]
    ) assertThrows(write, Deno.errors.NotCapable);
    assertEquals(Deno.readTextFileSync(file), "before");
  },
});

Deno.test("giveUpWriting() is over with its test, so that this can clean up", () => {
  Deno.removeSync(scratch, { recursive: true });
});
