import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/diagnosis.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { PlanBinding, RepairPlan } from "../../../lib/model/repair_plan.ts";
import { buildPlan } from "../../../lib/repair/document.ts";
import { draftRepair, predictSteps } from "../../../lib/repair/plan.ts";
import { type Change, changesSince, stepsThatDiffer } from "../../../lib/repair/staleness.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { sampleEvent } from "../journal/sample.ts";
import {
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const image = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });
const LEFT = "objects/a.json.tmp";
const DIGESTS: ReadonlyMap<string, FileDigest | null> = new Map([
  [LEFT, image("{")],
  ["objects/b.json.tmp", image("{")],
  ["manifest.json", image("{}")],
]);

/** The plan for a store with these unfinished writes. */
function planOf(...files: readonly string[]): RepairPlan {
  const snapshot = healthySnapshot({ store: healthyStore({ files: files.map((path) => fileEntry(path)) }) });
  const diagnosis = diagnose(snapshot, sha256Hex);
  const scopes = [parseScope("disposable")];
  const request = { snapshot, diagnosis, scopes, generatedAt: "2026-03-04T05:06:07Z", sha256Hex };
  const draft = draftRepair(request);
  return buildPlan(request, draft, predictSteps(request, draft, { digests: DIGESTS, folded: null }));
}

const PLAN = planOf(LEFT);

function bindingOf({ source_report: { binding } }: RepairPlan): PlanBinding {
  if (binding === null) throw new TypeError("A plan of a store on disk is bound");
  return binding;
}

const grown = (...ordinals: readonly number[]) =>
  `${HEALTHY_JOURNAL}${ordinals.map((one) => `${sampleEvent(one)}\n`).join("")}`;

const cases: readonly (readonly [
  name: string,
  journal: string,
  digests: readonly (readonly [path: string, image: FileDigest | null])[],
  want: readonly Change[],
])[] = [
  ["nothing in the same store", HEALTHY_JOURNAL, [], []],
  ["a file that is gone", HEALTHY_JOURNAL, [[LEFT, null]], [{ target: LEFT, message: `"${LEFT}" is gone` }]],
  ["a file with other bytes", HEALTHY_JOURNAL, [[LEFT, image("}")]], [
    { target: LEFT, message: `"${LEFT}" has other bytes` },
  ]],
  ["the manifest", HEALTHY_JOURNAL, [["manifest.json", image("[]")]], [
    { target: "manifest.json", message: '"manifest.json" has other bytes' },
  ]],
  ["nothing in files that it does not touch", HEALTHY_JOURNAL, [["objects/b.json.tmp", null]], []],
  ["one event", grown(4), [], [
    { target: "journal.jsonl", message: "The journal has grown since: event evt-00000004 was appended" },
  ]],
  ["several events", grown(4, 5, 6), [], [
    {
      target: "journal.jsonl",
      message: "The journal has grown since: events evt-00000004 to evt-00000006 were appended",
    },
  ]],
  ["a journal of the same length with other bytes", HEALTHY_JOURNAL.replace("ada", "adb"), [], [{
    target: "journal.jsonl",
    message: `The journal had ${HEALTHY_JOURNAL.length} bytes, and now has others: ${HEALTHY_JOURNAL.length}`,
  }]],
  ["a journal that was cut short", HEALTHY_JOURNAL.slice(0, -10), [], [{
    target: "journal.jsonl",
    message: `The journal had ${HEALTHY_JOURNAL.length} bytes, and now has others: ${HEALTHY_JOURNAL.length - 10}`,
  }]],
  ["an event and a file at once", grown(4), [[LEFT, null]], [
    { target: "journal.jsonl", message: "The journal has grown since: event evt-00000004 was appended" },
    { target: LEFT, message: `"${LEFT}" is gone` },
  ]],
];

for (const [name, journal, digests, want] of cases) {
  Deno.test(`changesSince() tells ${name}`, () => {
    const now = { journal: journalOf(journal), digests: new Map([...DIGESTS, ...digests]) };
    assertEquals(changesSince(PLAN, bindingOf(PLAN), now), want);
  });
}

const differing: readonly (readonly [name: string, saved: RepairPlan, now: RepairPlan, want: readonly string[]])[] = [
  ["nothing between the same plans", PLAN, PLAN, []],
  ["a step that would not be planned any more", planOf(LEFT, "objects/b.json.tmp"), PLAN, ["drop-objects/b.json.tmp"]],
  ["nothing about a step that is new", PLAN, planOf(LEFT, "objects/b.json.tmp"), []],
  [
    "a step that would do something else",
    PLAN,
    {
      ...PLAN,
      steps: PLAN.steps.map((step) => ({
        ...step,
        changes: step.changes.map((one) => ({ ...one, after: image("?") })),
      })),
    },
    [`drop-${LEFT}`, "record-repair"],
  ],
  [
    "nothing about the lock, which whoever looks has taken",
    { ...PLAN, steps: [...PLAN.steps, { ...PLAN.steps[0] ?? NO_STEP(), id: "drop-tmp/sync.lock" }] },
    PLAN,
    [],
  ],
];

function NO_STEP(): never {
  throw new TypeError("A plan has a step");
}

for (const [name, saved, now, want] of differing) {
  Deno.test(`stepsThatDiffer() tells ${name}`, () => {
    assertEquals(stepsThatDiffer(saved, now).map(({ id }) => id), want);
  });
}
