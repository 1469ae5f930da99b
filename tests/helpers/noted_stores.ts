/** Small stores with a note of each kind, each with the command that goes by it. */
import { join } from "@std/path";
import { appendEvents } from "../../fixtures/faults/journal_text.ts";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { sha256Hex } from "../../commands/host/files/hashing.ts";
import { hashOfRecord } from "../../lib/derived/build.ts";
import { INTENT_PATH } from "../../lib/model/change.ts";
import { isJsonObject, type JsonObject } from "../../lib/text/json.ts";
import { canonicalJson } from "../../lib/text/stringify_json.ts";
import { runInProcess } from "./in_process.ts";
import { asciiJson } from "./note_mutations.ts";
import type { RunResult } from "./program.ts";
import { contentOf, tellsOfChange } from "./repairs.ts";

/** Not what moves a record: whatever a note says, records stay as they are. */
export const NOTED_SCOPES = ["derived", "disposable", "journal"];

const SEED = 41;
const LONG_AGO = new Date("2026-01-02T00:00:00Z");
const OUTSIDE = "outside";
const PLAN = "plan.json";
const CHECKPOINT = "checkpoints/journal.json";
const HEADS = "indexes/object-heads.json";
const ENTRIES = "indexes/object-heads.entries.ndjson";

export interface NotedStore {
  readonly name: string;
  /** Where the note lies, relative to the folder that `store/` is in. */
  readonly note: string;
  readonly args: readonly string[];
  /** All that is in the folder, by path: each byte as one character. */
  readonly files: ReadonlyMap<string, string>;
  /** The files as they are with this note, and what says its digest made to fit. */
  sealed(note: string): ReadonlyMap<string, string>;
}

const small = generateStore({ seed: SEED, events: 12, objects: 4 });

/** Makes all of them in this folder, one behind the other, and leaves it empty. */
export async function makeNotedStores(folder: string): Promise<readonly NotedStore[]> {
  const root = join(folder, "store");
  const run = async (...words: readonly string[]) => {
    const result = await runInProcess(["sync", ...words, "--store", root, "--json"]);
    return JSON.parse(result.stdout).data;
  };
  const scopes = NOTED_SCOPES.flatMap((scope) => ["--scope", scope]);
  const apply = ["repair", "--apply", "--plan", join(folder, PLAN), ...scopes];
  const planned = async (files: StoreFiles) => {
    writeFolder(folder, new Map());
    writeStore(files, root);
    // As it is written before each run.
    writeFolder(folder, filesIn(folder));
    await run("repair", "--dry-run", "--save", join(folder, PLAN));
  };
  const stores: NotedStore[] = [];
  const keep = (name: string, note: string, args: readonly string[], seal: Seal = () => new Map()) => {
    const files = filesIn(folder);
    stores.push({
      name,
      note,
      args: ["sync", ...args, "--store", root, "--json"],
      files,
      sealed: (text) => new Map([...files, [note, text], ...seal(text, files)]),
    });
  };

  const faults = ["record-cut-off", "index-cut-off", "stale-lock", "old-batch"];
  await planned(applyFaults(withDerivedState(small), faults, SEED).files);
  keep("plan", PLAN, apply, (text) => resealed(text, PLAN, withPlanId));
  const { outcome } = await run(...apply);
  keep("report", `store/repair-reports/${outcome.report_id}.json`, ["repair", "--undo", outcome.report_id, ...scopes]);
  keep("report in the list", `store/repair-reports/${outcome.report_id}.json`, ["repair", "reports"]);

  await planned(applyFaults(small, ["interrupted-repair"], SEED).files);
  keep("intent", `store/${INTENT_PATH}`, apply);
  keep("intent that is looked at", `store/${INTENT_PATH}`, ["repair", "--dry-run"]);

  const event = { event_type: "update", lane: "normal", object_id: "object:late", producer: "actor:ada" };
  await planned(appendEvents(withDerivedState(small), [event]).files);
  const derived: readonly (readonly [note: string, seal: Seal])[] = [
    [CHECKPOINT, (text) => resealed(text, `store/${CHECKPOINT}`, withRecordDigest)],
    [HEADS, () => new Map()],
    [ENTRIES, sealEntries],
  ];
  for (const [note, seal] of derived) {
    for (const args of [["status"], ["doctor"], apply]) keep(`${note} by ${args[0]}`, `store/${note}`, args, seal);
  }
  writeFolder(folder, new Map());
  return stores;
}

type Seal = (note: string, files: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;

function resealed(text: string, path: string, seal: (record: JsonObject) => JsonObject): ReadonlyMap<string, string> {
  const record = recordIn(text);
  return record === null ? new Map() : new Map([[path, asciiJson(seal(record))]]);
}

function recordIn(text: string): JsonObject | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function withPlanId({ plan_id: _, ...content }: JsonObject): JsonObject {
  return { ...content, plan_id: `repair-plan-${sha256Hex(canonicalJson(content)).slice(0, 32)}` };
}

function withRecordDigest(record: JsonObject): JsonObject {
  return { ...record, record_sha256: hashOfRecord(record, sha256Hex) };
}

/** The index's record and the checkpoint say the digest of these entries. */
function sealEntries(text: string, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const sha256 = sha256Hex(text);
  const record = recordIn(files.get(`store/${HEADS}`) ?? "") ?? {};
  const checkpoint = recordIn(files.get(`store/${CHECKPOINT}`) ?? "") ?? {};
  const resume = isJsonObject(checkpoint["resume"]) ? { ...checkpoint["resume"], object_heads_sha256: sha256 } : null;
  return new Map([
    [`store/${HEADS}`, asciiJson({ ...record, entries_sha256: sha256, entry_count: text.split("\n").length - 1 })],
    [`store/${CHECKPOINT}`, asciiJson(withRecordDigest({ ...checkpoint, resume }))],
  ]);
}

/** Makes the folder hold these files and nothing else, and something outside of the store that nobody may touch. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  for (const { name } of Deno.readDirSync(folder)) Deno.removeSync(join(folder, name), { recursive: true });
  const made = new Set<string>();
  for (const [path, text] of new Map([...files, [`${OUTSIDE}/secret.txt`, "secret"]])) {
    const absolute = join(folder, path);
    const above = absolute.slice(0, absolute.lastIndexOf("/"));
    if (!made.has(above)) Deno.mkdirSync(above, { recursive: true, mode: 0o700 });
    made.add(above);
    Deno.writeFileSync(absolute, Uint8Array.from(text, (letter) => letter.charCodeAt(0)), { mode: 0o600 });
    // Whatever was just written would be looked at until it is quiet.
    Deno.utimeSync(absolute, LONG_AGO, LONG_AGO);
  }
}

/** What is in the folder, by path; only plain files. */
export function filesIn(folder: string): ReadonlyMap<string, string> {
  const files = [...contentOf(folder)].flatMap(([path, content]) =>
    content.startsWith("file ") ? [[path, content.slice("file ".length)] as const] : []
  );
  return new Map(files.filter(([path]) => !path.startsWith(`${OUTSIDE}/`)));
}

export interface NotedRun {
  readonly result: RunResult;
  /** Paths that the run changed, made or took away. */
  readonly changed: readonly string[];
}

/** Runs the store's command in the folder, which holds these files. */
export async function runNoted({ args }: NotedStore, folder: string): Promise<NotedRun> {
  const before = contentOf(folder);
  const result = await runInProcess(args);
  const after = contentOf(folder);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return { result, changed: [...paths].filter((path) => before.get(path) !== after.get(path)).sort() };
}

/** What no note may lead to a change of, whatever it says: records, and what lies outside of the store. */
export function isBeyondNotes(path: string): boolean {
  const inStore = path.replace(/^store\//, "");
  return !tellsOfChange(inStore) && !/^store\/((indexes|checkpoints|plans|tmp)\/.*|.*\.json\.tmp)$/.test(path);
}
