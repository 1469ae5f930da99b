import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { RepairPlan, RepairStep } from "../../../lib/model/repair_plan.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { buildPlan } from "../../../lib/repair/build_plan.ts";
import { draftRepair, predictSteps } from "../../../lib/repair/plan.ts";
import { findPlanProblem } from "../../../lib/repair/sound_plan.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import {
  fileEntry,
  healthySnapshot,
  healthyStore,
  manifestEntry,
  noJournal,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const digest = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });

/** What drops these unfinished writes; without digests a plan that is bound to no store. */
function planOf(files: readonly string[], isBound = true, changes: Partial<StoreSnapshot> = {}): RepairPlan {
  const store = healthyStore({ files: files.map((path) => fileEntry(path)), ...changes });
  const snapshot = healthySnapshot({ store });
  const diagnosis = diagnose(snapshot, sha256Hex);
  const request = {
    snapshot,
    diagnosis,
    scopes: [parseScope("disposable")],
    generatedAt: "2026-03-04T05:06:07Z",
    sha256Hex,
  };
  const draft = draftRepair(request);
  const digests = new Map([...files.map((path) => [path, digest("{")] as const), ["manifest.json", digest("{}")]]);
  return buildPlan(
    request,
    draft,
    isBound ? predictSteps(request, draft, { digests, folded: null, inventoried: new Map(), receipts: [] }) : null,
  );
}

const PLAN = planOf(["objects/a.json.tmp", "objects/b.json.tmp"]);
const [FIRST, SECOND, RECORD] = PLAN.steps;

function withSteps(...steps: readonly (RepairStep | undefined)[]): RepairPlan {
  return { ...PLAN, steps: steps.flatMap((step, index) => step === undefined ? [] : [{ ...step, order: index + 1 }]) };
}

function edited(step: RepairStep | undefined, changes: Partial<RepairStep>): RepairStep | undefined {
  return step === undefined ? undefined : { ...step, ...changes };
}

const CONTROL: RepairStep = {
  order: 1,
  id: "no_op",
  kind: "control",
  destructive: false,
  description: "There is nothing that repair can do by itself",
  expected_result: "The store stays as it is",
  scope: null,
  durability: "disposable",
  paths: [],
  changes: [],
  inverse: "There is nothing to undo",
};
const NOTHING = planOf([]);
const only = (changes: Partial<RepairStep>): RepairPlan => ({ ...NOTHING, steps: [{ ...CONTROL, ...changes }] });

const cases: readonly (readonly [name: string, plan: RepairPlan, want: string | null])[] = [
  ["a plan of this program", PLAN, null],
  ["one that nothing is bound to", planOf(["objects/a.json.tmp"], false), null],
  ["one that does nothing", NOTHING, null],
  [
    "one of a store that has no journal yet",
    planOf(["objects/a.json.tmp"], true, {
      journal: noJournal("absent"),
      manifest: manifestEntry({ active_generation: 1 }),
    }),
    null,
  ],
  ["one that recovers with a scope", only({ kind: "recover", scope: "derived" }), null],
  ["one that recovers with what is no scope", only({ kind: "recover", scope: "all" }), '"all" is no scope'],
  ["a control step with what is no scope", only({ scope: "all" }), '"all" is no scope'],
  ["a control step that changes files", only({ changes: FIRST?.changes ?? [] }), 'its step "no_op" changes files'],
  [
    "a recovery that changes files",
    only({ kind: "recover", changes: FIRST?.changes ?? [] }),
    'its step "no_op" changes files',
  ],
  [
    "a record with a scope",
    withSteps(FIRST, SECOND, edited(RECORD, { scope: "derived" })),
    'its step "record-repair" has a scope',
  ],
  [
    "a record that changes another file",
    withSteps(FIRST, edited(RECORD, { changes: SECOND?.changes ?? [] })),
    '"objects/b.json.tmp" needs scope disposable, which is not among its scopes',
  ],
  [
    "a scope that is none",
    { ...PLAN, source_report: { ...PLAN.source_report, scopes: ["all"] } },
    '"all" is no scope',
  ],
  [
    "a step twice that changes nothing",
    { ...NOTHING, steps: [CONTROL, { ...CONTROL, order: 2 }] },
    "it names a step twice",
  ],
  ["a file twice", withSteps(FIRST, edited(FIRST, { id: "again" }), RECORD), 'it names "objects/a.json.tmp" twice'],
  [
    "a report that is none",
    { ...PLAN, source_report: { ...PLAN.source_report, report_id: "../r" } },
    '"../r" is no id of a report',
  ],
  [
    "files without a binding",
    { ...PLAN, source_report: { ...PLAN.source_report, binding: null } },
    "it is bound to no store, and names what its files are",
  ],
  [
    "preconditions of files without a binding",
    { ...NOTHING, preconditions: PLAN.preconditions },
    "it is bound to no store, and names what its files are",
  ],
  [
    "steps in another order than their numbers",
    { ...PLAN, steps: PLAN.steps.toReversed() },
    "its steps are not numbered",
  ],
  [
    "another precondition than its steps begin with",
    { ...PLAN, preconditions: PLAN.preconditions.slice(1) },
    "its preconditions are not what its steps begin with",
  ],
];

for (const [name, plan, want] of cases) {
  Deno.test(`findPlanProblem() of ${name}`, () => assertEquals(findPlanProblem(plan), want));
}
