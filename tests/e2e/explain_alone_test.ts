/** Explain of a record reads few objects where a cache of records stands for them, and says the same as where it reads all. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { createStoreReader } from "../../commands/host/store/store_reader.ts";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { writeRecordCache } from "../../fixtures/record_cache.ts";
import { documentFile } from "../../fixtures/records.ts";
import type { StoreFile, StoreFiles } from "../../fixtures/store_files.ts";
import { EPOCH } from "../../fixtures/times.ts";
import { RECORD_CACHE_PATH } from "../../lib/derived/record_cache.ts";
import { KINDS, REGISTRY_KINDS } from "../../lib/model/kinds.ts";
import { targetName } from "../../lib/store/catalog.ts";
import { isJsonObject, type JsonObject } from "../../lib/text/json.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { NO_PROGRESS } from "../helpers/no_progress.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { withStore } from "../helpers/stores.ts";

const SMALL = generateStore({ seed: 4, events: 20, objects: 6 });

function recordAt(files: StoreFiles, path: string): JsonObject {
  const file = files.get(path);
  const value: unknown = file?.kind === "file" ? JSON.parse(new TextDecoder().decode(file.bytes)) : null;
  return isJsonObject(value) ? value : {};
}

const PATHS = [...SMALL.keys()].filter((path) => path.startsWith("objects/")).sort();
const IDS = PATHS.map((path) => String(recordAt(SMALL, path)["object_id"]));
/** The first is read with any other, as the first of its workspace; the third is asked for. */
const [FIRST = "", SECOND = "", THIRD = "", FOURTH = ""] = PATHS;
const [, , ID = ""] = IDS;
const BARE = ID.replace("object:", "");

/** Of each other kind the first two, or all. */
const OTHERS = REGISTRY_KINDS.filter((kind) => kind !== "object").flatMap((kind) => {
  const ids = [...SMALL.keys()].filter((path) => path.startsWith(`${KINDS[kind].folder}/`))
    .flatMap((path) => KINDS[kind].idOf(recordAt(SMALL, path)) ?? []);
  return (IS_SOAK ? ids : ids.slice(0, 2)).map((id) => targetName(kind, id));
});

async function explain(root: string, target: string) {
  return await runInProcess(["sync", "explain", target, "--store", root, "--json"]);
}

/** What is said of each target over the cache, and without it, which is gone afterwards. */
async function saidBothWays(root: string, targets: readonly string[]) {
  const over = await Promise.all(targets.map((target) => explain(root, target)));
  Deno.removeSync(join(root, RECORD_CACHE_PATH));
  return [over, await Promise.all(targets.map((target) => explain(root, target)))] as const;
}

function isFolder(path: string): boolean {
  try {
    return Deno.lstatSync(path).isDirectory;
  } catch {
    return false;
  }
}

const SAMPLED = FAULTS.filter((_, index) => IS_SOAK || index % 11 === 0);
for (const { name } of SAMPLED) {
  Deno.test(`explain says the same of every record over the cache of a store with the fault ${name}`, () =>
    withStore(applyFaults(SMALL, [name], 4).files, async (root) => {
      if (!isFolder(join(root, "checkpoints"))) return;
      writeRecordCache(root);
      const [over, without] = await saidBothWays(root, [...IDS, BARE, "object:nobody", ...OTHERS]);
      assertEquals(over, without);
    }));
}

/** The record in that file, with other fields, in that or another file. */
function edited(path: string, fields: JsonObject, to = path): readonly [string, StoreFile] {
  return [to, documentFile({ ...recordAt(SMALL, path), ...fields }, EPOCH)];
}

/** The same store with all objects in one place, of one type and schema. */
const { profile_id, workspace_id, object_type, schema_id, schema_version } = recordAt(SMALL, FIRST);
const ALIKE: JsonObject = Object.fromEntries(
  Object.entries({ profile_id, workspace_id, object_type, schema_id, schema_version }).map(([name, value]) => [
    name,
    value ?? null,
  ]),
);
const PLACE = new Map([...SMALL, ...PATHS.map((path) => edited(path, ALIKE))]);
const PLAN = [...SMALL.keys()].find((path) => path.startsWith("plans/")) ?? "";
const named = (id: string): JsonObject => ({ object_id: id, record_id: id });
const besides = (path: string, fields: JsonObject, to = path) => edited(path, { ...ALIKE, ...fields }, to);
const openFile = (path: string): readonly [string, StoreFile] => {
  const [, file] = besides(path, {});
  return [path, file.kind === "file" ? { ...file, mode: 0o666 } : file];
};
const openFolder = (path: string): readonly [string, StoreFile] => [path, { kind: "directory", mode: 0o755 }];
const schema = (name: string, fields: JsonObject): readonly [string, StoreFile] => {
  const of = { schema_id: `schema:${name}`, record_id: `schema:${name}`, schema_version: "v1" };
  return [`schemas/schema_${name}.json`, documentFile({ ...SCHEMA, ...of, object_type: "note", ...fields }, EPOCH)];
};
const [SCHEMA] = [...SMALL.keys()].filter((path) => path.startsWith("schemas/")).map((path) => recordAt(SMALL, path));
const follows = (name: string): JsonObject => ({
  object_type: "note",
  schema_id: `schema:${name}`,
  schema_version: "v1",
});

/** What lies beside the object, and bears on what is said of it. */
const neighbours: readonly (readonly [name: string, files: readonly (readonly [string, StoreFile])[]])[] = [
  ["another file that claims its id", [besides(SECOND, named(ID))]],
  ["another file that claims its id without a kind", [besides(SECOND, named(BARE))]],
  ["another record in the file of its id", [
    besides(SECOND, named(ID.replace(":", "/")), THIRD),
    besides(THIRD, {}, "objects/elsewhere.json"),
  ]],
  ["an id that looks like its own", [besides(SECOND, named(ID.replace("object", "ｏbject")))]],
  ["others of the type that nobody knows", [SECOND, THIRD].map((path) => besides(path, { object_type: "odd" }))],
  ["others of that type behind it", [THIRD, FOURTH].map((path) => besides(path, { object_type: "odd" }))],
  ["two schemas of its version that others follow", [
    schema("one", {}),
    schema("two", { required_fields: ["soul"] }),
    schema("next", { schema_version: "v2" }),
    besides(FIRST, follows("one")),
    besides(SECOND, follows("two")),
    besides(THIRD, follows("next")),
    besides(FOURTH, follows("two")),
  ]],
  ["files that everybody may write", [openFolder("."), openFolder("objects"), openFile(SECOND), openFile(THIRD)]],
  ["objects of workspaces that have no record", [
    besides(FIRST, { workspace_id: "workspace:attic" }),
    besides(SECOND, { workspace_id: "workspace:cellar", title: "Überall" }),
    edited(PLAN, { workspace_id: "workspace:cellar" }),
  ]],
];
for (const [name, files] of neighbours) {
  Deno.test(`explain says the same of an object over the cache, beside ${name}`, () =>
    withStore(new Map([...PLACE, ...files]), async (root) => {
      writeRecordCache(root);
      const [over, without] = await saidBothWays(root, [ID, BARE]);
      assertEquals(over, without);
    }));
}

const written = (path: string, fields: JsonObject) => (root: string) => {
  const [to, file] = edited(path, fields);
  if (file.kind === "file") Deno.writeFileSync(join(root, to), file.bytes);
};
const changes: readonly (readonly [name: string, change: (root: string) => void])[] = [
  ["it says something else", written(THIRD, { title: "Later", privacy_class: "secret" })],
  ["it is gone", (root) => Deno.removeSync(join(root, THIRD))],
  ["it lies elsewhere", (root) => Deno.renameSync(join(root, THIRD), join(root, "objects/elsewhere.json"))],
  ["it cannot be read", (root) => Deno.truncateSync(join(root, THIRD))],
  ["another file claims its id", written(SECOND, { ...ALIKE, ...named(ID) })],
  ["a new file claims its id", (root) => Deno.copyFileSync(join(root, THIRD), join(root, "objects/copy.json"))],
  ["another is in a workspace of its own", written(SECOND, { workspace_id: "workspace:attic" })],
  ["another may be written by everybody", (root) => Deno.chmodSync(join(root, SECOND), 0o666)],
  ["its profile is gone", (root) => {
    const id = String(ALIKE["profile_id"]);
    Deno.removeSync(join(root, `profiles/${id.replace(":", "_")}.json`));
  }],
];
for (const [name, change] of changes) {
  Deno.test(`explain says the same of an object over a cache that is older than the store: ${name}`, () =>
    withStore(PLACE, async (root) => {
      writeRecordCache(root);
      change(root);
      const [over, without] = await saidBothWays(root, [ID, BARE]);
      assertEquals(over, without);
    }));
}

Deno.test("of the objects that the cache has, those alone are read that bear on the one that is asked for", () =>
  withStore(PLACE, async (root) => {
    writeRecordCache(root);
    const stores = createStoreReader(() => null, NO_PROGRESS);
    const reading = await stores.read({ root, selectedBy: "option" }, { records: "changed", about: ID });
    const read = reading.found ? reading.store.records.filter(({ kind }) => kind === "object") : [];
    assertEquals(read.map(({ file }) => file.path), [FIRST, THIRD]);
  }));
