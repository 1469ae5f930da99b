/** A decision as a plan: bound to the store, sound, the same for the same state, and another one for another. */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { type DecisionRequest, draftDecision } from "../../../lib/decide/draft.ts";
import { filesOf, planDecision } from "../../../lib/decide/plan.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { findPlanProblem } from "../../../lib/repair/sound_plan.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { type JsonObject, stringField } from "../../../lib/text/json.ts";
import { entryOf, RECORDS, sha256Hex, storeWith, TODAY } from "../../helpers/snapshots.ts";

const CONFLICT_PATH = "conflicts/conflict_diary-dates.json";
const AT = "2026-03-04T05:06:07Z";
const CARD = {
  card_id: "decision-card:diary-dates",
  options: ["merge", "fork", "skip"],
  recommended_option: "merge",
  selected_option: null,
  rationale: null,
  selected_by: null,
  selected_at: null,
};
const REQUEST: DecisionRequest = {
  conflict: "diary-dates",
  option: "skip",
  actor: "ada",
  rationale: "Ours is right",
  written: null,
};
const digest = (text: string): FileDigest => ({ sha256: sha256Hex(text), bytes: text.length });

function openStore(conflict: Readonly<Record<string, JsonObject[string]>> = {}): StoreSnapshot {
  return storeWith(
    entryOf("actor"),
    entryOf("conflict", { decision_card: CARD, severity: "blocking", odd: [1], ...conflict }),
    entryOf("object"),
  );
}

function draftOf(store: StoreSnapshot, request: Partial<DecisionRequest> = {}) {
  return draftDecision({ ...REQUEST, ...request }, { store, catalog: buildCatalog(store), now: TODAY, sha256Hex });
}

function planOf(store: StoreSnapshot, { request = {}, object = "object" }: {
  readonly request?: Partial<DecisionRequest>;
  readonly object?: string;
} = {}) {
  const draft = draftOf(store, request);
  const digests = new Map(filesOf(draft).map((path) => [path, digest(path.startsWith("objects/") ? object : path)]));
  return planDecision(draft, { store, digests, generatedAt: AT, sha256Hex });
}

Deno.test("planDecision() writes the decision on the card, and nothing else in the record or the store", () => {
  const { plan, changes, recording } = planOf(openStore());
  const [step, record] = plan.steps;
  const text = changes.map(({ content }) => content?.kind === "text" ? content.make() : null);
  assertEquals(text.map((one) => JSON.parse(one ?? "")), [{
    ...RECORDS.conflict,
    severity: "blocking",
    odd: [1],
    decision_card: {
      ...CARD,
      selected_option: "skip",
      rationale: "Ours is right",
      selected_by: "actor:ada",
      selected_at: AT,
    },
    updated_at: AT,
  }]);
  assertEquals(step, {
    order: 1,
    id: "decide-conflict:diary-dates",
    kind: "decide",
    destructive: false,
    description: 'Select "skip" on the decision card of conflict "conflict:diary-dates", for actor:ada',
    expected_result: 'Conflict "conflict:diary-dates" is resolved, and nothing else in its record has changed',
    scope: "object:diary",
    durability: "durable",
    paths: [CONFLICT_PATH],
    changes: [{
      path: CONFLICT_PATH,
      before: digest(CONFLICT_PATH),
      after: digest(text[0] ?? ""),
      kept_at: `repair-reports/before/${recording.reportId}/${CONFLICT_PATH}`,
    }],
    inverse: "Put back the earlier file, which is kept with the report, or remove the new one where there was none",
  });
  assertEquals([record?.id, record?.kind, plan.severity, plan.blocked_steps], [
    "record-decision",
    "record",
    "error",
    [],
  ]);
  assertEquals(plan.source_report.decision, {
    conflict_id: "conflict:diary-dates",
    object_id: "object:diary",
    option: "skip",
    actor_id: "actor:ada",
    rationale: "Ours is right",
  });
  assertEquals(findPlanProblem(plan), null);
});

Deno.test("planDecision() makes the same plan of the same state", () =>
  assertEquals(planOf(openStore()).plan, planOf(openStore()).plan));

const others: readonly (readonly [name: string, () => ReturnType<typeof planOf>])[] = [
  ["where the object is another one", () => planOf(openStore(), { object: "another" })],
  ["for another reason", () => planOf(openStore(), { request: { rationale: "Theirs is wrong" } })],
  ["of another record", () => planOf(openStore({ user_explanation: "Otherwise" }))],
];

for (const [name, make] of others) {
  Deno.test(`planDecision() makes another plan ${name}`, () =>
    assertNotEquals(make().plan.plan_id, planOf(openStore()).plan.plan_id));
}

Deno.test("planDecision() gives the event that tells of it to who decides", () => {
  const { text = "", event_id: eventId } = planOf(openStore()).plan.source_report.binding?.appended ?? {};
  const event: JsonObject = JSON.parse(text);
  assertEquals([event["event_id"], event["event_type"], event["lane"], event["producer"]], [
    eventId,
    "repair",
    "repair",
    "actor:ada",
  ]);
  assertEquals(stringField(event, "object_id")?.startsWith("repair-report:decision-20260304T050607Z-"), true);
});

const refusals: readonly (readonly [
  name: string,
  conflict: Readonly<Record<string, JsonObject[string]>>,
  request: Partial<DecisionRequest>,
  exit: string,
  message: string,
])[] = [
  ["no such conflict", {}, { conflict: "something-else" }, "not_found", "there is no such conflict in this store"],
  ["another kind of record", {}, { conflict: "object:diary" }, "usage", "only a conflict is decided"],
  ["no such actor", {}, { actor: "somebody-else" }, "not_found", "there is no such actor in this store"],
  ["no option", { decision_card: { ...CARD, options: ["fork"] } }, {}, "unsupported", "does not offer that"],
  [
    "a resolved one",
    { decision_card: { ...CARD, selected_option: "fork", selected_by: "actor:bob", selected_at: AT } },
    {},
    "denied",
    `it is decided already: "fork", by "actor:bob" at ${AT}`,
  ],
  ["a broken one", { decision_card: { ...CARD, options: "merge" } }, {}, "unsupported", '"decision_card.options"'],
  ["a newer one", { schema: "sourceos.conflict-record/v2" }, {}, "too_new", "of a newer format"],
];

for (const [name, conflict, request, exit, message] of refusals) {
  Deno.test(`draftDecision() refuses ${name}`, () => {
    const error = assertThrows(() => draftOf(openStore(conflict), request), CliError, message);
    assertEquals(error.exit, exit);
  });
}

Deno.test("draftDecision() says who may where the named actor may not", () => {
  const store = storeWith(
    entryOf("actor", { capabilities: ["read"] }),
    entryOf("actor", { actor_id: "actor:bob", record_id: "actor:bob" }),
    entryOf("conflict", { decision_card: CARD }),
    entryOf("object"),
  );
  const error = assertThrows(() => draftOf(store), CliError, 'it has not the capability "merge"');
  assertEquals([error.exit, error.code, error.hint], ["denied", "may_not_decide", "Who may: --as actor:bob"]);
});
