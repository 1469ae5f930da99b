import { assertEquals } from "@std/assert";
import { KINDS, RECORD_KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import type { ExportSelection } from "../../../lib/export/select.ts";
import { selectOf } from "../../helpers/exports.ts";
import { entryOf, healthyStore, storeWith } from "../../helpers/snapshots.ts";

/** What leaves, what stays back and by which rule, and what is needed, as sorted texts. */
function told(
  { leaving, held, needs }: ExportSelection,
): Readonly<Record<"leaving" | "held" | "needs", readonly string[]>> {
  return {
    leaving: leaving.map(({ source }) => source.id ?? "").sort(),
    held: held.map(({ id, path, holds: [first] }) => `${id ?? path}: ${first.rule}`).sort(),
    needs: needs.map(({ kind, id, reason }) => `${kind} ${id}: ${reason}`).sort(),
  };
}

/** The healthy store with these records in place of those of their kinds, or beside them. */
function storeOf(changed: readonly RecordEntry[], without: readonly RecordKind[] = []) {
  const kinds = changed.map(({ kind }) => kind);
  const rest = RECORD_KINDS.filter((kind) => !kinds.includes(kind) && !without.includes(kind));
  return storeWith(...rest.map((kind) => entryOf(kind)), ...changed);
}

const EVERYTHING = [
  "actor:ada",
  "agent-txn:diary-summary",
  "conflict:diary-dates",
  "event:diary-created",
  "object:diary",
  "policy-decision:diary-may-leave",
  "profile:home",
  "schema:note:v1",
  "workspace:house",
];
const DESK = "device device:desk: stays_on_host";

for (const target of ["workspace:house", "profile:home", "object:diary"]) {
  Deno.test(`selectRecords() takes along whatever belongs to ${target}, and no plan, device or report`, () => {
    assertEquals(told(selectOf(healthyStore(), { target })), { leaving: EVERYTHING, held: [], needs: [DESK] });
  });
}

const other = entryOf("object", {
  object_id: "object:other",
  workspace_id: "workspace:shed",
  profile_id: "profile:work",
});
const work = [entryOf("profile", { profile_id: "profile:work" }), entryOf("profile")];

const cases: readonly (readonly [name: string, records: readonly RecordEntry[], want: {
  readonly target?: string;
  readonly without?: readonly RecordKind[];
  readonly producers?: readonly string[];
  readonly leaving?: readonly string[];
  readonly held?: readonly string[];
  readonly needs?: readonly string[];
}])[] = [
  ["leaves out objects of other workspaces and profiles", [entryOf("object"), other, ...work], {}],
  [
    "tells of everything about an object that stays back",
    [entryOf("object", { sync_visibility: "local_only" }), other, ...work],
    {
      leaving: ["profile:home", "workspace:house"],
      held: [
        "agent-txn:diary-summary: names.held-back",
        "conflict:diary-dates: names.held-back",
        "event:diary-created: names.held-back",
        "object:diary: visibility.local-only",
        "policy-decision:diary-may-leave: names.held-back",
      ],
      needs: [],
    },
  ],
  [
    "needs a schema and an actor that are not there",
    [entryOf("object", { created_by_actor: "actor:gone" })],
    {
      without: ["conflict"],
      leaving: EVERYTHING.filter((id) => id !== "conflict:diary-dates"),
      needs: [
        "actor actor:gone: missing",
      ],
    },
  ],
  [
    "needs a schema that stays on this device",
    [entryOf("schema", { sync_visibility: "local_only" })],
    {
      leaving: EVERYTHING.filter((id) => id !== "schema:note:v1"),
      held: ["schema:note:v1: visibility.local-only"],
      needs: [DESK, "schema schema:note:v1: held_back"],
    },
  ],
  [
    "takes along who made the history, and needs whom it does not know",
    [entryOf("actor"), entryOf("actor", { actor_id: "actor:scribe" })],
    {
      producers: ["actor:ghost", "actor:scribe"],
      leaving: ["actor:scribe", ...EVERYTHING].sort(),
      needs: [
        "actor actor:ghost: missing",
        DESK,
      ],
    },
  ],
  [
    "asks for no workspace record where the store keeps none",
    [entryOf("object")],
    { without: ["workspace"], leaving: EVERYTHING.filter((id) => id !== "workspace:house") },
  ],
  [
    "takes along a decision about the place of an object that leaves",
    [entryOf("decision"), entryOf("decision", { decision_id: "policy-decision:place", object_id: null })],
    { leaving: [...EVERYTHING, "policy-decision:place"].sort() },
  ],
  [
    "leaves out a decision about another place",
    [
      entryOf("decision"),
      entryOf("decision", { decision_id: "policy-decision:shed", object_id: null, workspace_id: "workspace:shed" }),
    ],
    {},
  ],
  [
    "follows a transaction to a decision about an object outside",
    [
      entryOf("transaction", { policy_decision_ref: "policy-decision:other" }),
      entryOf("decision"),
      entryOf("decision", { decision_id: "policy-decision:other", object_id: "object:other" }),
    ],
    {
      held: ["policy-decision:other: names.held-back"],
      needs: ["decision policy-decision:other: held_back", DESK],
    },
  ],
  [
    "takes nothing of a workspace whose record names another profile",
    [entryOf("workspace", { profile_id: "profile:work" }), ...work],
    {
      leaving: ["profile:work", "workspace:house"],
      held: [
        "agent-txn:diary-summary: names.held-back",
        "conflict:diary-dates: names.held-back",
        "event:diary-created: names.held-back",
        "object:diary: profile.boundary",
        "policy-decision:diary-may-leave: names.held-back",
      ],
      needs: [],
    },
  ],
];

for (const [name, records, { target, without = [], producers = [], ...want }] of cases) {
  Deno.test(`selectRecords() ${name}`, () => {
    const selection = selectOf(storeOf(records, without), target === undefined ? {} : { target }, producers);
    assertEquals(told(selection), { leaving: EVERYTHING, held: [], needs: [DESK], ...want });
  });
}

Deno.test("selectRecords() lets all of a workspace without a profile of its own cross, where its objects are of two", () => {
  const records = [
    entryOf("object"),
    entryOf("object", { object_id: "object:b", profile_id: "profile:work" }),
    ...work,
  ];
  const { home, held } = selectOf(storeOf([...records, entryOf("workspace", { profile_id: undefined })]));
  const rules = held.filter(({ kind }) => kind === "object").map(({ holds }) => holds.map(({ rule }) => rule));
  assertEquals([home, rules.map((found) => found.includes("profile.boundary"))], [null, [true, true]]);
});

Deno.test("Every kind that leaves has the field by which the other side sorts it", () => {
  const { leaving } = selectOf(healthyStore());
  const nameless = leaving.filter(({ source }) => source.record[KINDS[source.kind].idField] !== source.id);
  assertEquals(nameless, []);
});
