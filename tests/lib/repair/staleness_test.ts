import { assertEquals } from "@std/assert";
import type { FileDigest } from "../../../lib/model/change.ts";
import type { IndexKind } from "../../../lib/model/derived.ts";
import type { PlanBinding, RepairPlan } from "../../../lib/model/repair_plan.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { REPAIR_POLICY } from "../../../lib/policy/repair_refusals.ts";
import { buildPlan, frameOf, stepOf } from "../../../lib/repair/build_plan.ts";
import { lockDraft } from "../../../lib/repair/drafts.ts";
import { draftRepair, predictSteps } from "../../../lib/repair/plan.ts";
import { type Change, changesSince, comparePlans, type PlanComparison } from "../../../lib/repair/staleness.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { sampleEvent } from "../journal/sample.ts";
import { diagnosisWithHealthy } from "../../helpers/findings.ts";
import {
  derivedEntry,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
  unreadableEntry,
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
  return planOfStore({ store: healthyStore({ files: files.map((path) => fileEntry(path)) }), scopes: ["disposable"] });
}

interface Planned {
  readonly store: StoreSnapshot;
  readonly scopes?: readonly string[];
  readonly healthy?: readonly IndexKind[];
  /** The bytes of the record that the inventory of a rebuilt checkpoint lists. */
  readonly recordBytes?: string;
}

function planOfStore({ store, scopes = [], healthy = [], recordBytes = "" }: Planned): RepairPlan {
  const snapshot = healthySnapshot({ store });
  const diagnosis = diagnosisWithHealthy(snapshot, healthy);
  const generatedAt = "2026-03-04T05:06:07Z";
  const request = { snapshot, diagnosis, scopes: scopes.map(parseScope), generatedAt, sha256Hex };
  const draft = draftRepair(request);
  const bytes = {
    digests: new Map([...draft.looksAt.map((path) => [path, null] as const), ...DIGESTS]),
    folded: { summary: journalOf(HEALTHY_JOURNAL), fold: null, segments: [] },
    inventoried: new Map([["objects/object_diary.json", image(recordBytes)]]),
    receipts: [],
  };
  return buildPlan(request, draft, predictSteps(request, draft, bytes));
}

const PLAN = planOf(LEFT);
const DROP = `drop-${LEFT}`;

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
  ["an event that was begun", `${HEALTHY_JOURNAL}{"torn`, [], [{
    target: "journal.jsonl",
    message: "The journal has grown since: 6 bytes were appended, and no whole event",
  }]],
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

Deno.test("changesSince() tells a file that is there now, and a journal that has its first byte", () => {
  const absent = { id: "a", status: "expected", check: "There is none", path: LEFT, image: null };
  const binding = { ...bindingOf(PLAN), journal: { existed: false, bytes: 0, sha256: sha256Hex("") } };
  assertEquals(
    changesSince({ ...PLAN, preconditions: [absent] }, binding, { journal: journalOf("{"), digests: DIGESTS }),
    [
      { target: "journal.jsonl", message: "The journal has grown since: 1 byte was appended, and no whole event" },
      { target: LEFT, message: `"${LEFT}" is there now` },
    ],
  );
});

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
    changes: [{ target: DROP, message: told(DROP, `Drop the unfinished write "${LEFT}"`) }],
  }],
  ["a plan of which a step is refused now", PLAN, other({ steps: [], blocked_steps: [{ id: DROP, reason: "No" }] }), {
    kind: "moved_on",
    changes: [
      { target: DROP, message: told(DROP, "No") },
      { target: "record-repair", message: told("record-repair", PLAN.steps[1]?.description ?? "") },
    ],
  }],
  ["a plan of nothing, where there is something to do now", planOf(), PLAN, {
    kind: "moved_on",
    changes: [{ target: "no_op", message: told("no_op", "There is nothing that repair can do by itself") }],
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

const LEFT_THERE = { files: [fileEntry(LEFT)] };
const CHECKPOINT = derivedEntry("checkpoints/journal.json", null, { state: "not_json", error: "Ends too early" });
const withRecord = (...changed: Parameters<typeof entryOf>) => {
  const others = healthyStore().records.filter(({ kind }) => kind !== changed[0]);
  return healthyStore({ ...LEFT_THERE, records: [...others, entryOf(...changed)] });
};
const denied = (by: string) =>
  withRecord("decision", {
    policy_id: REPAIR_POLICY,
    decision_id: by,
    object_id: undefined,
    effect: "deny",
    rationale: "So.",
  });

/** Each is found out by one thing that the plan rests on: nobody edited it. */
const movedOn: readonly (readonly [name: string, saved: Planned, now: Planned, want: PlanComparison["kind"]])[] = [
  [
    "other findings for a person",
    { store: withRecord("object", { object_id: "object:a", state: "lost" }) },
    { store: withRecord("object", { object_id: "object:b", state: "lost" }) },
    "same_steps",
  ],
  [
    "another index to rebuild, as it is healthy and would be left behind",
    { store: healthyStore(LEFT_THERE), healthy: ["object-heads"] },
    { store: healthyStore(LEFT_THERE), healthy: ["lane-counters"] },
    "moved_on",
  ],
  ["a repair that another decision denies", { store: denied("d:1") }, { store: denied("d:2") }, "moved_on"],
  [
    "another record in the inventory of a checkpoint",
    { store: healthyStore({ ...LEFT_THERE, derived: [CHECKPOINT] }), recordBytes: "then" },
    { store: healthyStore({ ...LEFT_THERE, derived: [CHECKPOINT] }), recordBytes: "now" },
    "moved_on",
  ],
];

for (const [name, saved, now, want] of movedOn) {
  Deno.test(`comparePlans() takes no plan for edited where there is now ${name}`, () => {
    assertEquals(comparePlans(planOfStore(saved), planOfStore(now)).kind, want);
  });
}

Deno.test("comparePlans() takes a plan for edited where nothing but its scopes is another", () => {
  const cut = unreadableEntry("object", "objects/object_cut.json");
  const store = healthyStore({ ...LEFT_THERE, records: [...healthyStore().records, cut] });
  const saved = planOfStore({ store, scopes: ["object:cut"] });
  const scopes = ["object:cut", "disposable"];
  const edited = { ...saved, source_report: { ...saved.source_report, scopes } };
  assertEquals(comparePlans(edited, planOfStore({ store, scopes })).kind, "edited");
});
