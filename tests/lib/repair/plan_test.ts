import { assertEquals } from "@std/assert";
import { disposableCheck } from "../../../lib/checks/disposable.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { RepairData } from "../../../lib/model/documents/repair.ts";
import type { RepairPlan, RepairStep } from "../../../lib/model/repair_plan.ts";
import type { StateSnapshot, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { planDocument } from "../../../lib/repair/document.ts";
import { draftRepair } from "../../../lib/repair/plan.ts";
import { parseScope } from "../../../lib/change/scope.ts";
import repairPlanSchema from "../../../fixtures/schemas/sourceos.repair-plan.v1alpha1.schema.json" with {
  type: "json",
};
import { checkInput } from "../../helpers/findings.ts";
import { compileSchema } from "../../helpers/json_schema.ts";
import {
  derivedEntry,
  emptySnapshot,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const NOW = "2026-03-04T05:06:07Z";
const validate = compileSchema(repairPlanSchema);

/** The document of a plan for which nobody looked at the store's files. */
function plan(
  snapshot: StateSnapshot,
  scopes: readonly string[],
  diagnosis = diagnose(snapshot, sha256Hex),
): Omit<RepairData, "saved_to" | "plan"> & { readonly plan: RepairPlan } {
  const request = { snapshot, diagnosis, scopes: scopes.map(parseScope), generatedAt: NOW, sha256Hex };
  const document = planDocument(request, draftRepair(request), null);
  const { plan } = document;
  if (plan === null) throw new TypeError("A dry run has a plan");
  return { ...document, plan };
}

const torn = `${HEALTHY_JOURNAL}{"torn`;

/** Something for each kind of step, and one finding for a person. */
const damaged: StoreSnapshot = healthyStore({
  journal: journalOf(torn),
  records: [
    ...healthyStore().records.filter(({ kind }) => kind !== "object" && kind !== "conflict"),
    entryOf("object", { state: "lost" }),
    entryOf("conflict", { decision_card: { ...cardWith(null) } }),
  ],
  derived: [
    derivedEntry("indexes/object-heads.json", null, { state: "not_json", error: "Ends too early" }),
    derivedEntry("checkpoints/journal.json", null, { state: "not_json", error: "Ends too early" }),
  ],
  files: [fileEntry("objects/a.json.tmp")],
});

function cardWith(selected: string | null) {
  return {
    card_id: "card:a",
    options: ["merge"],
    recommended_option: "merge",
    selected_option: selected,
    rationale: null,
    selected_by: null,
    selected_at: null,
  };
}

const PUT_BACK = "Put back the earlier file, which is kept with the report, or remove the new one where there was none";
const SEAL: Omit<RepairStep, "order"> = {
  id: "seal-journal",
  kind: "seal",
  destructive: false,
  description: "Append a newline to the journal, so that its last line cannot run into the next event",
  expected_result: "Every byte of the journal stays, and it ends with a newline",
  scope: "journal",
  durability: "durable",
  paths: ["journal.jsonl"],
  changes: [],
  inverse: "None: the journal is only ever appended to",
};
const DROP: Omit<RepairStep, "order"> = {
  id: "drop-objects/a.json.tmp",
  kind: "drop",
  destructive: false,
  description: 'Drop the unfinished write "objects/a.json.tmp"',
  expected_result: "The file is gone; the file that it should have replaced is untouched",
  scope: "disposable",
  durability: "disposable",
  paths: ["objects/a.json.tmp"],
  changes: [],
  inverse: "None: what is disposable is deleted, and its name, size and digest stay in the report",
};
const INDEX: Omit<RepairStep, "order"> = {
  id: "rebuild-index:object-heads",
  kind: "rebuild",
  destructive: false,
  description: 'Rebuild the index "object-heads" from the journal',
  expected_result: "index:object-heads is healthy and covers the whole journal",
  scope: "index:object-heads",
  durability: "rebuildable",
  paths: ["indexes/object-heads.json", "indexes/object-heads.entries.ndjson"],
  changes: [],
  inverse: PUT_BACK,
};
const CHECKPOINT: Omit<RepairStep, "order"> = {
  id: "rebuild-checkpoint:journal",
  kind: "rebuild",
  destructive: false,
  description: 'Rebuild the checkpoint "journal" from the journal',
  expected_result: "checkpoint:journal is healthy and covers the whole journal",
  scope: "checkpoint:journal",
  durability: "rebuildable",
  paths: ["checkpoints/journal.json", "checkpoints/journal.records.ndjson"],
  changes: [],
  inverse: PUT_BACK,
};
const NO_OP: Omit<RepairStep, "order"> = {
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

/** Every plan that does anything ends with it. */
function recordStep({ source_report: { report_id: id } }: RepairPlan, eventId = "evt-00000005", generation = 5) {
  return {
    id: "record-repair",
    kind: "record",
    destructive: false,
    description: `Append event ${eventId} to the journal, count it as generation ${generation}, and write the report ` +
      "and an integrity event",
    expected_result: `The journal, the manifest, repair-reports/${id}.json and ` +
      `events/event_${id}-repair.completed.json tell of the repair`,
    scope: null,
    durability: "durable",
    paths: ["journal.jsonl", "manifest.json", `repair-reports/${id}.json`, `events/event_${id}-repair.completed.json`],
    changes: [],
    inverse: "None: an undo is recorded by an event of its own",
  } as const;
}

const ordered = (...steps: readonly Omit<RepairStep, "order">[]): readonly RepairStep[] =>
  steps.map((step, index) => ({ order: index + 1, ...step }));

const CONFLICT_ACTION =
  "Choose one of the options on its decision card: sourceos sync conflicts conflict:diary-dates --store /srv/state " +
  "shows both sides, and the command of each option";
const CONTRACT_ACTION = "Have the owner of the record correct the field; nothing here edits a durable record";

Deno.test("planDocument() makes the whole document of a damaged store", () => {
  const snapshot = healthySnapshot({ store: damaged });
  const planned = plan(snapshot, []);
  const steps = ordered(SEAL, DROP, INDEX, CHECKPOINT, recordStep(planned.plan));
  assertEquals(planned, {
    mode: "dry_run",
    undoes: null,
    health: diagnose(snapshot, sha256Hex).health,
    scopes: [],
    required_scopes: ["journal", "disposable", "index:object-heads", "checkpoint:journal"],
    report: {
      sentences: [
        "This is a preview: nothing was modified",
        "Repair would seal the journal's last line, of which every byte stays, rebuild 1 index from the journal, " +
        "rebuild the checkpoint of the journal and drop 1 disposable file",
        "User data would not be modified",
        "2 findings need a person and would be left alone",
      ],
      failed: ["journal.torn-tail", "layout.unfinished-write", "index.corrupt"],
      affected_objects: ["object:diary"],
      affected_actors: [],
      preserved: ["Every durable record and every byte of the journal"],
      rebuilt: [
        "indexes/object-heads.json",
        "indexes/object-heads.entries.ndjson",
        "checkpoints/journal.json",
        "checkpoints/journal.records.ndjson",
      ],
      quarantined: [],
      appended: ["journal.jsonl"],
      dropped: ["objects/a.json.tmp"],
      unresolved_conflicts: ["conflict:diary-dates"],
      policy_decisions: [],
      next_actions: [CONTRACT_ACTION, CONFLICT_ACTION],
    },
    plan: {
      schema: "sourceos.repair-plan/v1alpha1",
      generated_at: NOW,
      source_report: {
        schema: "sourceos.cli.sync-doctor/v1",
        component: "sourceos-sync",
        generated_at: NOW,
        scopes: [],
        report_id: planned.plan.source_report.report_id,
        binding: null,
        basis_sha256: planned.plan.source_report.basis_sha256,
      },
      plan_id: planned.plan.plan_id,
      status: "preview",
      severity: "error",
      summary: "4 steps, none of them destructive",
      policy: {
        engine: "policy-fabric",
        required_grants: ["sourceos.repair/preview"],
        destructive_grants_required: ["sourceos.repair/apply", "sourceos.purge/apply"],
        destructive_actions_present: false,
      },
      preconditions: [{
        id: "journal-unchanged",
        status: "expected",
        check: `The journal has ${torn.length} bytes, and they hash to sha256 ${sha256Hex(torn)}`,
        path: "journal.jsonl",
        image: { sha256: sha256Hex(torn), bytes: torn.length },
      }],
      checkpoint: { required: true, type: "copy-before-write", write_audit_record: true },
      steps,
      blocked_steps: [{
        id: "registry.contract:object:diary",
        reason: `A person has to decide: ${CONTRACT_ACTION}`,
      }, {
        id: "conflicts.open:conflict:diary-dates",
        reason: `A person has to decide: ${CONFLICT_ACTION}`,
      }],
      rollback: { available: true, strategy: "restore-checkpoint", requires_operator_approval: false },
      postconditions: steps.map((step) => step.expected_result),
    },
    outcome: null,
    not_applied: [],
    needs_review: [{
      finding: "registry.contract",
      target: "object:diary",
      message: 'Record "objects/object_diary.json" breaks the object contract: Field "state" is "lost", not one of ' +
        "active, deleted, tombstoned, quarantined, conflicted",
      choices: [CONTRACT_ACTION],
    }, {
      finding: "conflicts.open",
      target: "conflict:diary-dates",
      message: 'Conflict "conflict:diary-dates" about object "object:diary" waits for a decision',
      choices: [CONFLICT_ACTION],
    }],
  });
  assertEquals(validate(planned.plan), []);
});

const NEVER_BUILT: readonly Omit<RepairStep, "order">[] = ["actor-activity", "lane-counters"].map((id) => ({
  ...INDEX,
  id: `rebuild-index:${id}`,
  description: `Rebuild the index "${id}" from the journal`,
  expected_result: `index:${id} is healthy and covers the whole journal`,
  scope: `index:${id}`,
  paths: [`indexes/${id}.json`, `indexes/${id}.entries.ndjson`],
}));

const narrowed: readonly (readonly [
  scopes: readonly string[],
  want: readonly Omit<RepairStep, "order">[],
  /** What has to wait until the torn tail is sealed. */
  waits?: readonly Omit<RepairStep, "order">[],
])[] = [
  [[], [SEAL, DROP, INDEX, CHECKPOINT]],
  [["journal"], [SEAL]],
  [["disposable"], [], [DROP]],
  // What was never built is built where a scope asks for it.
  [["derived"], [], [INDEX, CHECKPOINT, ...NEVER_BUILT]],
  [["derived", "journal"], [SEAL, INDEX, CHECKPOINT, ...NEVER_BUILT]],
  [["index:object-heads"], [], [INDEX]],
  [["journal", "index:object-heads"], [SEAL, INDEX]],
  [["checkpoint:journal"], [], [CHECKPOINT]],
  [["journal", "checkpoint:journal"], [SEAL, CHECKPOINT]],
  [["derived", "journal", "disposable"], [SEAL, DROP, INDEX, CHECKPOINT, ...NEVER_BUILT]],
  [["index:other"], []],
  [["object:diary"], []],
];

const UNSEALED = "The journal's last line is torn, and the event that tells of a repair can only follow once it is " +
  "sealed: give --scope journal as well";

for (const [scopes, want, waits = []] of narrowed) {
  Deno.test(`planDocument() keeps inside ${scopes.join(", ") || "everything"}`, () => {
    const planned = plan(healthySnapshot({ store: damaged }), scopes);
    const left = [SEAL, DROP, INDEX, CHECKPOINT].filter((step) => ![...want, ...waits].includes(step));
    assertEquals(planned.scopes, scopes);
    assertEquals(planned.plan.steps, ordered(...(want.length === 0 ? [NO_OP] : [...want, recordStep(planned.plan)])));
    assertEquals(
      planned.not_applied,
      left.map(({ id, scope }) => ({
        id,
        scope,
        reason: `Outside the given scopes; it needs --scope ${scope}`,
      })),
    );
    assertEquals(
      planned.plan.blocked_steps.filter(({ reason }) => !reason.startsWith("A person has to decide")),
      waits.map(({ id }) => ({ id, reason: UNSEALED })),
    );
    const built = [...want, ...waits].filter((step) => NEVER_BUILT.includes(step)).map(({ scope }) => scope ?? "");
    assertEquals(planned.required_scopes, [
      "journal",
      "disposable",
      "index:object-heads",
      "checkpoint:journal",
      ...built,
    ]);
    assertEquals(validate(planned.plan), []);
  });
}

for (
  const [name, snapshot] of [
    ["healthy store", healthySnapshot()],
    ["place without a store", emptySnapshot()],
  ] as const
) {
  Deno.test(`planDocument() has nothing to do in a ${name}, and still gives a valid plan`, () => {
    const { plan: made, report, required_scopes, not_applied, needs_review } = plan(snapshot, []);
    assertEquals(made.steps, ordered(NO_OP));
    assertEquals([made.status, made.severity, made.summary, made.postconditions, made.blocked_steps], [
      "preview",
      "info",
      "There is nothing that repair can do by itself",
      [],
      [],
    ]);
    assertEquals(made.checkpoint, { required: false, type: "copy-before-write", write_audit_record: false });
    assertEquals(report.sentences, [
      "This is a preview: nothing was modified",
      "There is nothing that repair would change",
    ]);
    assertEquals([required_scopes, not_applied, needs_review], [[], [], []]);
    assertEquals(validate(made), []);
  });
}

Deno.test("planDocument() expects of a place without a store that no journal comes to be there", () => {
  const none = sha256Hex("");
  assertEquals(plan(emptySnapshot(), []).plan.preconditions, [{
    id: "journal-unchanged",
    status: "expected",
    check: `The journal has 0 bytes, and they hash to sha256 ${none}`,
    path: "journal.jsonl",
    image: null,
  }]);
});

Deno.test("planDocument() promises no integrity event where the store has no folder for one", () => {
  const { folders } = healthyStore();
  const store = healthyStore({
    files: [fileEntry("objects/a.json.tmp")],
    folders: folders.filter(({ path }) => path !== "events"),
  });
  const { steps, source_report: { report_id: id } } = plan(healthySnapshot({ store }), ["disposable"]).plan;
  const { description, expected_result: result, paths } = steps.at(-1) ?? NO_OP;
  assertEquals({ description, result, paths }, {
    description: "Append event evt-00000004 to the journal, count it as generation 5, and write the report",
    result: `The journal, the manifest and repair-reports/${id}.json tell of the repair`,
    paths: ["journal.jsonl", "manifest.json", `repair-reports/${id}.json`],
  });
});

Deno.test("planDocument() asks for one step once, whatever asks for it", () => {
  const [line = ""] = HEALTHY_JOURNAL.split("\n");
  const journal = journalOf(`${HEALTHY_JOURNAL}${line.replace("00000001", "00000004")}`);
  const { plan: made } = plan(healthySnapshot({ store: healthyStore({ journal }) }), ["journal"]);
  assertEquals(made.steps.map(({ id }) => id), ["seal-journal", "record-repair"]);
});

Deno.test("planDocument() names the same plan the same, and another otherwise", () => {
  const id = (snapshot: StateSnapshot, ...scopes: string[]) => plan(snapshot, scopes).plan.plan_id;
  const snapshot = healthySnapshot({ store: damaged });
  const grown = healthySnapshot({ store: { ...damaged, journal: journalOf(`${HEALTHY_JOURNAL}{"torn more`) } });
  assertEquals(id(snapshot), id(snapshot));
  assertEquals(new Set([id(snapshot), id(snapshot, "journal"), id(grown)]).size, 3);
});

Deno.test("planDocument() rebuilds nothing from a journal whose history was rewritten", () => {
  const covers = {
    journal_bytes: 10,
    journal_sha256: "0".repeat(64),
    last_event_id: "evt-00000001",
    events: 1,
    active_generation: 2,
  };
  const checkpoint = derivedEntry("checkpoints/journal.json", {
    schema: "sourceos.checkpoint-record/v1alpha1",
    checkpoint_id: "journal",
    checkpoint_kind: "journal-segments",
    format_version: 1,
    built_at: "2026-01-01T00:00:00Z",
    built_by: "sourceos-sync",
    covers,
    segments: [],
  }, { prefix_sha256: "1".repeat(64) });
  const index = derivedEntry("indexes/object-heads.json", null, { state: "not_json", error: "Ends too early" });
  const store = healthyStore({ derived: [index, checkpoint] });
  const { plan: made, needs_review, required_scopes } = plan(healthySnapshot({ store }), []);
  const reason =
    "The journal's history was rewritten or cut short: nothing is rebuilt from it until a person has decided";
  assertEquals(made.steps, ordered(NO_OP));
  assertEquals(made.blocked_steps, [
    { id: "rebuild-index:object-heads", reason },
    {
      id: "journal.history-rewritten:journal.jsonl",
      reason:
        "A person has to decide: Stop the daemon, and compare the journal with a backup or another device before " +
        "anything is rebuilt from it: put back what is missing, or, where the new history is the right one, move " +
        "/srv/state/checkpoints/journal.json out of the store",
    },
  ]);
  assertEquals(required_scopes, []);
  assertEquals(needs_review.map(({ finding }) => finding), ["journal.history-rewritten"]);
  // Whoever names it exactly has decided.
  const rebuilt = ["index:object-heads", "derived"].map((scope) =>
    plan(healthySnapshot({ store }), [scope]).plan.steps.map(({ id }) => id)
  );
  assertEquals(rebuilt, [["rebuild-index:object-heads", "record-repair"], ["no_op"]]);
});

Deno.test("planDocument() drops stale locks, and every file of what was left behind", () => {
  const owner = { pid: 4_711, started_at: null, command: null };
  const store = healthyStore({
    files: [
      "tmp/sync.lock",
      "tmp/old.lock",
      "tmp/batch/a",
      "tmp/batch/deep/b",
      "tmp/batch-2",
      "tmp/live.lock",
      "tmp/sync-change/0001/intent.json",
    ].map((path) => fileEntry(path, { modified_at: "2026-01-01T00:00:00Z" })),
    locks: [
      { path: "tmp/sync.lock", owner, owner_alive: false },
      { path: "tmp/old.lock", owner, owner_alive: false },
      { path: "tmp/live.lock", owner, owner_alive: true },
    ],
  });
  const snapshot = healthySnapshot({ store });
  const outcome = disposableCheck.run(checkInput(store));
  const findings = outcome.ran ? outcome.findings : [];
  const planned = plan(snapshot, ["disposable"], { ...diagnose(snapshot, sha256Hex), findings });
  const leftover = (target: string, paths: readonly string[]) => ({
    ...DROP,
    id: `drop-${target}`,
    description: `Drop "${target}", which interrupted work left behind`,
    expected_result: "The temporary files are gone; nothing durable was among them",
    paths,
  });
  assertEquals(
    planned.plan.steps,
    ordered(
      {
        ...DROP,
        id: "drop-tmp/sync.lock",
        description: 'Drop the lock "tmp/sync.lock", whose owner is gone',
        expected_result: "The lock is gone, and whoever respects it can work again",
        paths: [],
      },
      {
        ...DROP,
        id: "drop-tmp/old.lock",
        description: 'Drop the lock "tmp/old.lock", whose owner is gone',
        expected_result: "The lock is gone, and whoever respects it can work again",
        paths: ["tmp/old.lock"],
      },
      leftover("tmp/batch", ["tmp/batch/a", "tmp/batch/deep/b"]),
      leftover("tmp/batch-2", ["tmp/batch-2"]),
      // The next change clears away by itself what is left of one that is over.
      leftover("tmp/sync-change", []),
      recordStep(planned.plan, "evt-00000004", 5),
    ),
  );
  assertEquals(validate(planned.plan), []);
});
