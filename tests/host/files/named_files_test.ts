/** New files that a person names: whole or not at all. */
import { createDeadline } from "../../../commands/host/terminal/deadline.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { createNamedFiles } from "../../../commands/host/files/named_files.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { inTemporaryFolder } from "../../helpers/tools.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

const files = createNamedFiles({ deadline: createDeadline(), progress: NO_PROGRESS });
const encoder = new TextEncoder();

function names(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

async function* parts(...texts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(encoder.encode(text));
}

Deno.test("a new file holds every part, and only its owner can read it", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "new");
    await files.writeNewBytes(path, parts("a", "", "b".repeat(1_000_000), "c"));
    const { mode } = await Deno.stat(path);
    assertEquals([await Deno.readTextFile(path), (mode ?? 0) & 0o777], [`a${"b".repeat(1_000_000)}c`, 0o600]);
    assertEquals(names(folder), ["new"]);
  }));

const occupied: readonly (readonly [name: string, make: (path: string) => Promise<void>])[] = [
  ["a file", (path) => Deno.writeTextFile(path, "mine")],
  ["a folder", (path) => Deno.mkdir(path)],
  ["a link to nothing", (path) => Deno.symlink("nowhere", path)],
];

for (const [name, make] of occupied) {
  Deno.test(`${name} is never written over`, () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "taken");
      await make(path);
      const before = await Deno.lstat(path);
      for (const write of [() => files.writeNew(path, "text"), () => files.writeNewBytes(path, parts("text"))]) {
        const { exit, message } = await assertRejects(write, CliError);
        assertEquals([exit, message], ["usage", `Cannot write "${path}": the file exists`]);
      }
      assertEquals([(await Deno.lstat(path)).ino, names(folder)], [before.ino, ["taken"]]);
    }));
}

Deno.test("a file that comes about meanwhile is not written over either", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "taken");
    async function* content(): AsyncIterable<Uint8Array> {
      yield encoder.encode("a");
      await Deno.writeTextFile(path, "mine");
    }
    const { message } = await assertRejects(() => files.writeNewBytes(path, content()), CliError);
    assertEquals(message, `Cannot write "${path}": the file exists`);
    assertEquals([await Deno.readTextFile(path), names(folder)], ["mine", ["taken"]]);
  }));

Deno.test("a folder that is not there is named as such", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "absent", "new");
    const { exit, message } = await assertRejects(() => files.writeNewBytes(path, parts("a")), CliError);
    assertEquals([exit, message], ["not_found", `Cannot write "${path}": its folder does not exist`]);
  }));

// SIGINT would end the test runner as well.
Deno.test("a file that a signal interrupts is not there", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "new");
    async function* content(): AsyncIterable<Uint8Array> {
      yield encoder.encode("a");
      Deno.kill(Deno.pid, "SIGTERM");
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        yield encoder.encode("b");
      }
    }
    const { exit, message } = await assertRejects(() => files.writeNewBytes(path, content()), CliError);
    assertEquals([exit, message], ["terminated", `Cannot write "${path}": the program was terminated`]);
    assertEquals(names(folder), []);
  }));

Deno.test("a content that fails leaves no file, and its error as it was", () =>
  inTemporaryFolder(async (folder) => {
    const bug = new TypeError("Cannot do it");
    async function* content(): AsyncIterable<Uint8Array> {
      yield* parts("a");
      throw bug;
    }
    const error = await assertRejects(() => files.writeNewBytes(join(folder, "new"), content()), TypeError);
    assertEquals([error === bug, names(folder)], [true, []]);
  }));

const replaced: readonly (readonly [name: string, make: (path: string) => unknown, left: string | null])[] = [
  ["nothing", () => {}, "text"],
  ["a file", (path) => Deno.writeTextFileSync(path, "before"), "text"],
  ["a link, which is not followed", (path) => Deno.symlinkSync("elsewhere", path), "text"],
  ["a folder", (path) => Deno.mkdirSync(path), null],
  ["a pipe", (path) => new Deno.Command("mkfifo", { args: [path] }).outputSync(), null],
];

for (const [name, make, left] of replaced) {
  Deno.test(`what takes the place of a file ${left === null ? "leaves" : "takes that of"} ${name}`, () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "metrics");
      make(path);
      const before = left === null ? Deno.lstatSync(path).ino : null;
      const write = () => files.replace(path, "text", { outside: null });
      if (left === null) {
        const { exit, message } = await assertRejects(write, CliError);
        assertEquals(exit, "usage");
        assertEquals(message, `Cannot write "${path}": what is there is no file, and is not replaced`);
        assertEquals([Deno.lstatSync(path).ino, names(folder)], [before, ["metrics"]]);
      } else {
        await write();
        assertEquals([Deno.lstatSync(path).isFile, Deno.readTextFileSync(path), names(folder)], [true, left, [
          "metrics",
        ]]);
      }
    }));
}
