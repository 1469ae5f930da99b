import { assertEquals } from "@std/assert";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { draftsOf } from "../../../lib/repair/drafts.ts";
import { draftRepair } from "../../../lib/repair/plan.ts";
import { reasonNotToRecord, recordingOf } from "../../../lib/change/recording.ts";
import { resumeDrafts, resumedRecordText, type ResumeFacts } from "../../../lib/repair/resume.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import { brokenChange, changeIntent, unfinishedChange } from "../../helpers/changes.ts";
import { policyOf } from "../../helpers/policies.ts";
import {
  derivedEntry,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  manifestEntry,
  noJournal,
  sha256Hex,
  unreadableEntry,
} from "../../helpers/snapshots.ts";

const NOW = "2026-03-04T05:06:07Z";

function draft(store: StoreSnapshot, ...scopes: readonly string[]) {
  const snapshot = healthySnapshot({ store });
  const diagnosis = diagnose(snapshot, sha256Hex);
  return draftRepair({ snapshot, diagnosis, scopes: scopes.map(parseScope), generatedAt: NOW, sha256Hex });
}

const CORRUPT = derivedEntry("indexes/lane-counters.json", null, { state: "not_json", error: "Ends too early" });
const LEFTOVER = fileEntry("objects/a.json.tmp");
const CUT = unreadableEntry("object", "objects/object_cut.json");
const WAITS = entryOf("plan", { status: "blocked", dependencies: ["index:lane-counters"] });
const DENIED = { decision_id: "d:1", effect: "deny", rationale: "So it is." };
const ALL = ["drop-objects/a.json.tmp", "rebuild-index:lane-counters"];

interface DraftCase {
  readonly name: string;
  readonly store: StoreSnapshot;
  readonly scopes?: readonly string[];
  readonly steps: readonly string[];
  /** Id and reason of what cannot be done. */
  readonly blocked?: readonly (readonly [id: string, reason: string])[];
}

const damaged = (changes: Partial<StoreSnapshot> = {}) =>
  healthyStore({ files: [LEFTOVER], derived: [CORRUPT], ...changes });
const blockedAll = (reason: string) => ALL.map((id) => [id, reason] as const);
const records = (...more: StoreSnapshot["records"]) => [...healthyStore().records, ...more];
const withoutPlan = healthyStore().records.filter(({ kind }) => kind !== "plan");

const cases: readonly DraftCase[] = [
  { name: "answers what is damaged", store: damaged(), steps: ALL },
  {
    name: "does nothing that it could not record in the manifest",
    store: damaged({ manifest: manifestEntry({ active_generation: "many" }) }),
    steps: [],
    blocked: blockedAll("The manifest tells no active generation, so that a repair could not be recorded"),
  },
  {
    name: "does not rewrite a manifest that says what JSON cannot",
    store: damaged({ manifest: { ...manifestEntry(), oddities: ["non_finite_number"] } }),
    steps: [],
    blocked: blockedAll(
      '"manifest.json" holds a number that JSON has no word for, which would be lost where it is written again',
    ),
  },
  {
    name: "does nothing where its report has no place",
    store: damaged({ files: [LEFTOVER, fileEntry("repair-reports", { type: "symlink" })], folders: [] }),
    steps: [],
    blocked: blockedAll('"repair-reports" is no folder: a person has to move aside what stands there'),
  },
  {
    name: "does nothing while another change is under way",
    store: damaged({ interrupted: unfinishedChange({ under_way: true }) }),
    steps: [],
    blocked: [["drop-objects/a.json.tmp", "Another change of the store is under way"]],
  },
  {
    name: "does nothing beside a change of which nothing can be told",
    store: damaged({ interrupted: brokenChange() }),
    steps: [],
    blocked: [[
      "drop-objects/a.json.tmp",
      "An interrupted change of the store cannot be read: nothing else is touched until a person has looked at it",
    ]],
  },
  {
    name: "never follows a link where a file belongs",
    store: damaged({
      derived: [{
        ...CORRUPT,
        state: "not_a_file",
        file: fileEntry("indexes/lane-counters.json", { type: "symlink" }),
      }],
    }),
    steps: ["drop-objects/a.json.tmp"],
    blocked: [[
      "rebuild-index:lane-counters",
      '"indexes/lane-counters.json" is a symlink, not a plain file: a person has to look at it',
    ]],
  },
  {
    name: "moves a record aside that cannot be read, where its object is named",
    store: healthyStore({ records: records(CUT) }),
    scopes: ["object:cut"],
    steps: ["quarantine-objects/object_cut.json"],
  },
  {
    name: "moves a record aside whose numbers JSON has no word for, as nothing is written again",
    store: healthyStore({ records: records({ ...CUT, oddities: ["non_finite_number"] }) }),
    scopes: ["object:cut"],
    steps: ["quarantine-objects/object_cut.json"],
  },
  {
    name: "leaves a record alone whose file no scope can name",
    store: healthyStore({ records: records(unreadableEntry("object", "objects/.json")) }),
    steps: [],
  },
  {
    name: "leaves in its place what is no file, or closed",
    store: healthyStore({
      records: records(
        unreadableEntry("object", "objects/a.json", {
          state: "not_a_file",
          file: fileEntry("objects/a.json", { type: "fifo" }),
        }),
        unreadableEntry("object", "objects/b.json", { state: "denied" }),
      ),
    }),
    steps: [],
  },
  {
    name: "goes on with a plan once the index is whole that it waits for",
    store: damaged({ records: [...withoutPlan, WAITS] }),
    scopes: ["derived"],
    steps: [
      "rebuild-index:lane-counters",
      "rebuild-index:object-heads",
      "rebuild-index:actor-activity",
      "rebuild-checkpoint:journal",
      "resume-sync-plan:diary-to-desk",
    ],
  },
  {
    name: "does not rewrite a plan that says what JSON cannot",
    store: damaged({ files: [], records: [...withoutPlan, { ...WAITS, oddities: ["non_finite_number"] }] }),
    scopes: ["derived"],
    steps: [
      "rebuild-index:lane-counters",
      "rebuild-index:object-heads",
      "rebuild-index:actor-activity",
      "rebuild-checkpoint:journal",
    ],
    blocked: [[
      "resume-sync-plan:diary-to-desk",
      '"plans/sync-plan_diary-to-desk.json" holds a number that JSON has no word for, which would be lost where it is ' +
      "written again",
    ]],
  },
  ...([
    ["object:cut", "by the id that a decision names"],
    ["object_cut", "by the name of its file"],
    ["cut", "by its id without its kind"],
  ] as const).map(([id, name]): DraftCase => ({
    name: `does not move a record aside that policy denies, ${name}`,
    store: healthyStore({ records: records(CUT, entryOf("decision", { ...DENIED, object_id: id })) }),
    scopes: ["object:cut"],
    steps: [],
    blocked: [["quarantine-objects/object_cut.json", 'Policy decision "d:1" denies it (So it is.)']],
  })),
  {
    name: "moves a record aside where policy denies another one",
    store: healthyStore({ records: records(CUT, entryOf("decision", { ...DENIED, object_id: "object:other" })) }),
    scopes: ["object:cut"],
    steps: ["quarantine-objects/object_cut.json"],
  },
  {
    name: "moves the record of a workspace aside where policy denies an object of that name",
    store: healthyStore({
      records: records(
        CUT,
        unreadableEntry("workspace", "workspaces/attic.json"),
        entryOf("decision", { ...DENIED, object_id: "attic" }),
      ),
    }),
    scopes: ["workspace:attic"],
    steps: ["quarantine-workspaces/attic.json"],
  },
  {
    name: "does not go on with a plan whose index cannot be made whole",
    store: damaged({
      records: [...withoutPlan, WAITS],
      derived: [{
        ...CORRUPT,
        state: "not_a_file",
        file: fileEntry("indexes/lane-counters.json", { type: "symlink" }),
      }],
    }),
    scopes: ["index:lane-counters"],
    steps: [],
    blocked: [[
      "rebuild-index:lane-counters",
      '"indexes/lane-counters.json" is a symlink, not a plain file: a person has to look at it',
    ]],
  },
  {
    name: "does not go on with a plan that policy keeps from it",
    store: damaged({ records: [...withoutPlan, entryOf("plan", { ...WAITS.record, policy_decision_ref: "gone" })] }),
    scopes: ["derived", "disposable"],
    steps: [
      "drop-objects/a.json.tmp",
      "rebuild-index:lane-counters",
      "rebuild-index:object-heads",
      "rebuild-index:actor-activity",
      "rebuild-checkpoint:journal",
    ],
    blocked: [["resume-sync-plan:diary-to-desk", 'Policy decision "gone" is missing']],
  },
];

for (const { name, store, scopes = [], steps, blocked = [] } of cases) {
  Deno.test(`draftRepair() ${name}`, () => {
    const drafted = draft(store, ...scopes);
    assertEquals(drafted.steps.map(({ id }) => id), steps);
    assertEquals(drafted.blocked.map(({ id, reason }) => [id, reason]), blocked.map((one) => [...one]));
  });
}

const rebuilt: readonly (readonly [finding: string, target: string, step: string | null])[] = [
  ["index.corrupt", "index:object-heads", "rebuild-index:object-heads"],
  ["index.stale", "index:lane-counters", "rebuild-index:lane-counters"],
  ["index.missing", "index:actor-activity", "rebuild-index:actor-activity"],
  ["index.corrupt", "checkpoint:journal", "rebuild-checkpoint:journal"],
  ["index.not-ours", "index:other", null],
  ["index.not-ours", "index:journal", null],
  ["index.not-ours", "checkpoint:object-heads", null],
];

for (const [id, target, step] of rebuilt) {
  Deno.test(`draftsOf() answers ${id} of ${target} with ${step ?? "nothing that is known here"}`, () => {
    const store = healthyStore();
    const diagnosis = diagnose(healthySnapshot({ store }), sha256Hex);
    const [finding] = diagnose(healthySnapshot({ store: damaged() }), sha256Hex).findings;
    const findings = finding === undefined ? [] : [{ ...finding, id, target }];
    const { drafts, blocked } = draftsOf({ ...diagnosis, findings }, store);
    assertEquals(
      [drafts.map((draft) => draft.id), blocked],
      step === null
        ? [[], [{ id: `rebuild-${target}`, reason: `Nothing here knows how ${target} is built: it is left as it is` }]]
        : [[step], []],
    );
  });
}

Deno.test("draftRepair() says of each step what it touches, and how much depends on it", () => {
  const store = healthyStore({
    records: records(CUT),
    files: [LEFTOVER, fileEntry("tmp/batch-1/part", { modified_at: "2026-01-01T00:00:00Z" })],
  });
  const { steps } = draft(store, "disposable", "object:cut");
  assertEquals(
    steps.toSorted((left, right) => left.id < right.id ? -1 : 1).map(({ id, action, durability, needs }) => ({
      id,
      action,
      durability,
      needs,
    })),
    [
      {
        id: "drop-objects/a.json.tmp",
        action: { kind: "drop", paths: ["objects/a.json.tmp"] },
        durability: "disposable",
        needs: { kind: "disposable" },
      },
      {
        id: "drop-tmp/batch-1",
        action: { kind: "drop", paths: ["tmp/batch-1/part"] },
        durability: "disposable",
        needs: { kind: "disposable" },
      },
      {
        id: "quarantine-objects/object_cut.json",
        action: { kind: "quarantine", path: "objects/object_cut.json" },
        durability: "durable",
        needs: { kind: "object", id: "object_cut" },
      },
    ],
  );
});

Deno.test("draftRepair() finishes an interrupted change before anything else, with the scopes that it had", () => {
  const { steps, recovers, requiredScopes, recording } = draft(damaged({ interrupted: unfinishedChange() }));
  assertEquals([steps, recovers, requiredScopes, recording], [[], changeIntent(), ["derived", "disposable"], null]);
});

function factsOf(store: StoreSnapshot, ...healthy: readonly string[]): ResumeFacts {
  const catalog = buildCatalog(store);
  const derived = new Map(healthy.map((target) => [target, "healthy"]));
  return { catalog, policy: policyOf(store, catalog), derived };
}

for (
  const [name, plan, healthy, want] of [
    ["a plan that waited for what is whole", {}, ["index:lane-counters"], 1],
    ["no plan that waits for more", {}, ["index:object-heads"], 0],
    ["no plan that is not blocked", { status: "failed" }, ["index:lane-counters"], 0],
    ["no plan that waits for nothing derived", { dependencies: [] }, ["index:lane-counters"], 0],
    ["no plan that waits for another plan too", { dependencies: ["index:lane-counters", "plan:other"] }, [
      "index:lane-counters",
    ], 0],
  ] as const
) {
  Deno.test(`resumeDrafts() resumes ${name}`, () => {
    const store = healthyStore({ records: [...withoutPlan, entryOf("plan", { ...WAITS.record, ...plan })] });
    const { drafts, refusals } = resumeDrafts(store, factsOf(store, ...healthy));
    assertEquals([drafts.length, refusals.size], [want, 0]);
  });
}

Deno.test("resumeDrafts() refuses nothing of a plan that policy is against and that waits for more", () => {
  const plan = entryOf("plan", { ...WAITS.record, policy_decision_ref: "gone" });
  const store = healthyStore({ records: [...withoutPlan, plan] });
  const of = (...healthy: readonly string[]) => resumeDrafts(store, factsOf(store, ...healthy)).refusals.size;
  assertEquals([of("index:lane-counters"), of("index:object-heads")], [1, 0]);
});

Deno.test("resumeDrafts() names a plan without an id by its file, and rewrites nothing but rebuildable state", () => {
  const plan = { ...entryOf("plan", { ...WAITS.record, plan_id: undefined }), file: fileEntry("plans/nameless.json") };
  const store = healthyStore({ records: [...withoutPlan, plan] });
  assertEquals(resumeDrafts(store, factsOf(store, "index:lane-counters")).drafts, [{
    finding: null,
    needs: { kind: "derived" },
    action: { kind: "resume", path: "plans/nameless.json", record: plan.record ?? {} },
    id: "resume-plans/nameless.json",
    description: 'Set plan "plans/nameless.json" from blocked to planned: it waited only for index:lane-counters',
    expected_result: 'Plan "plans/nameless.json" is planned, and nothing else in it has changed',
    durability: "rebuildable",
  }]);
});

Deno.test("resumeDrafts() resumes no plan about whose object a conflict is open", () => {
  const open = entryOf("conflict", { decision_card: { selected_option: null } });
  const others = withoutPlan.filter(({ kind }) => kind !== "conflict");
  const store = healthyStore({ records: [...others, WAITS, open] });
  assertEquals(resumeDrafts(store, factsOf(store, "index:lane-counters")).drafts, []);
});

Deno.test("resumedRecordText() changes the status and the time, and keeps every other field and digit", () => {
  const record = { plan_id: "p", status: "blocked", "x-count": 12345678901234567890n, updated_at: "x", z: [null] };
  assertEquals(
    resumedRecordText(record, NOW),
    `{\n  "plan_id": "p",\n  "status": "planned",\n  "x-count": 12345678901234567890,\n  "updated_at": "${NOW}",\n  "z": [\n    null\n  ]\n}\n`,
  );
});

const unrecorded: readonly (readonly [name: string, store: StoreSnapshot, want: string | null])[] = [
  ["nothing in a sound store", healthyStore(), null],
  [
    "nothing in a store that has no journal yet",
    healthyStore({ journal: noJournal("absent"), manifest: manifestEntry({ active_generation: 1 }) }),
    null,
  ],
  [
    "a lost journal",
    healthyStore({ journal: noJournal("absent") }),
    "The journal is gone, and the manifest has counted events: restore the journal first",
  ],
  [
    "a journal that cannot be read",
    healthyStore({ journal: noJournal("unreadable", "denied") }),
    "The journal cannot be read, so that a repair could not be recorded",
  ],
  [
    "a store of a newer format",
    healthyStore({ manifest: manifestEntry({ schema: "sourceos.local-state-store/v2" }) }),
    "The store is of a newer format, of which nobody here can tell what must stay",
  ],
  [
    "a store that only the daemon shows",
    healthyStore({ origin: "daemon" }),
    "Only the daemon shows this store: a repair needs the store on disk",
  ],
];

for (const [name, store, want] of unrecorded) {
  Deno.test(`reasonNotToRecord() tells ${name}`, () => assertEquals(reasonNotToRecord(store), want));
}

Deno.test("recordingOf() seals, numbers and counts, and names itself by what it is about", () => {
  const request = { kind: "repair", at: NOW, identity: ["derived"], sha256Hex } as const;
  const recording = recordingOf(healthyStore({ journal: journalOf(`${HEALTHY_JOURNAL}{"torn`) }), request);
  const { reportId, eventId, appended, activeGeneration, manifestText } = recording;
  assertEquals(/^repair-20260304T050607Z-[0-9a-f]{8}$/.test(reportId), true, reportId);
  assertEquals([eventId, activeGeneration, JSON.parse(manifestText).active_generation], ["evt-00000005", 5, 5]);
  assertEquals(appended.startsWith("\n{"), true);
  assertEquals(JSON.parse(appended), {
    schema: "sourceos.journal-event/v1alpha1",
    event_id: "evt-00000005",
    event_type: "repair",
    lane: "repair",
    object_id: `repair-report:${reportId}`,
    producer: "sourceos-sync",
    created_at: NOW,
    payload: { report_id: reportId, kind: "repair" },
    applied: true,
  });
  const ids = [{}, { identity: ["journal"] }, { at: "2026-03-04T05:06:08Z" }, { kind: "undo" as const }]
    .map((changes) => recordingOf(healthyStore(), { ...request, ...changes }).reportId);
  assertEquals(new Set(ids).size, 4);
  assertEquals(recordingOf(healthyStore(), request).reportId, ids[0]);
});
