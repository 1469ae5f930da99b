import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import {
  canClose,
  closedMode,
  isClosed,
  modeOfNewFile,
  modeOfNewFolder,
  modeOfReplacement,
  openedMode,
} from "../../../lib/change/modes.ts";

const GID = 991;
const octal = (mode: number) => mode.toString(8);

const roots: readonly (readonly [root: number, file: string, folder: string])[] = [
  [0o700, "600", "700"],
  [0o750, "640", "750"],
  [0o755, "640", "750"],
  [0o770, "660", "770"],
  [0o777, "660", "770"],
  [0o710, "600", "710"],
  [closedMode(0o770), "660", "770"],
];

for (const [root, file, folder] of roots) {
  Deno.test(`below a root of ${octal(root)} a new file is ${file}, and a new folder ${folder}`, () => {
    const facts = { mode: root, gid: GID };
    assertEquals(
      [modeOfNewFile(facts, { gid: GID }), modeOfNewFolder(facts, { gid: GID, mode: 0o700 })].map(octal),
      [file, folder],
    );
  });
}

Deno.test("a file of another group than the root's is its owner's alone", () => {
  const root = { mode: 0o770, gid: GID };
  assertEquals(octal(modeOfNewFile(root, { gid: 1 })), "600");
  assertEquals(octal(modeOfNewFolder(root, { gid: 1, mode: 0o2700 })), "2700");
});

const replaced: readonly (readonly [name: string, earlier: number, gid: number, isSecret: boolean, want: string])[] = [
  ["keeps its bits", 0o644, GID, false, "644"],
  ["keeps no bits that change who runs it", 0o6755, GID, false, "755"],
  ["of a secret is nothing to others", 0o644, GID, true, "640"],
  ["of another group is nothing to that group", 0o664, 1, false, "604"],
];

for (const [name, mode, gid, isSecret, want] of replaced) {
  Deno.test(`a file that is replaced ${name}`, () =>
    assertEquals(octal(modeOfReplacement({ mode, gid: GID }, { gid, isSecret })), want));
}

Deno.test("a closed folder is one that its group cannot write, and opens to what it was", () =>
  fc.assert(fc.property(fc.integer({ min: 0, max: 0o3777 }), (mode) => {
    assertEquals(closedMode(mode) & 0o020, 0);
    assertEquals(isClosed(closedMode(mode)), (mode & 0o020) !== 0);
    assertEquals(octal(openedMode(closedMode(mode))), octal(mode));
    assertEquals(closedMode(closedMode(mode)), closedMode(mode));
  })));

const closers: readonly (readonly [name: string, mode: number, uid: number, gid: number, want: boolean])[] = [
  ["its owner", 0o770, 990, 1, true],
  ["its owner, in its group that it hands down", 0o2770, 990, GID, true],
  ["its owner, who is not in the group that it hands down", 0o2770, 990, 1, false],
  ["root, whatever the group", 0o2770, 0, 0, true],
  ["its owner, where its group cannot write it anyhow", 0o2750, 990, 1, true],
];

for (const [name, mode, uid, gid, want] of closers) {
  Deno.test(`canClose() says ${want} of ${octal(mode)} to ${name}`, () =>
    assertEquals(canClose({ mode, gid: GID }, { uid, gid }), want));
}
