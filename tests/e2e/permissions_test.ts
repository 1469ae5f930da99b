/** What the compiled program may do is written in it: by name, and no more. */
import { assertEquals } from "@std/assert";
import { programPath, programTest } from "../helpers/program.ts";

const MARK = '"permissions":{';

/** The permissions as the compiler wrote them into the program, null where one is not given. */
function permissionsOf(path: string): Readonly<Record<string, unknown>> {
  const text = new TextDecoder("latin1").decode(Deno.readFileSync(path));
  const start = text.lastIndexOf(MARK) + MARK.length - 1;
  return JSON.parse(text.slice(start, text.indexOf("}", start) + 1));
}

programTest("the compiled program has each permission by name, and runs, loads and imports nothing", () => {
  const permissions = permissionsOf(programPath());
  const { allow_all: all, allow_run: run, allow_ffi: ffi, deny_import: notImported, prompt } = permissions;
  // An empty list stands for everything.
  assertEquals({ all, run, ffi, notImported, prompt }, {
    all: false,
    run: null,
    ffi: null,
    notImported: [],
    prompt: false,
  });
  assertEquals(permissions["allow_net"], ["127.0.0.0/8", "localhost", "[::1]"]);
  assertEquals(permissions["allow_sys"], ["statfs", "osUptime", "uid", "gid"]);
}, { compiledOnly: true });
