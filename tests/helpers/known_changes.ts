/** Changes of damaged stores by the built program, each applied once undisturbed: kills and signals are tried on them. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { type StoreFile, textFile, writeStore } from "../../fixtures/store_files.ts";
import { sha256Hex } from "../../commands/host/files/hashing.ts";
import type { RepairPlan } from "../../lib/model/repair_plan.ts";
import { parseRepairPlan } from "../../lib/repair/parse_plan.ts";
import { runProgram } from "./program.ts";
import { type Ended, startProgram } from "./started_program.ts";
import { digestsOf, hasIntent, type Outcome, sha256In } from "./store_digests.ts";
import { runTool } from "./tools.ts";

export interface KnownChange extends Outcome {
  readonly name: string;
  /** What makes the change; the program says what it did as a JSON document. */
  readonly args: readonly string[];
  /** What the program ends with, where the change is applied. */
  readonly code: number;
  /** What it said. */
  readonly said: string;
  /** Ids of the doctor's findings that the change answers. */
  readonly answered: readonly string[];
  /** An object of the store, as explain takes it. */
  readonly object: string;
  /** How long the change took, and when its intent was there. */
  readonly durationMs: number;
  readonly intentAtMs: number;
}

export interface StoreSize {
  readonly events: number;
  /** Unfinished writes, which a repair drops one by one. */
  readonly leftovers: number;
}

const SEED = 23;
const OBJECTS = 300;
const FAULTS = [
  "index-cut-off",
  "index-entries-gone",
  "checkpoint-cut-off",
  "record-cut-off",
  "leftover-write",
  "torn-tail",
];

/** A store in which everything is to be repaired that can be. */
function writeDamagedStore(root: string, { events, leftovers }: StoreSize): void {
  const healthy = withDerivedState(generateStore({ seed: SEED, events, objects: OBJECTS }));
  const batches = Array.from({ length: leftovers }, (_, index): readonly [string, StoreFile] => {
    const number = String(index).padStart(4, "0");
    return [`tmp/batch-${number}/part.ndjson`, textFile(`{"part": ${index}}\n`)];
  });
  writeStore(new Map([...applyFaults(healthy, FAULTS, SEED).files, ...batches]), root);
}

/** Copies a whole store, with its times, to where there is none or another. */
export async function copyStore(from: string, to: string): Promise<void> {
  await runTool("rm", ["-rf", to]);
  await runTool("cp", ["-a", from, to]);
}

/** The repair of everything in a damaged store, which is made in this folder. */
export async function prepareRepair(
  folder: string,
  size: StoreSize,
): Promise<KnownChange & { readonly plan: RepairPlan }> {
  const root = join(folder, "store");
  const original = join(folder, "damaged");
  writeDamagedStore(original, size);
  await copyStore(original, root);
  const planFile = join(folder, "plan.json");
  const preview = await runProgram(["sync", "repair", "--dry-run", "--store", root, "--save", planFile, "--json"]);
  assertEquals(preview.code, 0, preview.stdout);
  const { data } = JSON.parse(preview.stdout);
  const plan = parseRepairPlan(Deno.readFileSync(planFile), planFile, sha256Hex);
  const scopes = scopeFlags(data.required_scopes);
  const known = await applyChange({
    name: "repair",
    folder,
    original,
    root,
    args: ["sync", "repair", "--apply", "--plan", planFile, ...scopes, "--store", root, "--json"],
    code: 0,
    answered: data.report.failed,
  });
  return { ...known, plan };
}

/** The undo of that repair, on the store as the repair left it. */
export async function prepareUndo(
  folder: string,
  repair: KnownChange & { readonly plan: RepairPlan },
): Promise<KnownChange> {
  const { plan, root, result } = repair;
  const scopes = scopeFlags(plan.steps.flatMap(({ scope }) => scope ?? []));
  await copyStore(result, root);
  return await applyChange({
    name: "undo",
    folder,
    original: result,
    root,
    args: ["sync", "repair", "--undo", plan.source_report.report_id, ...scopes, "--store", root, "--json"],
    code: 0,
    answered: [],
  });
}

/** A decision on a conflict of a store that is sound otherwise, which is made in this folder. */
export async function prepareDecision(folder: string, { events }: Pick<StoreSize, "events">): Promise<KnownChange> {
  const root = join(folder, "store");
  const original = join(folder, "conflicted");
  const healthy = generateStore({ seed: SEED, events, objects: OBJECTS });
  writeStore(applyFaults(healthy, ["conflict-blocking"], SEED).files, original);
  await copyStore(original, root);
  const planFile = join(folder, "decision.json");
  const words = ["--option", "skip", "--as", "actor:ada", "--rationale", "Ours is right", "--save", planFile];
  const args = ["sync", "conflicts", "decide", "conflict:fault-conflict-blocking", ...words, "--store", root, "--json"];
  const preview = await runProgram(args);
  assertEquals(preview.code, 0, preview.stdout);
  const { data } = JSON.parse(preview.stdout);
  const applying = ["--apply", "--plan", planFile, ...scopeFlags(data.required_scopes)];
  return await applyChange({
    name: "decision",
    folder,
    original,
    root,
    args: ["sync", "conflicts", "decide", ...applying, "--store", root, "--json"],
    code: 0,
    answered: ["conflicts.blocking"],
  });
}

function scopeFlags(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes)].flatMap((scope) => ["--scope", scope]);
}

export interface ChangeToKnow extends Pick<KnownChange, "name" | "original" | "root" | "args" | "code" | "answered"> {
  /** Where the store as the change leaves it is kept. */
  readonly folder: string;
}

/** Carries a change out undisturbed on the store at `root`, which is as it was. */
export async function applyChange({ folder, ...change }: ChangeToKnow): Promise<KnownChange> {
  const { name, root, args } = change;
  const before = digestsOf(root);
  let intentAtMs = 0;
  const { ended, durationMs } = await startProgram(args).untilEnd((elapsedMs) => {
    if (intentAtMs === 0 && hasIntent(root)) intentAtMs = elapsedMs;
  });
  assertDone(ended, change.code, name);
  const result = join(folder, `after-${name}`);
  await copyStore(root, result);
  const object = [...before.keys()].find((path) => path.startsWith("objects/object_") && !path.includes("fault")) ?? "";
  return {
    ...change,
    said: ended.stdout,
    result,
    before,
    after: digestsOf(root),
    object: object.replace("objects/object_", "object:").replace(/\.json$/, ""),
    durationMs,
    intentAtMs,
  };
}

/** @throws AssertionError with what the program said */
export function assertDone({ code, signal, stdout, stderr }: Ended, expected: number, where: string): void {
  assertEquals({ code, signal }, { code: expected, signal: null }, `${where}: ${stderr}${stdout}`);
}

/** How the store after an undisturbed repair differs from its plan; nothing, where all is well. */
export function differencesFromPlan({ plan, after }: KnownChange & { readonly plan: RepairPlan }): readonly string[] {
  return plan.steps.flatMap(({ changes }) => changes).flatMap(({ path, before, after: planned, kept_at: keptAt }) => [
    ...(sha256In(after, path) === (planned?.sha256 ?? null) ? [] : [path]),
    ...(keptAt === null || sha256In(after, keptAt) === before?.sha256 ? [] : [keptAt]),
  ]);
}
