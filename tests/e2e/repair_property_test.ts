/**
 * Whatever is wrong with a store, and whatever the scopes: a repair does what its plan said and loses nothing, leaves
 * nothing that the plan answered, has nothing to do a second time, and can be taken back.
 *
 * On real folders, without a process of its own.
 */
import { assertEquals } from "@std/assert";
import fc from "../helpers/properties.ts";
import { canBeTakenBack, isDeletion } from "../../lib/change/deletion.ts";
import { join } from "@std/path";
import { sha256Hex } from "../../commands/host/files/hashing.ts";
import { withDerivedState, withInventory } from "../../fixtures/derived_files.ts";
import { applyFaults, FAULTS } from "../../fixtures/faults.ts";
import { generateStore, type StoreOptions } from "../../fixtures/generate_store.ts";
import { type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { diagnose } from "../../lib/checks/frame/diagnosis.ts";
import type { RepairData } from "../../lib/model/documents/repair.ts";
import { draftRepair } from "../../lib/repair/plan.ts";
import { parseScope } from "../../lib/change/scope.ts";
import { readStoreAt } from "../helpers/read_store.ts";
import { assertCarriedOut, type Content, contentOf, differences, readPlan, tellsOfChange } from "../helpers/repairs.ts";
import { healthySnapshot } from "../helpers/snapshots.ts";
import { withFolder } from "../helpers/stores.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { scopeWords, withWaitingPlan } from "../helpers/repair_runs.ts";

const RUNS = Number(Deno.env.get("SOURCEOS_PROPERTY_RUNS") ?? "40");

/** Each takes seconds for its size, and is a record that cannot be read like others. */
const LARGE = ["record-oversize"];
/** No change is made where everybody may write: tests/e2e/owner_test.ts. */
const REFUSED = ["store-writable-by-others"];
/** Only root can look at all that is in such a store. */
const CLOSED = Deno.uid() === 0 ? [] : ["unreadable-mode"];
const NAMES = FAULTS.map(({ name }) => name).filter((name) => ![...LARGE, ...REFUSED, ...CLOSED].includes(name));
/** Those that repair has an answer to. */
const REPAIRED = NAMES.filter((name) => /^(index|checkpoint|record|torn|unsealed|stale|old|leftover)-/.test(name));

interface Case {
  readonly options: StoreOptions;
  readonly derived: boolean;
  /** Whether a sync plan waits for an index. */
  readonly waits: boolean;
  readonly faults: readonly string[];
  readonly scopes: readonly string[];
}

const SCOPES = [
  "derived",
  "disposable",
  "journal",
  "index:object-heads",
  "index:actor-activity",
  "index:lane-counters",
  "checkpoint:journal",
  "object:fault-record-cut-off",
  "object:fault-record-not-an-object",
  "workspace:home",
];

const anyCase: fc.Arbitrary<Case> = fc.record({
  options: fc.record({
    seed: fc.nat(10_000),
    events: fc.integer({ min: 60, max: 160 }),
    objects: fc.integer({ min: 20, max: 40 }),
    oddities: fc.boolean(),
  }),
  derived: fc.boolean(),
  waits: fc.boolean(),
  faults: fc.tuple(
    fc.uniqueArray(fc.constantFrom(...REPAIRED), { maxLength: 4 }),
    fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 3 }),
  ).map((both) => both.flat()),
  scopes: fc.oneof(fc.constant([]), fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1, maxLength: 5 })),
});

/** Null where the faults need something to damage that the store has not. */
function storeOf({ options, derived, waits, faults }: Case): StoreFiles | null {
  const made = generateStore(options);
  const sound = waits ? withWaitingPlan(made) : made;
  try {
    const listed = () => withInventory(withDerivedState(sound), "2026-05-05T00:00:00Z");
    return applyFaults(derived ? listed() : sound, faults, options.seed).files;
  } catch {
    return null;
  }
}

/** The answer's data. @throws AssertionError where the command did not end well. */
async function repaired(root: string, words: readonly string[]): Promise<RepairData> {
  const args = ["sync", "repair", ...words, "--store", root, "--daemon", "none", "--json"];
  const { code, stdout } = await runInProcess(args);
  // A dry run of which nothing can be done has a plan too, and saves none.
  assertEquals(code === 0 || (code === 18 && words[0] === "--dry-run"), true, `${words.join(" ")}: ${stdout}`);
  const { data }: { readonly data: RepairData } = JSON.parse(stdout);
  return data;
}

/** What the plan's steps answer, each finding as its id and target. */
async function answeredBy(root: string, scopes: readonly string[]): Promise<readonly string[]> {
  const snapshot = healthySnapshot({ store: await readStoreAt(root), taken_at: "2026-07-01T00:00:00Z" });
  const { steps } = draftRepair({
    snapshot,
    diagnosis: diagnose(snapshot, sha256Hex),
    scopes: scopes.map(parseScope),
    generatedAt: snapshot.taken_at,
    sha256Hex,
  });
  return steps.flatMap(({ finding }) => finding === null ? [] : [`${finding.id} ${finding.target}`]);
}

async function findingsOf(root: string): Promise<readonly string[]> {
  const { stdout } = await runInProcess(["sync", "doctor", "--store", root, "--daemon", "none", "--json"]);
  const { data }: {
    readonly data: { readonly findings: readonly { readonly id: string; readonly target: string }[] };
  } = JSON.parse(stdout);
  return data.findings.map(({ id, target }) => `${id} ${target}`);
}

function unchanged(root: string, before: Content): void {
  assertEquals(differences(contentOf(root), before), []);
}

async function holds(folder: string, { scopes, ...rest }: Case): Promise<void> {
  const files = storeOf({ scopes, ...rest });
  fc.pre(files !== null);
  const root = join(folder, "store");
  writeStore(files ?? new Map(), root);
  const planFile = join(folder, "plan.json");
  const before = contentOf(root);
  const answered = await answeredBy(root, scopes);
  const planned = await repaired(root, ["--dry-run", "--save", planFile, ...scopeWords(scopes)]);
  unchanged(root, before);
  if (planned.saved_to === null) return;
  const plan = readPlan(planFile);
  const steps = plan.steps.filter(({ kind }) => kind !== "record");
  if (steps.every(({ kind }) => kind === "control" || kind === "recover")) return;

  const given = scopeWords(scopes.length === 0 ? planned.required_scopes : scopes);
  const apply = ["--apply", "--plan", planFile, ...given];
  const applied = await repaired(root, apply);
  const ids = steps.map(({ id }) => id);
  assertEquals(applied.outcome?.steps, ids);
  assertCarriedOut(root, before, plan, ids);

  const left = await findingsOf(root);
  assertEquals(left.filter((one) => answered.includes(one)), []);
  const again = (await repaired(root, ["--dry-run", ...scopeWords(scopes)])).plan?.steps ?? [];
  // Sealing may give back the one byte that history lacked, and only then can anything be rebuilt from it.
  const waits = plan.blocked_steps.some(({ id }) => id === "journal.history-rewritten:journal.jsonl");
  assertEquals(again.filter(({ kind }) => kind !== "control" && !waits), []);

  const done = contentOf(root);
  assertEquals((await repaired(root, apply)).outcome?.nothing_to_do, true);
  unchanged(root, done);

  const undo = ["--undo", applied.outcome?.report_id ?? "", ...given];
  if (!steps.some(canBeTakenBack)) return;
  const dropped = steps.flatMap(({ changes }) => changes).filter(isDeletion).map(({ path }) => path);
  const undone = await repaired(root, undo);
  const now = contentOf(root);
  const own = (path: string) => tellsOfChange(path) || path.startsWith("tmp/sync");
  assertEquals(differences(now, before).filter((path) => !own(path) && !dropped.includes(path)), []);
  assertEquals(now.get("journal.jsonl")?.startsWith(done.get("journal.jsonl") ?? "?"), true);
  const earlier = differences(now, done).filter((path) => /^repair-reports\//.test(path) && done.has(path));
  assertEquals([earlier, undone.outcome?.nothing_to_do], [[], false]);
}

Deno.test("a repair of any store does what its plan said, leaves nothing that it answered, and can be taken back", async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, (one) => withFolder((folder) => holds(folder, one))),
    { numRuns: RUNS, endOnFailure: Deno.env.has("SOURCEOS_PROPERTY_FAST") },
  );
});
