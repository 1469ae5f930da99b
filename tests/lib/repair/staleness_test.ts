import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { PlanBinding, RepairPlan } from "../../../lib/model/repair_plan.ts";
import { buildPlan, frameOf, stepOf } from "../../../lib/repair/build_plan.ts";
import { lockDraft } from "../../../lib/repair/drafts.ts";
import { draftRepair, predictSteps } from "../../../lib/repair/plan.ts";
import { type Change, changesSince, comparePlans, type PlanComparison } from "../../../lib/repair/staleness.ts";
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
  return buildPlan(
    request,
    draft,
    predictSteps(request, draft, { digests: DIGESTS, folded: null, records: new Map() }),
  );
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

/** The plan with other fields, of a state in which something else was found. */
const other = (changes: Partial<RepairPlan>, plan = PLAN): RepairPlan => ({
  ...plan,
  ...changes,
  source_report: { ...plan.source_report, basis_sha256: "0".repeat(64) },
});

const compared: readonly (readonly [name: string, saved: RepairPlan, now: RepairPlan, want: PlanComparison])[] = [
  ["the same plan", PLAN, PLAN, { kind: "same" }],
  ["a plan beside which more has gone wrong", PLAN, planOf(LEFT, "objects/b.json.tmp"), { kind: "same_steps" }],
  [
    "a plan beside which other things wait for a person",
    PLAN,
    other({ severity: "critical", blocked_steps: [{ id: "a", reason: "b" }] }),
    { kind: "same_steps" },
  ],
  ["a plan with another sentence", { ...PLAN, summary: "Trust me" }, PLAN, { kind: "edited", field: "summary" }],
  ["a plan with another word on its severity", { ...PLAN, severity: "info" }, PLAN, {
    kind: "edited",
    field: "severity",
  }],
  ["a plan that lacks a step now", planOf(LEFT, "objects/b.json.tmp"), planOf("objects/b.json.tmp"), {
    kind: "moved_on",
    changes: [{ target: `drop-${LEFT}`, message: told(`drop-${LEFT}`, `Drop the unfinished write "${LEFT}"`) }],
  }],
  ["a plan of another policy", PLAN, other({ policy: { ...PLAN.policy, engine: "?" } }), {
    kind: "moved_on",
    changes: [{
      target: "source_report.basis_sha256",
      message: 'The plan says another "source_report.basis_sha256" than would be planned now',
    }],
  }],
  ["a plan that drops the lock, which whoever looks has taken", withLock(PLAN), PLAN, { kind: "same_steps" }],
];

function told(id: string, description: string): string {
  return `Step "${id}" would not be planned as it is in the plan: ${description}`;
}

/** The plan as it is made beside a stale lock. */
function withLock(plan: RepairPlan): RepairPlan {
  const lock = stepOf({ draft: lockDraft("tmp/sync.lock", null), changes: [] });
  const steps = [lock, ...plan.steps.map(({ order: _, ...step }) => step)];
  return other(frameOf(steps, bindingOf(plan).journal), plan);
}

for (const [name, saved, now, want] of compared) {
  Deno.test(`comparePlans() meets ${name}`, () => assertEquals(comparePlans(saved, now), want));
}
