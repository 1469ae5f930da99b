/** Stores to import into, and imports and exports on them without a process of their own. */
import { recordFile } from "../../fixtures/records.ts";
import { actorRecord, buildCast } from "../../fixtures/healthy/cast.ts";
import { type StoreFile, type StoreFiles, textFile } from "../../fixtures/store_files.ts";
import { EPOCH } from "../../fixtures/times.ts";
import type { ImportData } from "../../lib/model/documents/import.ts";
import { CAPABILITIES } from "../../lib/model/vocabulary.ts";
import { isJsonObject, type JsonObject } from "../../lib/text/json.ts";
import { runInProcess } from "./in_process.ts";

export const BRIDGE = "actor:gate";

/** An import bridge that reaches every place of the generated stores, and may do what anybody there may. */
function bridgeFile(): readonly [string, StoreFile] {
  const { workspaces } = buildCast(1, 0);
  const fields = actorRecord({
    name: "gate",
    actor_type: "import_bridge",
    display_name: "Gate",
    workspaces: workspaces.map(({ workspace_id: id }) => id),
    capabilities: CAPABILITIES,
    trust_level: "local",
  }, workspaces);
  return recordFile("actor", BRIDGE, fields, EPOCH);
}

const DESK = "actors/actor_import-desk.json";

/** The store with an import bridge that reaches everything; its own one may only read. */
export function withBridge(files: StoreFiles): StoreFiles {
  const alone = files.has(DESK) ? withFields(files, DESK, { capabilities: ["read"] }) : files;
  return new Map([...alone, bridgeFile()]);
}

const DURABLE = ["profiles", "devices", "actors", "schemas", "objects", "events", "repair-reports"];

/** A store that was just made, with nothing in it but the bridge. */
export function emptyStore(): StoreFiles {
  return new Map([...newStore(), bridgeFile()]);
}

/** A store as `sourceos-syncd store init` makes it. */
export function newStore(): StoreFiles {
  const manifest = {
    schema: "sourceos.local-state-store/v1alpha1",
    created_at: "2026-06-01T00:00:00Z",
    updated_at: "2026-06-01T00:00:00Z",
    active_generation: 1,
    last_known_good_generation: 1,
    lanes: "normal priority secure memory policy audit tombstone migration repair archive".split(" "),
    backend: "filesystem-jsonl",
    durable_dirs: DURABLE,
    rebuildable_dirs: ["indexes", "checkpoints"],
    disposable_dirs: ["tmp"],
    registry_kinds: ["actors", "devices", "indexes", "objects", "profiles", "repair-reports", "schemas"],
    initialized: true,
  };
  const folders = [...DURABLE, "indexes", "checkpoints", "tmp"].map((path): readonly [string, StoreFile] => [
    path,
    { kind: "directory" },
  ]);
  return new Map([
    ...folders,
    ["manifest.json", textFile(`${JSON.stringify(manifest, null, 2)}\n`)],
    ["journal.jsonl", textFile("")],
  ]);
}

/** The record in a file of the store. */
export function recordIn(files: StoreFiles, path: string): JsonObject {
  const file = files.get(path);
  if (file?.kind !== "file") throw new RangeError(`There is no file "${path}"`);
  const value: unknown = JSON.parse(new TextDecoder().decode(file.bytes));
  if (!isJsonObject(value)) throw new TypeError(`"${path}" holds no record`);
  return value;
}

/** The store with other fields in that record. */
export function withFields(files: StoreFiles, path: string, fields: JsonObject): StoreFiles {
  return new Map([...files, [path, textFile(`${JSON.stringify({ ...recordIn(files, path), ...fields }, null, 2)}\n`)]]);
}

/** The lines of the store's journal. */
export function journalLines(files: StoreFiles): readonly string[] {
  const file = files.get("journal.jsonl");
  return file?.kind !== "file" ? [] : new TextDecoder().decode(file.bytes).split("\n").slice(0, -1);
}

/** The store with these lines as its journal, and a manifest that counts them. */
export function withJournal(files: StoreFiles, lines: readonly string[]): StoreFiles {
  const events = lines.filter((line) => line.trim() !== "").length;
  const counted = withFields(files, "manifest.json", { active_generation: 1 + events });
  return new Map([...counted, ["journal.jsonl", textFile(lines.map((line) => `${line}\n`).join(""))]]);
}

/** The store as it was so many events before. */
export function earlier(files: StoreFiles, behind: number): StoreFiles {
  const lines = journalLines(files);
  const known = lines.slice(0, Math.max(1, lines.length - behind));
  const objects = new Set(
    lines.slice(known.length).filter((line) => line.trim() !== "").map((line) => JSON.parse(line).object_id),
  );
  const added = new Set(known.filter((line) => line.includes('"add"')).map((line) => JSON.parse(line).object_id));
  let before = withJournal(files, known);
  for (const path of [...files.keys()].filter((name) => name.startsWith("objects/") && name.endsWith(".json"))) {
    const { object_id: id, retention_class: retention } = recordIn(files, path);
    // What is held stays as it is.
    if (!objects.has(id) || retention === "legal_hold") continue;
    before = added.has(id)
      ? withFields(before, path, { title: "As it was", state: "active" })
      : new Map([...before].filter(([name]) => name !== path));
  }
  return before;
}

const DAEMON = ["--daemon", "none"];

/** Exports into a new file. @throws Error where nothing leaves */
export async function exportTo(
  root: string,
  target: string,
  out: string,
  options: readonly string[] = [],
): Promise<void> {
  const { code, stderr } = await runInProcess([
    "sync",
    "export",
    target,
    "--out",
    out,
    ...options,
    "--store",
    root,
    ...DAEMON,
  ]);
  if (code !== 0 && code !== 6) throw new Error(`export ${target} ended with ${code}: ${stderr}`);
}

export interface ImportRun {
  readonly code: number;
  readonly data: ImportData;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly hint: string | null }[];
}

/** One run of import, answered as json. */
export async function runImport(bundle: string, options: readonly string[]): Promise<ImportRun> {
  const { code, stdout } = await runInProcess(["sync", "import", bundle, ...options, ...DAEMON, "-o", "json"]);
  const { data, errors } = JSON.parse(stdout);
  return { code, data, errors };
}
