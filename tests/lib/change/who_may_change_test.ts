import { assertEquals } from "@std/assert";
import {
  findFolderProblem,
  findParentProblem,
  findRootProblem,
  type FolderFacts,
  type OwnerCommand,
  ownerCommand,
  ownershipError,
  type OwnershipProblem,
} from "../../../lib/change/who_may_change.ts";

const OWNER = 990;
const folder = (path: string, mode: number, uid = OWNER): FolderFacts => ({ path, mode, uid, gid: 991 });
const STRANGER: OwnershipProblem = { kind: "not_owner", path: "/srv/s", uid: OWNER, gid: 991 };
const OPEN = { kind: "open_to_all", path: "/srv/s" } as const;

const roots: readonly (readonly [
  name: string,
  facts: { readonly mode: number; readonly above?: readonly FolderFacts[]; readonly caller?: number },
  want: OwnershipProblem | null,
])[] = [
  ["the owner's", { mode: 0o750 }, null],
  ["the owner's, and its group's to write", { mode: 0o2770 }, null],
  ["the owner's, below a folder of root", { mode: 0o750, above: [folder("/srv", 0o755, 0)] }, null],
  ["below a sticky folder that everybody writes", { mode: 0o700, above: [folder("/tmp", 0o1777, 0)] }, null],
  ["another user's", { mode: 0o755, caller: 1000 }, STRANGER],
  ["another user's, though the caller is root", { mode: 0o755, caller: 0 }, STRANGER],
  ["open to everybody", { mode: 0o777 }, OPEN],
  ["sticky and open to everybody", { mode: 0o1777 }, OPEN],
  ["another user's and open to everybody", { mode: 0o777, caller: 0 }, STRANGER],
  [
    "below a folder that everybody writes",
    { mode: 0o700, above: [folder("/srv", 0o777, 0), folder("/", 0o755, 0)] },
    { kind: "open_to_all", path: "/srv" },
  ],
];

for (const [name, { mode, above = [], caller = OWNER }, want] of roots) {
  Deno.test(`findRootProblem() judges a store that is ${name}`, () =>
    assertEquals(findRootProblem(folder("/srv/s", mode), above, caller), want));
}

const parents: readonly (readonly [
  name: string,
  parent: FolderFacts,
  facts: { readonly above?: readonly FolderFacts[]; readonly caller?: number },
  want: OwnershipProblem | null,
])[] = [
  ["the user's", folder("/srv", 0o755), {}, null],
  ["root's", folder("/srv", 0o755, 0), {}, null],
  ["sticky, root's and open to everybody", folder("/tmp", 0o1777, 0), {}, null],
  ["another user's", folder("/home/ada", 0o700, 1000), {}, {
    kind: "not_owner",
    path: "/home/ada",
    uid: 1000,
    gid: 991,
  }],
  [
    "another user's, though the caller is root",
    folder("/home/ada", 0o700, 1000),
    { caller: 0 },
    { kind: "not_owner", path: "/home/ada", uid: 1000, gid: 991 },
  ],
  ["open to everybody", folder("/srv", 0o777, 0), {}, { kind: "open_to_all", path: "/srv" }],
  [
    "below a folder that everybody writes",
    folder("/srv/new", 0o755),
    { above: [folder("/srv", 0o777, 0)] },
    { kind: "open_to_all", path: "/srv" },
  ],
];

for (const [name, parent, { above = [], caller = OWNER }, want] of parents) {
  Deno.test(`findParentProblem() judges a folder to make a store in that is ${name}`, () =>
    assertEquals(findParentProblem(parent, above, caller), want));
}

const folders: readonly (readonly [name: string, facts: FolderFacts, want: OwnershipProblem | null])[] = [
  ["the owner's", folder("/srv/s/indexes", 0o770), null],
  ["open to everybody", folder("/srv/s/tmp", 0o1777), { kind: "open_to_all", path: "/srv/s/tmp" }],
  ["another user's", folder("/srv/s/tmp", 0o700, 0), { kind: "foreign_folder", path: "/srv/s/tmp", uid: 0 }],
];

for (const [name, facts, want] of folders) {
  Deno.test(`findFolderProblem() judges a folder that is ${name}`, () =>
    assertEquals(findFolderProblem(facts, OWNER), want));
}

const WORDS = ["repair", "--apply", "--plan", "-"];
const commands: readonly (readonly [name: string, command: Partial<OwnerCommand>, want: string])[] = [
  ["root", {}, "runuser -u syncd -- sourceos sync repair --apply --plan -"],
  [
    "root, where the owner has no name",
    { owner: { uid: 990, gid: 991, name: null } },
    "setpriv --reuid=990 --regid=991 --clear-groups -- sourceos sync repair --apply --plan -",
  ],
  ["anybody else", { callerUid: 1000 }, "sudo -u syncd -- sourceos sync repair --apply --plan -"],
  [
    "anybody else, where the owner has no name",
    { callerUid: 1000, owner: { uid: 990, gid: 991, name: null } },
    "sudo -u '#990' -- sourceos sync repair --apply --plan -",
  ],
  [
    "root, with a file that the owner cannot open",
    { input: "/root/my plan.json" },
    "runuser -u syncd -- sourceos sync repair --apply --plan - < '/root/my plan.json'",
  ],
];

for (const [name, command, want] of commands) {
  Deno.test(`ownerCommand() is for ${name}`, () =>
    assertEquals(
      ownerCommand({
        owner: { uid: 990, gid: 991, name: "syncd" },
        callerUid: 0,
        words: WORDS,
        input: null,
        closed: [],
        ...command,
      }),
      want,
    ));
}

const refusals: readonly (readonly [problem: OwnershipProblem, code: string, message: string, hint: string])[] = [
  [
    STRANGER,
    "not_owner",
    'Cannot change store "s": it belongs to user 990, and only its owner changes it',
    "Run the command as the user that owns the store",
  ],
  [
    OPEN,
    "open_to_all",
    'Cannot change store "s": every user of this host can write "/srv/s"',
    "See that nobody has put anything there, and run chmod o-w /srv/s",
  ],
  [
    { kind: "open_to_group", path: "/srv/s" },
    "open_to_group",
    'Cannot change store "s": the group of "/srv/s" can write it, and this user is not in that group',
    "Run chmod g-w /srv/s",
  ],
  [
    { kind: "foreign_folder", path: "/srv/s/tmp", uid: 7 },
    "foreign_folder",
    'Cannot change store "s": "/srv/s/tmp" belongs to user 7, and not to the owner of the store',
    "See what that user has put there, and give the folder to the owner of the store",
  ],
];

Deno.test("ownershipError() tells which keys the owner has to be given a copy of", () => {
  const again = { owner: { uid: 990, gid: 991, name: "syncd" }, callerUid: 0, words: ["import", "-"], input: "a.tar" };
  const hint = (...closed: readonly string[]) => ownershipError("s", STRANGER, { again: { ...again, closed } }).hint;
  const run = "Run runuser -u syncd -- sourceos sync import - < a.tar";
  assertEquals([hint(), hint("age.key"), hint("age.key", "desk.pub")], [
    run,
    `${run}, with a copy of age.key where that user can read it, which you remove afterwards`,
    `${run}, with copies of age.key and desk.pub where that user can read them, which you remove afterwards`,
  ]);
});

for (const [problem, code, message, hint] of refusals) {
  Deno.test(`ownershipError() tells of ${code}`, () => {
    const error = ownershipError("s", problem);
    assertEquals([error.exit, error.code, error.message, error.hint], ["denied", code, message, hint]);
  });
}
