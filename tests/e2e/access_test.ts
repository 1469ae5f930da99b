/** What each command answers to the owner of a store, a member of its group, a stranger and root (docs/scripting.md, "Exit codes"). */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { IS_COMPILED, runProgram } from "../helpers/program.ts";
import { HEALTHY, withStore } from "../helpers/stores.ts";

const OWNER = { uid: 65532, gid: 65531 };
const USERS = {
  owner: OWNER,
  member: { uid: 65533, gid: OWNER.gid },
  stranger: { uid: 65534, gid: 65534 },
  root: { uid: 0, gid: 0 },
} as const;
type User = keyof typeof USERS;

const COMMANDS = [
  ["status"],
  ["doctor"],
  ["plans"],
  ["explain", "object:nobody-has-this"],
  ["export", "object:nobody-has-this"],
  ["repair", "--dry-run"],
] as const;

/** Gives the store to its owner, with the modes that this umask leaves. */
function giveTo(root: string, { mode, umask }: { readonly mode: number; readonly umask: number }): void {
  const give = (path: string, isFolder: boolean) => {
    Deno.chownSync(path, OWNER.uid, OWNER.gid);
    Deno.chmodSync(path, (isFolder ? 0o777 : 0o666) & ~umask);
    if (!isFolder) return;
    for (const entry of Deno.readDirSync(path)) {
      if (entry.isFile || entry.isDirectory) give(join(path, entry.name), entry.isDirectory);
    }
  };
  give(root, true);
  Deno.chmodSync(root, mode);
}

const SEES = "sees the store";
const NOTHING = "is denied the store";
const CLOSED = "is denied what lies in it";

interface Row {
  readonly mode: number;
  readonly umask: number;
  readonly answers: Readonly<Record<User, typeof SEES | typeof NOTHING | typeof CLOSED>>;
}

const TABLE: readonly Row[] = [
  { mode: 0o750, umask: 0o022, answers: { owner: SEES, member: SEES, stranger: NOTHING, root: SEES } },
  { mode: 0o750, umask: 0o077, answers: { owner: SEES, member: CLOSED, stranger: NOTHING, root: SEES } },
  { mode: 0o700, umask: 0o022, answers: { owner: SEES, member: NOTHING, stranger: NOTHING, root: SEES } },
  { mode: 0o700, umask: 0o077, answers: { owner: SEES, member: NOTHING, stranger: NOTHING, root: SEES } },
];

/** status, doctor, plans, explain, export, repair; doctor grades what it finds where it sees the store. */
const CODES = {
  [SEES]: [0, null, 0, 17, 17, 0],
  [CLOSED]: [0, 3, 12, 12, 12, 12],
  [NOTHING]: [12, 12, 12, 12, 12, 12],
};

const canChangeUser = IS_COMPILED && Deno.uid() === 0;

for (const { mode, umask, answers } of TABLE) {
  const octal = (value: number) => value.toString(8).padStart(4, "0");
  Deno.test({
    name: `each command tells users what they may know of a store of mode ${octal(mode)}, umask ${octal(umask)}${
      canChangeUser ? "" : " (skipped: it takes root and a compiled program to run as another user)"
    }`,
    ignore: !canChangeUser,
    fn: () =>
      withStore(HEALTHY, async (root) => {
        giveTo(root, { mode, umask });
        for (const user of ["owner", "member", "stranger", "root"] as const) {
          const codes = CODES[answers[user]];
          for (const [index, words] of COMMANDS.entries()) {
            const want = codes[index] ?? null;
            const { code, stderr } = await runProgram(["sync", ...words, "--store", root], { user: USERS[user] });
            assertEquals(
              want === null || code === want,
              true,
              `${user}: ${words.join(" ")} ended with ${code}: ${stderr}`,
            );
            if (code !== 12) continue;
            assertMatch(stderr, new RegExp(`Run sudo -u '#${OWNER.uid}' sourceos sync ${words[0]}`));
            assertEquals(/not found|no such|nothing|creates one/i.test(stderr), false, stderr);
          }
        }
      }),
  });
}
