/** Decisions on conflicts through the program: a store with an open conflict, and runs of `sync conflicts decide`. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { readDocument as readRecord } from "../../fixtures/faults/edit.ts";
import type { StoreFiles } from "../../fixtures/store_files.ts";
import type { DecideData } from "../../lib/model/documents/decide.ts";
import { stringField } from "../../lib/text/json.ts";
import { runInProcess } from "./in_process.ts";
import { readDocument } from "./machine_documents.ts";
import { HEALTHY } from "./stores.ts";

const SEED = 5;

/** A sound store, derived state and all, in which one conflict waits for a decision. */
export const CONFLICTED: StoreFiles = withDerivedState(applyFaults(HEALTHY, ["conflict-open"], SEED).files);
export const CONFLICT = "conflict:fault-conflict-open";
export const CONFLICT_PATH = "conflicts/conflict_fault-conflict-open.json";
/** What the conflict is about. */
export const OBJECT = stringField(readRecord(CONFLICTED, CONFLICT_PATH), "object_id") ?? "";
/** Who may decide it. */
export const DECIDER = "actor:ada";

/** The words of a whole decision. */
export function decisionWords(option = "skip", actor = DECIDER): readonly string[] {
  return [CONFLICT, "--option", option, "--as", actor, "--rationale", "Ours is right"];
}

/** One run of `sync conflicts decide` with json as its answer; every document is held against its schema. */
export async function decide(root: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const args = ["sync", "conflicts", "decide", ...words, "--store", root, "--json"];
  const result = await runInProcess(args, { env });
  const document = await readDocument(result, "sync conflicts decide");
  // Just validated against the schema of this very type.
  const data = document.data as DecideData | null;
  return { ...result, data, errors: document.errors };
}

/** The data of a decision that must end well. */
export async function decided(root: string, words: readonly string[]): Promise<DecideData> {
  const { code, data, stdout } = await decide(root, words);
  assertEquals(code, 0, stdout);
  if (data === null) throw new Error("A decision that ended well has data");
  return data;
}

/** Saves the plan of the decision beside the store, and names the file. */
export async function savedDecision(root: string, words: readonly string[] = decisionWords()): Promise<string> {
  const file = join(root, "..", "decision.json");
  await decided(root, [...words, "--save", file]);
  return file;
}

export function applyDecisionWords(planFile: string, scope = OBJECT): readonly string[] {
  return ["--apply", "--plan", planFile, "--scope", scope];
}
