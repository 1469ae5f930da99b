/** Repairs through the program: a store with something for every kind of step, and its plans. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { addClone } from "../../fixtures/faults/edit.ts";
import { seededRandom } from "../../fixtures/random.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import type { RepairReportsData } from "../../lib/model/documents/repair_reports.ts";
import { runInProcess } from "./in_process.ts";
import { type RunOptions, runProgram } from "./program.ts";
import { HEALTHY } from "./stores.ts";
import { readDocument } from "./machine_documents.ts";

const SEED = 5;

/** The store with a sync plan that waits only for the index of lanes. */
export function withWaitingPlan(files: StoreFiles): StoreFiles {
  return addClone(files, seededRandom(SEED), {
    kind: "plan",
    id: "plan:waits-for-lanes",
    changes: { status: "blocked", dependencies: ["index:lane-counters"] },
  }).files;
}

/** Something for every kind of step: seal, rebuild, drop, quarantine, resume. */
export const DAMAGED: StoreFiles = applyFaults(withDerivedState(withWaitingPlan(HEALTHY)), [
  "record-cut-off",
  "index-cut-off",
  "torn-tail",
  "stale-lock",
  "old-batch",
  "leftover-write",
], SEED).files;

/** What quarantine of the record that is cut off needs. */
export const BROKEN_OBJECT = "object:fault-record-cut-off";
export const ALL_SCOPES = ["derived", "disposable", "journal", BROKEN_OBJECT];

export function scopeWords(scopes: readonly string[]): readonly string[] {
  return scopes.flatMap((scope) => ["--scope", scope]);
}

interface RepairOptions extends Pick<RunOptions, "env" | "user"> {
  /** By a process of its own, as it is for another user. */
  readonly asProcess?: true;
}

/** One run of `sync repair` with json as its answer; every document is held against its schema. */
export async function repair(root: string, words: readonly string[], options: RepairOptions = {}) {
  const { asProcess = options.user !== undefined, env = {}, user = {} } = options;
  const args = ["sync", "repair", ...words, "--store", root, "--json"];
  const result = await (asProcess ? runProgram(args, { env, user }) : runInProcess(args, { env }));
  const document = await readDocument(result, "sync repair");
  // Just validated against the schema of this very type.
  const data = document.data as RepairData | null;
  return { ...result, document, data, errors: document.errors };
}

/** The data of a repair that must end well. */
export async function repaired(
  root: string,
  words: readonly string[],
  options: RepairOptions = {},
): Promise<RepairData> {
  const { code, data, stdout } = await repair(root, words, options);
  assertEquals(code, 0, stdout);
  if (data === null) throw new Error("A repair that ended well has data");
  return data;
}

/** Saves the plan beside the store, and names the file. */
export async function savedPlan(root: string, scopes: readonly string[] = [], name = "plan.json"): Promise<string> {
  const file = join(root, "..", name);
  await repaired(root, ["--dry-run", "--save", file, ...scopeWords(scopes)]);
  return file;
}

export function applyWords(planFile: string, scopes: readonly string[] = ALL_SCOPES): readonly string[] {
  return ["--apply", "--plan", planFile, ...scopeWords(scopes)];
}

export async function reports(root: string, ...words: readonly string[]): Promise<RepairReportsData> {
  const result = await runInProcess(["sync", "repair", "reports", ...words, "--store", root, "--json"]);
  const document = await readDocument(result, "sync repair reports");
  assertEquals(result.code, 0, result.stdout);
  // Just validated against the schema of this very type.
  return document.data as unknown as RepairReportsData;
}

/** The command that a hint prints behind "Run", as words for the program; a shell reads them back. */
export function hintedWords(hint: unknown): readonly string[] {
  const command = /sourceos (sync [^;\n]*)/.exec(String(hint))?.[1] ?? "";
  const words = command.replace(/, (?:read|or) .*$/, "").match(/(?:'[^']*'|[^\s'])+/g) ?? [];
  return words.map((word) => word.replace(/^'(.*)'$/, "$1"));
}
