/** What each command answers to the owner of a store, a member of its group, a stranger and root (docs/scripting.md, "Exit codes"). */
import { assert, assertEquals, assertMatch, assertNotMatch } from "@std/assert";
import { join } from "@std/path";
import { HOST_WITH_STORE } from "../../fixtures/content_sync/hosts.ts";
import { type StoreFiles, textFile } from "../../fixtures/store_files.ts";
import { withBridge } from "../helpers/import_stores.ts";
import { IS_COMPILED, mapConcurrently, runProgram, type RunResult } from "../helpers/program.ts";
import { DAMAGED } from "../helpers/repair_runs.ts";
import { withStore } from "../helpers/stores.ts";

const OWNER = { uid: 65532, gid: 65531 };
const USERS = {
  owner: OWNER,
  member: { uid: 65533, gid: OWNER.gid },
  stranger: { uid: 65534, gid: 65534 },
  root: { uid: 0, gid: 0 },
} as const;
type User = keyof typeof USERS;

/** A store with something of everything: both halves, something to repair, somebody who may import. */
const FILES: StoreFiles = new Map([
  ...HOST_WITH_STORE,
  ...withBridge(DAMAGED),
  ["objects/access.json", textFile('{"object_id": "object:access"}\n')],
]);

/** What a user is to a store, by its modes. */
const STANDINGS = ["owns", "reads", "reads the folder alone", "is denied"] as const;
type Standing = typeof STANDINGS[number];

interface Modes {
  readonly mode: number;
  readonly umask: number;
}

interface Row extends Modes {
  readonly standing: Readonly<Record<User, Standing>>;
}

const ROWS: readonly Row[] = [
  { mode: 0o750, umask: 0o022, standing: { owner: "owns", member: "reads", stranger: "is denied", root: "reads" } },
  {
    mode: 0o750,
    umask: 0o077,
    standing: { owner: "owns", member: "reads the folder alone", stranger: "is denied", root: "reads" },
  },
  { mode: 0o700, umask: 0o022, standing: { owner: "owns", member: "is denied", stranger: "is denied", root: "reads" } },
  { mode: 0o700, umask: 0o077, standing: { owner: "owns", member: "is denied", stranger: "is denied", root: "reads" } },
];

/** What the owner made, and where this user may write. */
interface Names {
  readonly plan: string;
  readonly report: string;
  readonly bundle: string;
  readonly out: string;
}

type Words = (names: Names) => readonly string[];
type Codes = readonly [owns: number, reads: number, readsTheFolderAlone: number, isDenied: number];

const SCOPES = ["--scope", "derived", "--scope", "journal"];
const TARGET = "profile:open-source";

/** Whoever reads gets the owner's answer, and nobody else is told more than that it is closed to them. */
const KNOWN: Codes = [0, 0, 12, 12];
const MISSING: Codes = [17, 17, 12, 12];
/** Only the owner changes a store, root neither. */
const CHANGED: Codes = [0, 12, 12, 12];
/** It looks at no store. */
const WHEREVER: Codes = [0, 0, 0, 0];

/** In the order in which the owner goes through them: the first ones make what the others name. */
const COMMANDS: readonly (readonly [words: Words, codes: Codes])[] = [
  [({ out }) => ["repair", "--dry-run", ...SCOPES, "--save", `${out}.plan`], KNOWN],
  [({ out }) => ["export", TARGET, "--out", `${out}.tar`], [6, 6, 12, 12]],
  [({ plan }) => ["repair", "--apply", "--plan", plan, ...SCOPES], CHANGED],
  [({ report }) => ["repair", "--undo", report, "--scope", "derived"], CHANGED],
  [({ bundle }) => ["import", bundle, "--verify", "--record"], CHANGED],
  [({ bundle }) => ["import", bundle, "--apply", "--scope", TARGET], CHANGED],
  [() => ["status"], [0, 0, 0, 12]],
  [() => ["status", "--exit-code"], [4, 4, 3, 12]],
  [() => ["doctor"], [4, 4, 3, 12]],
  [({ out }) => ["doctor", "--save-snapshot", `${out}.snapshot`], [4, 4, 3, 12]],
  [() => ["doctor", "--list-checks"], WHEREVER],
  [() => ["explain", "exit:12"], WHEREVER],
  [() => ["explain", "object:access"], KNOWN],
  [() => ["explain", "object:nobody-has-this"], MISSING],
  [() => ["explain", "evt-00000001"], KNOWN],
  [() => ["explain", "index:object-heads"], KNOWN],
  [() => ["explain", "version"], KNOWN],
  ...["plans", "actors", "schemas", "conflicts", "profiles", "devices", "receipts", "queue"].map((list) =>
    [() => [list], KNOWN] as const
  ),
  [() => ["plans", "nobody-has-this"], MISSING],
  [() => ["receipts", "nobody-has-this"], MISSING],
  [() => ["repair", "--dry-run"], KNOWN],
  [() => ["repair", "reports"], KNOWN],
  [({ report }) => ["repair", "reports", report], KNOWN],
  [() => ["repair", "reports", "nobody-has-this"], MISSING],
  [() => ["export", TARGET], KNOWN],
  [() => ["export", "profile:nobody-has-this"], MISSING],
  [({ bundle }) => ["import", bundle], KNOWN],
  [({ bundle }) => ["import", bundle, "--verify"], WHEREVER],
];

/** Enough to see how a user stands to a store, where that user was asked everything in another row. */
const PROBES: readonly number[] = [2, 6, 8, 12, 17, COMMANDS.length - 4];

/** Gives the store to its owner, with the modes that this umask leaves. */
function giveTo(root: string, { mode, umask }: Modes): void {
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

/** Nothing of what could not be read is said to be missing, and the way out is the same command by the owner. */
function assertDenied({ stdout }: RunResult, words: readonly string[], where: string): void {
  const { data, errors: [error, ...more], result } = JSON.parse(stdout);
  // Status tells what it knows, if that is nothing, and explain why it has no history.
  const isTold = words[0] === "status" || data?.timeline?.reason === "The journal cannot be read: permission denied";
  assertEquals([isTold ? null : data, more, result], [null, [], "denied"], where);
  assertNotMatch(error.message, /not found|no such|nothing|there (is|are) no/i, where);
  assertNotMatch(error.message, /""/, where);
  const switching = `(sudo -u '#${OWNER.uid}'|setpriv --reuid=${OWNER.uid} --regid=${OWNER.gid} --clear-groups)( --)?`;
  assertMatch(error.hint, new RegExp(`^Run ${switching} sourceos sync ${words[0]} `), where);
}

async function runAs(user: User, root: string, words: readonly string[]): Promise<RunResult> {
  return await runProgram(["sync", ...words, "--store", root, "--json"], { user: USERS[user] });
}

async function assertCodes(row: Row, user: User, { root, names, all }: {
  readonly root: string;
  readonly names: Names;
  readonly all: boolean;
}): Promise<void> {
  const standing = STANDINGS.indexOf(row.standing[user]);
  const asked = COMMANDS.filter((_, index) => all || PROBES.includes(index));
  const run = async ([words, codes]: typeof COMMANDS[number]) => {
    const typed = words(names);
    const result = await runAs(user, root, typed);
    const where = `${user}: ${typed.join(" ")}`;
    assertEquals([where, result.code], [where, codes[standing]], result.stdout);
    if (result.code === 12) assertDenied(result, typed, where);
  };
  // What the owner changes is there for what comes next.
  if (user !== "owner") await mapConcurrently(asked, run);
  else for (const one of asked) await run(one);
}

const canChangeUser = IS_COMPILED && Deno.uid() === 0;
const skipped = canChangeUser ? "" : " (skipped: it takes root and a compiled program to run as another user)";
const octal = (value: number) => value.toString(8).padStart(4, "0");

/** Runs with the store of that row, and what its owner has made beside it for everybody to read. */
function withRow(row: Modes, use: (root: string, names: (user: User) => Names) => Promise<void>): Promise<void> {
  return withStore(FILES, async (root) => {
    giveTo(root, row);
    const folder = join(root, "../out");
    Deno.mkdirSync(folder);
    Deno.chmodSync(folder, 0o777);
    const shared = { plan: join(folder, "plan"), bundle: join(folder, "bundle") };
    const saved = await runAs("owner", root, ["repair", "--dry-run", ...SCOPES, "--save", shared.plan]);
    await runAs("owner", root, ["export", TARGET, "--out", shared.bundle]);
    for (const file of Object.values(shared)) Deno.chmodSync(file, 0o644);
    const report = JSON.parse(saved.stdout).data.plan.source_report.report_id;
    await use(root, (user) => ({ ...shared, report, out: join(folder, user) }));
  });
}

const askedAll = new Set<string>();

for (const row of ROWS) {
  Deno.test({
    name: `each command tells users what they may know of a store of mode ${octal(row.mode)}, umask ${
      octal(row.umask)
    }${skipped}`,
    ignore: !canChangeUser,
    fn: () =>
      withRow(row, async (root, names) => {
        for (const user of ["owner", "member", "stranger", "root"] as const) {
          const key = row.standing[user] === "reads" ? `${user} reads` : row.standing[user];
          await assertCodes(row, user, { root, names: names(user), all: !askedAll.has(key) });
          askedAll.add(key);
        }
      }),
  });
}

/** Every number in the document, by its path. */
function numbersIn(value: unknown, path = ""): readonly (readonly [path: string, value: number])[] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => numbersIn(inner, path === "" ? name : `${path}.${name}`));
}

Deno.test({
  name: `who may list a store's folder and read nothing in it is told of nothing that there is none of it${skipped}`,
  ignore: !canChangeUser,
  fn: () =>
    withRow({ mode: 0o750, umask: 0o077 }, async (root) => {
      const data = async (...words: readonly string[]) => JSON.parse((await runAs("member", root, words)).stdout).data;
      const text = async (...words: readonly string[]) => {
        const { stdout } = await runProgram(["sync", ...words, "--store", root], { user: USERS.member });
        return stdout;
      };

      const status = await data("status");
      // That none was left unopened for the sake of a cache is so.
      assertEquals(numbersIn(status), [["cover.records_unopened", 0], ["cover.records_unlisted", 0]]);
      assertEquals(status.not_known.map(({ field }: { field: string }) => field), [
        "store",
        "profile",
        "workspace",
        "device",
        "lanes",
        "plans",
        "conflicts",
        "indexes",
        "content_sync",
        "last_repair",
      ]);
      assertEquals([status.store.initialized, status.health.status], [null, "unknown"]);
      assertNotMatch(await text("status"), /\bnone\b|not initialised|\b0\b/);

      const doctor = await data("doctor");
      const { durability, indexes, checkpoints, findings, cover, checks } = doctor;
      assertEquals([indexes, checkpoints, findings, cover.records, cover.journal_bytes], [null, null, [], null, null]);
      for (const { path, records } of durability.durable.items) {
        assertEquals([path, records], [path, path === "current-version" ? 0 : null]);
      }
      assertEquals([durability.durable.records, durability.durable.bytes], [null, null]);
      const skipped: ReadonlySet<string> = new Set(checks.skipped.map(({ check }: { check: string }) => check));
      for (const check of ["access", "manifest", "journal.lines", "registries.readable", "conflicts", "derived"]) {
        assert(skipped.has(check), `"${check}" was not skipped`);
      }
      assertNotMatch(await text("doctor"), /not built/);

      assertNotMatch(await text("status", "-o", "openmetrics"), /^sourceos_sync_(records|lane|plans|conflicts)/m);
      assertNotMatch(await text("doctor", "-o", "openmetrics"), /^sourceos_sync_class_records\{class="durable"/m);
      const report = JSON.parse(await text("doctor", "-o", "report"));
      assertEquals([report.stores[0].role, report.lanes[0].objects, report.lanes[0].journal.events], [
        "active",
        {},
        null,
      ]);
      assertEquals(report.collection.permission_denied_fields, [
        "manifest",
        "journal",
        "registries",
        "derived",
        "content_sync",
      ]);
    }),
});
