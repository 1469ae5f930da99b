/** Runs of import through the program, and what its tests share: stores, bundles and their members. */
import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import type { ImportData } from "../../lib/model/documents/import.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import { eventText } from "../../lib/import/compare_trial.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import { writeStore } from "../../fixtures/store_files.ts";
import { BRIDGE, journalLines, recordIn, withFields, withJournal } from "./import_stores.ts";
import { type RunOptions, runProgram } from "./program.ts";
import { HEALTHY, withFolder } from "./stores.ts";
import { runTool } from "./tools.ts";
import { readDocument } from "./machine_documents.ts";

export const TARGET = "profile:open-source";
export const SCOPED = ["--apply", "--scope", TARGET];

/** The stores by name in a folder, and bundles beside them. */
export async function withStores(
  stores: Readonly<Record<string, StoreFiles>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    for (const [name, files] of Object.entries(stores)) writeStore(files, join(folder, name));
    await use(folder);
  });
}

export async function exported(
  root: string,
  out: string,
  options: readonly string[] = [],
  target = TARGET,
): Promise<string> {
  const path = join(dirname(root), out);
  const { code, stderr } = await runProgram(["sync", "export", target, "--out", path, ...options, "--store", root]);
  // 6 where the store holds what no bundle can say: the bundle is there all the same.
  assert([0, 6].includes(code), stderr);
  return path;
}

/** One run with json as its answer, held against its schema. */
export async function imported(bundle: string, options: readonly string[], how: RunOptions = {}) {
  const result = await runProgram(["sync", "import", bundle, ...options, "--json"], how);
  const document = await readDocument(result, "sync import");
  // Just validated against the schema of this very type.
  return { ...result, document, data: document.data as ImportData | null, errors: document.errors };
}

export async function done(bundle: string, options: readonly string[], code = 0): Promise<ImportData> {
  const result = await imported(bundle, options);
  assertEquals(result.code, code, result.stdout);
  if (result.data === null) throw new TypeError(result.stdout);
  return result.data;
}

interface Unpacked {
  readonly members: ReadonlyMap<string, string>;
  readonly events: readonly string[];
}

/** The members of a bundle as tar gives them. */
export async function unpack(bundle: string): Promise<Unpacked> {
  const folder = await Deno.makeTempDir({ dir: dirname(bundle) });
  await runTool("tar", ["xf", bundle], folder);
  const read = (path: string) => Deno.readTextFileSync(join(folder, path));
  const names = [...Deno.readDirSync(join(folder, "data/records"))].map(({ name }) => name).sort();
  const events = read("data/journal.ndjson").split("\n").filter((line) => line !== "");
  return {
    members: new Map(names.map((name) => [name, read(`data/records/${name}`)])),
    events: events.flatMap((line) => eventText(JSON.parse(line)) ?? []),
  };
}

export function withoutBridge(members: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...members].map((
      [name, text],
    ) => [name, text.split("\n").filter((line) => !line.includes(`"${BRIDGE}"`)).join("\n")]),
  );
}

/** An object of the target that has a history and may be changed, with its file. */
const OBJECTS = [...HEALTHY.keys()].filter((path) => path.startsWith("objects/") && path.endsWith(".json"))
  .filter(
    (path) => {
      const { profile_id: profile, retention_class: retention, state } = recordIn(HEALTHY, path);
      return profile === TARGET && retention !== "legal_hold" && state === "active";
    },
  );
const HISTORY = journalLines(HEALTHY);
const eventsOf = (path: string) =>
  HISTORY.filter((line) => line.trim() !== "" && line.includes(`${recordIn(HEALTHY, path)["object_id"]}"`));
export const [FILE = "", OTHER = ""] = OBJECTS.filter((path) => eventsOf(path).length > 1);
export const ID = String(recordIn(HEALTHY, FILE)["object_id"]);

/** The store as it was before the last event of the object. */
export function before(files: StoreFiles, path: string): StoreFiles {
  const last = eventsOf(path).at(-1);
  return withFields(withJournal(files, journalLines(files).filter((line) => line !== last)), path, { title: "Before" });
}

/** The store with one more event of the object, and another content. */
export function wentOn(files: StoreFiles, path: string, title: string): StoreFiles {
  const { object_id: id, last_modified_by_actor: actor } = recordIn(files, path);
  const number = journalLines(files).filter((line) => line.trim() !== "").length + 1;
  const event: JsonObject = {
    schema: "sourceos.journal-event/v1alpha1",
    event_id: `evt-${String(number).padStart(8, "0")}`,
    event_type: "update",
    lane: "normal",
    object_id: id ?? null,
    producer: actor ?? null,
    created_at: "2026-06-02T00:00:00Z",
    payload: { title },
    applied: true,
  };
  return withFields(withJournal(files, [...journalLines(files), JSON.stringify(event)]), path, { title });
}

/** Packs an edited bag with hashes that fit. */
export async function sealAgain(bag: string, out: string): Promise<void> {
  const sums = async (files: readonly string[], name: string) => {
    const { stdout } = await new Deno.Command("sha256sum", { args: [...files], cwd: bag }).output();
    await Deno.writeFile(join(bag, name), stdout);
  };
  const { stdout } = await new Deno.Command("tar", { args: ["tf", join(dirname(out), "a.tar")] }).output();
  const members = new TextDecoder().decode(stdout).trim().split("\n");
  await sums(members.filter((path) => path.startsWith("data/")), "manifest-sha256.txt");
  const payload = members.filter((path) => path.startsWith("data/")).map((path) => Deno.statSync(join(bag, path)).size);
  const info = Deno.readTextFileSync(join(bag, "bag-info.txt"));
  const octets = payload.reduce((sum, size) => sum + size, 0);
  Deno.writeTextFileSync(join(bag, "bag-info.txt"), info.replace(/Payload-Oxum: \d+/, `Payload-Oxum: ${octets}`));
  await sums(["bagit.txt", "bag-info.txt", "manifest-sha256.txt"], "tagmanifest-sha256.txt");
  const plain = ["--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mode=0644", "--mtime=@0"];
  await runTool("tar", ["cf", out, ...plain, "-b1", ...members], bag);
}
