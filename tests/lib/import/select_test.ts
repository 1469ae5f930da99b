import { assertEquals } from "@std/assert";
import { parseImportScope } from "../../../lib/import/scope.ts";
import { selectImport } from "../../../lib/import/select.ts";
import { type Brought, judgeOf } from "../../helpers/imports.ts";
import { entryOf, EVENT_LINES, healthyStore, journalOf, recordOf } from "../../helpers/snapshots.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";

/** What is done with each record, those that nothing is done with left out. */
function actions(
  here: readonly RecordEntry[],
  brought: Brought,
  scopes: readonly string[],
  journal: readonly string[] = [],
) {
  const store = healthyStore({ records: here, journal: journalOf(journal.map((line) => `${line}\n`).join("")) });
  const { state, classification } = judgeOf(store, journal, brought);
  const { actions: found, objects } = selectImport(classification.records, scopes.map(parseImportScope), state);
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
