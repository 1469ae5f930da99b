/** Who may change a store, and what the folders are like meanwhile. */
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import type { FileOperations } from "../../../commands/host/change/file_operations.ts";
import { realOperations } from "../../../commands/host/change/real_operations.ts";
import { createStoreChanger } from "../../../commands/host/change/store_changer.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { INTENT_PATH } from "../../../lib/model/change.ts";
import { inTemporaryFolder } from "../../fixtures/temporary.ts";
import { changeCase, LINE, STORE } from "./change_requests.ts";
import { plainTree, readTree, writeTree } from "./real_tree.ts";

const CHANGE = changeCase("replace", {
  changes: [
    {
      path: "indexes/object-heads.json",
      content: '{"entry_count":2}\n',
      keptAt: "repair-reports/before/repair-1/indexes/object-heads.json",
    },
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

function inStore(use: (root: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const root = join(folder, "store");
    Deno.mkdirSync(root, { mode: 0o700 });
    writeTree(root, STORE);
    await use(root);
  });
}

async function apply(root: string, files: Partial<FileOperations> = {}): Promise<void> {
  const store = await changerOn(files).lock(root);
  try {
    await store.apply(CHANGE.request);
  } finally {
    store.release();
  }
}

function modeOf(path: string): string {
  return ((Deno.lstatSync(path).mode ?? 0) & 0o7777).toString(8);
}

/** The mode of every folder of the store. */
function folderModes(root: string): ReadonlyMap<string, string> {
  const folders = [...readTree(root).keys()].flatMap((path) =>
    path.split("/").slice(0, -1).map((_, index, names) => names.slice(0, index + 1).join("/"))
  );
  return new Map(["", ...new Set(folders)].map((path) => [path, modeOf(join(root, path))]));
}

const { uid, gid } = realOperations.user();
const STRANGER = { user: () => ({ uid: uid + 1, gid }) };

const refused: readonly (readonly [
  name: string,
  spoil: (root: string) => void,
  files: Partial<FileOperations>,
  code: string,
])[] = [
  ["a store of another user", () => {}, STRANGER, "not_owner"],
  ["a store that everybody may write", (root) => Deno.chmodSync(root, 0o707), {}, "open_to_all"],
  [
    "a store below a folder that everybody may write",
    (root) => Deno.chmodSync(join(root, ".."), 0o777),
    {},
    "open_to_all",
  ],
  [
    "a folder on the way that everybody may write",
    (root) => Deno.chmodSync(join(root, "indexes"), 0o1777),
    {},
    "open_to_all",
  ],
  ["a tmp/ that everybody may write", (root) => Deno.chmodSync(join(root, "tmp"), 0o777), {}, "open_to_all"],
  ["a folder on the way that is another user's", () => {}, {
    look(path) {
      const facts = realOperations.look(path);
      return facts !== null && path.endsWith("/repair-reports") ? { ...facts, uid: uid + 1 } : facts;
    },
  }, "foreign_folder"],
  ["a group's folder that could not be given back", (root) => Deno.chmodSync(join(root, "indexes"), 0o2770), {
    look(path) {
      const facts = realOperations.look(path);
      return facts === null ? null : { ...facts, uid: 1, gid: 1 };
    },
    user: () => ({ uid: 1, gid: 2 }),
  }, "open_to_group"],
];

for (const [name, spoil, files, code] of refused) {
  Deno.test(`a change of ${name} is refused, and leaves everything as it is`, () =>
    inStore(async (root) => {
      spoil(root);
      const before = [readTree(root), folderModes(root)];
      const error = await assertRejects(() => apply(root, files), CliError);
      assertEquals([error.exit, error.code], ["denied", code]);
      assertEquals([readTree(root), folderModes(root)], before);
    }));
}

Deno.test("findProblem() tells a stranger, and knows of no problem where there is no store", () =>
  inStore((root) => {
    const path = Deno.realPathSync(root);
    assertEquals(changerOn(STRANGER).findProblem(root), { kind: "not_owner", path, uid, gid });
    assertEquals(changerOn().findProblem(root), null);
    assertEquals(changerOn().findProblem(join(root, "nowhere")), null);
    return Promise.resolve();
  }));

/** Folders of a store that a group works in. */
const GROUPED = ["", "tmp", "indexes", "objects", "repair-reports"];

Deno.test("no group can write a folder while the store is changed, and each can again afterwards", () =>
  inStore(async (root) => {
    for (const path of GROUPED) Deno.chmodSync(join(root, path), 0o770);
    const before = folderModes(root);
    const open = new Set<string>();
    const look = () => folderModes(root).forEach((mode, path) => /^\d*[2367].$/.test(mode) ? open.add(path) : null);
    const watched = {
      create: (path: string, mode: number) => {
        look();
        return realOperations.create(path, mode);
      },
      rename(from: string, to: string) {
        look();
        realOperations.rename(from, to);
      },
      remove(path: string) {
        look();
        realOperations.remove(path);
      },
    };
    await apply(root, watched);
    assertEquals([...open], []);
    const after = folderModes(root);
    assertEquals([...before.keys()].map((path) => [path, after.get(path)]), [...before]);
    assertEquals([after.get("checkpoints"), after.get("repair-reports/before/repair-1")], ["770", "770"]);
  }));

Deno.test("what a killed change left closed is given back by the next one", () =>
  inStore(async (root) => {
    for (const path of GROUPED) Deno.chmodSync(join(root, path), 0o2770);
    const die = () => {
      throw new TypeError("The end");
    };
    const store = await changerOn({
      openToWrite: die,
      rename: (from, to) => to.endsWith("/given-up") ? die() : realOperations.rename(from, to),
    })
      .lock(root);
    await assertRejects(() => store.apply(CHANGE.request), TypeError, "The end");
    // A killed process releases nothing.
    assertEquals(modeOf(root), "6750");
    assertEquals(readTree(root).has(INTENT_PATH), true);
    const next = changerOn({ openLock: realOperations.openLock });
    Deno.removeSync(join(root, "tmp/sync.lock"));
    const recovered = await next.lock(root);
    assertEquals(await recovered.recover(), "completed");
    recovered.release();
    assertEquals(GROUPED.map((path) => modeOf(join(root, path))), GROUPED.map(() => "2770"));
    assertEquals(plainTree(readTree(root)), plainTree(CHANGE.after));
    store.release();
  }));
