/** Changes that are refused before anything is touched, those that meet others on the way, and what new files are like. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import type { FileOperations } from "../../../commands/host/change/file_operations.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import type { ChangeRequest } from "../../../lib/model/change.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { INTENT_PATH, LOCK_PATH, WORK_FOLDER } from "../../../lib/model/change.ts";
import { inTemporaryFolder } from "../../fixtures/temporary.ts";
import { changeCase, JOURNAL, LINE, STORE, type Tree } from "./change_requests.ts";
import { plainTree, readTree, writeTree } from "./real_tree.ts";

const KEPT = "repair-reports/before/repair-1/indexes/object-heads.json";
const REPLACE = changeCase("replace", {
  changes: [
    { path: "indexes/object-heads.json", content: '{"entry_count":2}\n', keptAt: KEPT },
    { path: "checkpoints/journal.json", content: "{}\n" },
  ],
  append: [LINE],
});

function changerOn(files: Partial<FileOperations> = {}) {
  return createStoreChanger({
    files: { ...realOperations, ...files },
    signals: () => () => {},
    exit: () => {},
    command: "sourceos sync repair",
  });
}

async function apply(root: string, request: ChangeRequest, files: Partial<FileOperations> = {}): Promise<unknown> {
  const store = await changerOn(files).lock(root);
  try {
    return await store.apply(request);
  } finally {
    store.release();
  }
}

function inStore(use: (root: string) => Promise<void>, tree: Tree = STORE): Promise<void> {
  return inTemporaryFolder(async (root) => {
    writeTree(root, tree);
    await use(root);
  });
}

const stale: readonly (readonly [name: string, spoil: (root: string) => void, difference: string])[] = [
  [
    "a file that changed",
    (root) => Deno.writeTextFileSync(join(root, "indexes/object-heads.json"), '{"entry_count":9}\n'),
    '"indexes/object-heads.json" holds other bytes',
  ],
  [
    "a file that grew",
    (root) => Deno.writeTextFileSync(join(root, "indexes/object-heads.json"), '{"entry_count":99}\n'),
    '"indexes/object-heads.json" has 19 bytes, not 18',
  ],
  [
    "a file that is gone",
    (root) => Deno.removeSync(join(root, "indexes/object-heads.json")),
    '"indexes/object-heads.json" is gone',
  ],
  ["a file that became a link", (root) => {
    Deno.renameSync(join(root, "indexes/object-heads.json"), join(root, "heads.json"));
    Deno.symlinkSync("../heads.json", join(root, "indexes/object-heads.json"));
  }, '"indexes/object-heads.json" is a symbolic link'],
  ["a folder that became a link", (root) => {
    Deno.mkdirSync(join(root, "elsewhere"));
    Deno.symlinkSync("elsewhere", join(root, "checkpoints"));
  }, '"checkpoints/journal.json" is below "checkpoints", which is a symbolic link'],
  ["a file that is there already", (root) => {
    Deno.mkdirSync(join(root, "checkpoints"));
    Deno.writeTextFileSync(join(root, "checkpoints/journal.json"), "");
  }, '"checkpoints/journal.json" is there already'],
  ["a kept copy's place that is taken", (root) => {
    Deno.mkdirSync(join(root, KEPT, ".."), { recursive: true });
    Deno.writeTextFileSync(join(root, KEPT), "");
  }, `"${KEPT}" is there already`],
  [
    "a journal that grew",
    (root) => Deno.writeTextFileSync(join(root, "journal.jsonl"), LINE, { append: true }),
    `"journal.jsonl" has ${56 + LINE.length} bytes, not 56`,
  ],
  ["a journal that is gone", (root) => Deno.removeSync(join(root, "journal.jsonl")), '"journal.jsonl" is gone'],
];

for (const [name, spoil, difference] of stale) {
  Deno.test(`apply() refuses ${name}, and touches nothing`, () =>
    inStore(async (root) => {
      spoil(root);
      const before = readTree(root);
      const error = await assertRejects(() => apply(root, REPLACE.request), CliError);
      assertEquals([error.exit, error.message], [
        "stale",
        `Cannot change store "${root}": it is not as it was planned for: ${difference}`,
      ]);
      assertEquals(readTree(root), before);
    }));
}

for (const path of ["journal.jsonl", LOCK_PATH]) {
  Deno.test(`a change refuses to write ${path} where it has another name outside of the store, until it has none`, () =>
    inStore((root) =>
      inTemporaryFolder(async (elsewhere) => {
        const other = join(elsewhere, "other");
        Deno.mkdirSync(join(root, "tmp"), { recursive: true });
        if (path === LOCK_PATH) Deno.writeTextFileSync(join(root, path), "somebody's own");
        Deno.linkSync(join(root, path), other);
        const [before, text] = [readTree(root), Deno.readTextFileSync(other)];
        const { exit, code, hint } = await assertRejects(() => apply(root, REPLACE.request), CliError);
        assertEquals([exit, code], ["unsupported", "linked_file"]);
        assertEquals([readTree(root), Deno.readTextFileSync(other)], [before, text]);
        const [, command = ""] = (hint ?? "").split("; run ");
        assertEquals(new Deno.Command("sh", { args: ["-c", command] }).outputSync().success, true);
        await apply(root, REPLACE.request);
        assertEquals(Deno.readTextFileSync(other), text);
      })
    ));
}

Deno.test("a file that got another name once it was looked at is not written", () =>
  inStore((root) =>
    inTemporaryFolder(async (elsewhere) => {
      const openToWrite = (path: string) => {
        Deno.linkSync(path, join(elsewhere, "other"));
        return realOperations.openToWrite(path);
      };
      const { exit, message } = await assertRejects(() => apply(root, REPLACE.request, { openToWrite }), CliError);
      assertEquals(exit, "rolled_back");
      assertStringIncludes(message, "it has another name as well, and is not written");
      assertEquals(Deno.readTextFileSync(join(elsewhere, "other")), JOURNAL);
    })
  ));

Deno.test("apply() refuses a change that the disk has no room for, before it writes", () =>
  inStore(async (root) => {
    const room = () => ({ free_bytes: 1000, total_bytes: 10_000, free_inodes: null, total_inodes: null });
    const create = () => {
      throw new Error("Nothing is written");
    };
    const error = await assertRejects(() => apply(root, REPLACE.request, { room, create }), CliError);
    assertEquals(error.exit, "io");
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));

Deno.test("apply() refuses to copy a file that changed since", () =>
  inStore(async (root) => {
    const { request } = changeCase("copy", {
      changes: [{ path: "indexes/lane-counters.json", content: { copyOf: "indexes/object-heads.json" } }],
    });
    Deno.writeTextFileSync(join(root, "indexes/object-heads.json"), "other");
    const before = readTree(root);
    const error = await assertRejects(() => apply(root, request), CliError);
    assertEquals(error.exit, "stale");
    assertEquals(readTree(root), before);
  }));

Deno.test("apply() takes a wrong prediction for a bug, and leaves nothing behind", () =>
  inStore(async (root) => {
    const changes = REPLACE.request.changes.map((part) => ({
      ...part,
      content: { kind: "text" as const, make: () => "not what was predicted" },
    }));
    const error = await assertRejects(() => apply(root, { ...REPLACE.request, changes }), Error, "was predicted as");
    assertEquals(error instanceof CliError, false);
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));

Deno.test("apply() takes everything back where a bug shows on the way", () =>
  inStore(async (root) => {
    let renames = 0;
    const rename: FileOperations["rename"] = (from, to) => {
      if (++renames === 3) throw new TypeError("A bug");
      realOperations.rename(from, to);
    };
    await assertRejects(() => apply(root, REPLACE.request, { rename }), TypeError, "A bug");
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));

Deno.test("apply() keeps a copy where the file system knows no second names", () =>
  inStore(async (root) => {
    const link = () => {
      throw new Deno.errors.PermissionDenied("Operation not permitted (os error 1)");
    };
    assertEquals(await apply(root, REPLACE.request, { link }), { cleared: true });
    assertEquals(plainTree(readTree(root)), plainTree(REPLACE.after));
  }));

Deno.test("what another process writes meanwhile stays, and a person is asked", () =>
  inStore(async (root) => {
    const rename: FileOperations["rename"] = (from, to) => {
      if (to.endsWith("checkpoints/journal.json")) {
        Deno.writeTextFileSync(join(root, "indexes/object-heads.json"), "foreign");
      }
      realOperations.rename(from, to);
    };
    const error = await assertRejects(() => apply(root, REPLACE.request, { rename }), CliError);
    assertEquals(error.exit, "manual");
    assertEquals(error.message.includes('"indexes/object-heads.json"'), true, error.message);
    const left = readTree(root);
    assertEquals([left.get("indexes/object-heads.json"), left.get(KEPT)], ["foreign", '{"entry_count":1}\n']);
    assertEquals(left.has(INTENT_PATH), true);

    const blocked = await changerOn().lock(root);
    assertEquals((await assertRejects(() => blocked.recover(), CliError)).exit, "manual");
    blocked.release();
    assertEquals(readTree(root), left);

    Deno.writeTextFileSync(join(root, "indexes/object-heads.json"), '{"entry_count":1}\n');
    const freed = await changerOn().lock(root);
    assertEquals(await freed.recover(), "undone");
    freed.release();
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));

Deno.test("a file that another process replaces just before it would be changed is not", () =>
  inStore(async (root) => {
    const link: FileOperations["link"] = (from, to) => {
      realOperations.link(from, to);
      Deno.writeTextFileSync(join(root, "foreign"), "foreign");
      Deno.renameSync(join(root, "foreign"), from);
    };
    const error = await assertRejects(() => apply(root, REPLACE.request, { link }), CliError);
    assertEquals(error.exit, "rolled_back");
    assertEquals(plainTree(readTree(root)), plainTree(new Map([...STORE, ["indexes/object-heads.json", "foreign"]])));
  }));

const tails: readonly (readonly [name: string, tail: string, want: string])[] = [
  ["finishes a line of which some bytes are there", LINE.slice(0, 20), "completed"],
  ["stops at a line that others began", LINE.slice(0, 19).padEnd(20, "x"), "manual"],
  ["goes back behind a whole line of others", LINE.replaceAll("3", "9"), "undone"],
  ["goes back behind lines of others that are longer than its own", LINE.replaceAll("3", "9").repeat(3), "undone"],
  ["takes its own lines behind those of others", `${LINE.replaceAll("3", "9")}${LINE}`, "completed"],
];

for (const [name, tail, want] of tails) {
  Deno.test(`recover() ${name}`, () =>
    inStore(async (root) => {
      const die = () => {
        throw new TypeError("The end");
      };
      const rename: FileOperations["rename"] = (from, to) =>
        to.endsWith("/given-up") ? die() : realOperations.rename(from, to);
      await assertRejects(() => apply(root, REPLACE.request, { openToWrite: die, rename }), TypeError, "The end");
      Deno.writeTextFileSync(join(root, "journal.jsonl"), tail, { append: true });
      const before = readTree(root);
      const store = await changerOn().lock(root);
      const outcome = await store.recover().catch((error: unknown) => error instanceof CliError ? error.exit : error);
      store.release();
      assertEquals(outcome, want);
      const journal = JOURNAL + (want === "completed" && tail.length < LINE.length ? LINE : tail);
      const tree = want === "completed" ? REPLACE.after : want === "undone" ? STORE : before;
      assertEquals(plainTree(readTree(root)), plainTree(new Map([...tree, ["journal.jsonl", journal]])));
    }));
}

Deno.test("lines that others append behind ours in the middle of a change stay", () =>
  inStore(async (root) => {
    const syncFolder: FileOperations["syncFolder"] = (path) => {
      realOperations.syncFolder(path);
      const isAppended = Deno.readTextFileSync(join(root, "journal.jsonl")).endsWith('3"}\n');
      if (path === root && isAppended) {
        Deno.writeTextFileSync(join(root, "journal.jsonl"), "theirs\n", { append: true });
      }
    };
    assertEquals(await apply(root, REPLACE.request, { syncFolder }), { cleared: true });
    const want = new Map([...REPLACE.after, ["journal.jsonl", `${REPLACE.after.get("journal.jsonl")}theirs\n`]]);
    assertEquals(plainTree(readTree(root)), plainTree(want));
  }));

Deno.test("new files are nothing to others, whatever the manifest is, and replaced ones are what they were", () =>
  inStore(async (root) => {
    Deno.chmodSync(root, 0o755);
    Deno.chmodSync(join(root, "manifest.json"), 0o644);
    Deno.chmodSync(join(root, "indexes/object-heads.json"), 0o604);
    await apply(root, REPLACE.request);
    const modeOf = (path: string) => ((Deno.lstatSync(join(root, path)).mode ?? 0) & 0o777).toString(8);
    assertEquals(["indexes/object-heads.json", KEPT, "checkpoints/journal.json", "checkpoints"].map(modeOf), [
      "604",
      "604",
      "640",
      "750",
    ]);
  }));

Deno.test("a secret that replaces what others could read is nothing to them", () =>
  inStore(async (root) => {
    Deno.chmodSync(join(root, "indexes/object-heads.json"), 0o644);
    const changes = REPLACE.request.changes.map((part) => ({ ...part, isSecret: true }));
    await apply(root, { ...REPLACE.request, changes });
    assertEquals((Deno.lstatSync(join(root, "indexes/object-heads.json")).mode ?? 0) & 0o777, 0o640);
  }));

Deno.test("what is put back is for nobody who could not read it where it was kept", () => {
  const path = "indexes/object-heads.json";
  const from = "repair-reports/before/repair-0/indexes/object-heads.json";
  const before = new Map([...STORE, [from, "{}\n"]]);
  const changes = [{ path, content: { copyOf: from }, keptAt: KEPT }];
  const { request } = changeCase("put back", { kind: "undo", before, changes });
  return inStore(async (root) => {
    Deno.chmodSync(join(root, path), 0o644);
    Deno.chmodSync(join(root, from), 0o600);
    await apply(root, request);
    assertEquals(Deno.readTextFileSync(join(root, path)), "{}\n");
    assertEquals((Deno.lstatSync(join(root, path)).mode ?? 0) & 0o777, 0o600);
  }, before);
});

Deno.test("a change clears away what a dead one left", () =>
  inStore(async (root) => {
    Deno.mkdirSync(join(root, WORK_FOLDER, "new"), { recursive: true });
    Deno.writeTextFileSync(join(root, WORK_FOLDER, "new/0"), "half");
    Deno.symlinkSync("../../objects", join(root, WORK_FOLDER, "link"));
    await apply(root, REPLACE.request);
    assertEquals(plainTree(readTree(root)), plainTree(REPLACE.after));
  }));

Deno.test("who takes the lock and finds nothing to do clears away what a finished change left", () =>
  inStore(async (root) => {
    Deno.mkdirSync(join(root, WORK_FOLDER, "new"), { recursive: true });
    Deno.writeTextFileSync(join(root, WORK_FOLDER, "new/journal-lines"), LINE);
    const store = await changerOn().lock(root);
    store.release();
    assertEquals(plainTree(readTree(root)), plainTree(STORE));
  }));
