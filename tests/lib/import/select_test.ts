import { assertEquals } from "@std/assert";
import { parseImportScope } from "../../../lib/import/scope.ts";
import { selectImport } from "../../../lib/import/select.ts";
import { type Brought, judgeOf } from "../../helpers/imports.ts";
import { entryOf, EVENT_LINES, healthyStore, journalOf, recordOf } from "../../helpers/snapshots.ts";
import type { ImportAction } from "../../../lib/model/documents/import.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { sampleEvent } from "../journal/sample.ts";

/** What is done with each record, those that nothing is done with left out. */
function actions(
  here: readonly RecordEntry[],
  brought: Brought,
  scopes: readonly string[] | "everything",
  journal: readonly string[] = [],
) {
  const store = healthyStore({ records: here, journal: journalOf(journal.map((line) => `${line}\n`).join("")) });
  const { state, classification } = judgeOf(store, journal, brought);
  const parsed = scopes === "everything" ? scopes : scopes.map(parseImportScope);
  const { actions: found, objects } = selectImport(classification.records, parsed, state);
  return {
    actions: Object.fromEntries([...found].map(([{ id }, action]) => [id, action])),
    objects: objects.map(({ id }) => id),
  };
}

const BUNDLE: Brought = {
  records: {
    profile: [recordOf("profile")],
    workspace: [recordOf("workspace")],
    schema: [recordOf("schema"), recordOf("schema", { schema_id: "schema:spare:v1" })],
    actor: [recordOf("actor"), recordOf("actor", { actor_id: "actor:other" })],
    object: [recordOf("object"), recordOf("object", { object_id: "object:other", workspace_id: "workspace:cellar" })],
    decision: [recordOf("decision")],
  },
  events: EVENT_LINES,
};

Deno.test("selectImport() takes an object with what it names, and what is about it", () => {
  assertEquals(actions([], BUNDLE, ["object:diary"]), {
    actions: {
      "profile:home": "written",
      "workspace:house": "written",
      "schema:note:v1": "written",
      "schema:spare:v1": "outside",
      "actor:ada": "written",
      "actor:other": "outside",
      "object:diary": "written",
      "object:other": "outside",
      [String(recordOf("decision")["decision_id"])]: "written",
    },
    objects: ["object:diary"],
  });
});

Deno.test("selectImport() takes the record that a scope names, without any object", () => {
  const { actions: found } = actions([], { records: { profile: [recordOf("profile")] } }, ["profile:home"]);
  assertEquals(found, { "profile:home": "written" });
});

Deno.test("selectImport() takes the history of an object that is here as it is", () => {
  const around = (["profile", "workspace", "schema", "actor", "object"] as const).map((kind) => entryOf(kind));
  const { actions: found, objects } = actions(
    around,
    { records: { object: [recordOf("object")] }, events: EVENT_LINES },
    ["profile:home"],
    EVENT_LINES.slice(0, 1),
  );
  assertEquals([found, objects], [{ "object:diary": "none" }, ["object:diary"]]);
});

Deno.test("selectImport() leaves what competes to a conflict, where there is an object for it", () => {
  const around = (["profile", "workspace", "schema", "actor"] as const).map((kind) => entryOf(kind));
  const rival = {
    records: {
      object: [recordOf("object", { title: "Rival" })],
      schema: [recordOf("schema", { required_fields: [] })],
    },
  };
  assertEquals(actions([...around, entryOf("object")], rival, ["profile:home"]).actions, {
    "object:diary": "conflict",
    "schema:note:v1": "outside",
  });
  // Its record is gone, and the journal tells of what the bundle does not.
  assertEquals(actions(around, { records: { object: [recordOf("object")] } }, ["profile:home"], EVENT_LINES).actions, {
    "object:diary": "skipped",
  });
});

const other = (changes: Parameters<typeof recordOf>[1]) => recordOf("object", changes);
const laterThan = (id: string, number: number) =>
  sampleEvent(number, { object_id: id, producer: "actor:ada", event_type: "add" });

Deno.test("selectImport() does with each record what its outcome asks for", () => {
  const around = (["profile", "device", "workspace", "schema", "actor"] as const).map((kind) => entryOf(kind));
  const here = ["newer", "older", "same", "still", "rival"].map((name) =>
    entryOf("object", { object_id: `object:${name}` })
  );
  const changed = { title: "Changed" };
  const { actions: found, objects } = actions(
    [...around, ...here],
    {
      records: {
        device: [recordOf("device")],
        object: [
          other({ object_id: "object:newer", ...changed }),
          other({ object_id: "object:older", ...changed }),
          other({ object_id: "object:same" }),
          other({ object_id: "object:still" }),
          other({ object_id: "object:rival", ...changed }),
          other({ object_id: "object:new" }),
          other({ object_id: "object:barred", privacy_class: "secret", sync_visibility: "public" }),
        ],
      },
      events: [
        laterThan("object:newer", 1),
        laterThan("object:newer", 4),
        laterThan("object:older", 2),
        laterThan("object:same", 4),
        laterThan("object:still", 6),
        laterThan("object:barred", 5),
      ],
    },
    "everything",
    [
      laterThan("object:newer", 1),
      laterThan("object:older", 2),
      laterThan("object:older", 3),
      laterThan("object:rival", 3),
      laterThan("object:still", 6),
    ],
  );
  assertEquals(found, {
    "device:desk": "none",
    "object:newer": "replaced",
    "object:older": "none",
    "object:same": "none",
    "object:still": "none",
    "object:rival": "conflict",
    "object:new": "written",
    "object:barred": "skipped",
  });
  assertEquals(objects, ["object:new", "object:newer", "object:same"]);
});

interface Along {
  readonly name: string;
  /** Beside those of the bundle above, of which the diary is asked for. */
  readonly records: Brought["records"];
  readonly events?: readonly string[];
  readonly here?: readonly RecordEntry[];
  readonly scopes?: readonly string[];
  readonly id: string;
  readonly want: ImportAction;
}

const decision = (id: string, changes: Parameters<typeof recordOf>[1]) => ({
  decision: [recordOf("decision", { decision_id: id, ...changes })],
});
const transaction = (...ids: readonly string[]) => ({
  transaction: [recordOf("transaction", { transaction_id: "txn:t", object_ids: ids, policy_decision_ref: null })],
});
const OTHER_HERE = [entryOf("object", { object_id: "object:other", workspace_id: "workspace:cellar" })];

const along: readonly Along[] = [
  {
    name: "a decision about the place of the object",
    records: decision("d:place", { object_id: undefined }),
    id: "d:place",
    want: "written",
  },
  {
    name: "no decision about another place",
    records: decision("d:place", { object_id: undefined, workspace_id: "workspace:cellar" }),
    id: "d:place",
    want: "outside",
  },
  {
    name: "no decision about another object, though it is of the place that is asked for",
    records: decision("d:other", { object_id: "object:gone" }),
    scopes: ["workspace:house"],
    id: "d:other",
    want: "outside",
  },
  {
    name: "no schema that governs nothing of it, where its place is asked for",
    records: {},
    scopes: ["workspace:house"],
    id: "schema:spare:v1",
    want: "outside",
  },
  {
    name: "a transaction about the object and one that is here",
    records: transaction("object:diary", "object:other"),
    here: OTHER_HERE,
    id: "txn:t",
    want: "written",
  },
  {
    name: "no transaction about the object and one that is neither here nor taken",
    records: transaction("object:diary", "object:other"),
    id: "txn:t",
    want: "outside",
  },
  {
    name: "no transaction about an object that is here, and was not asked for",
    records: transaction("object:other"),
    here: OTHER_HERE,
    id: "txn:t",
    want: "outside",
  },
  {
    name: "who made an event of it, though its record does not say so",
    records: {},
    events: [...EVENT_LINES, sampleEvent(9, { object_id: "object:diary", producer: "actor:other" })],
    id: "actor:other",
    want: "written",
  },
  {
    name: "who made a decision about the object",
    records: decision("d:diary", { actor_id: "actor:other" }),
    id: "actor:other",
    want: "written",
  },
  { name: "an object without a history", records: {}, events: [], id: "object:diary", want: "written" },
];

for (const { name, records, events = EVENT_LINES, here = [], scopes = ["object:diary"], id, want } of along) {
  Deno.test(`selectImport() takes along ${name}`, () => {
    const brought = { ...BUNDLE, records: { ...BUNDLE.records, ...records }, events, isTrial: true };
    assertEquals(actions(here, brought, scopes).actions[id], want);
  });
}
