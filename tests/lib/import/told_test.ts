/** Which integrity events an import writes. */
import { assertEquals } from "@std/assert";
import { importTold } from "../../../lib/import/told.ts";
import { judgeOf } from "../../helpers/imports.ts";
import { EVENT_LINES, healthyStore, journalOf, recordOf } from "../../helpers/snapshots.ts";

const object = (id: string, state = "active") => recordOf("object", { object_id: id, state });
const NOTHING = { reportId: "i1", actor: "actor:gate", registers: false, written: [], objects: [], conflicts: [] };

const told = (work: Partial<Parameters<typeof importTold>[0]>) =>
  importTold({ ...NOTHING, ...work }).map(({ name, summary, targets }) => [name, summary, targets]);

Deno.test("an import tells once of each thing that it did, with all that it was done to", () => {
  const store = healthyStore({ records: healthyStore().records.filter(({ kind }) => kind === "profile") });
  const { classification } = judgeOf(store, EVENT_LINES, {
    records: {
      actor: [recordOf("actor")],
      schema: [recordOf("schema")],
      object: [object("object:a"), object("object:b"), object("object:gone", "tombstoned")],
    },
  });
  const all = [...classification.records];
  const objects = all.filter(({ kind }) => kind === "object");
  assertEquals(told({ written: all, objects, conflicts: ["conflict:x", "conflict:y"] }), [
    ["sync.actor.registered", 'Import "i1" registered 1 actor', [String(recordOf("actor")["actor_id"])]],
    ["sync.schema.registered", 'Import "i1" registered 1 schema', [String(recordOf("schema")["schema_id"])]],
    ["sync.object.created", 'Import "i1" brought 2 objects', ["object:a", "object:b"]],
    ["sync.object.deleted", 'Import "i1" deleted 1 object', ["object:gone"]],
    ["sync.conflict.created", 'Import "i1" recorded 2 conflicts', ["conflict:x", "conflict:y"]],
  ]);
});

Deno.test("an object that goes on from what is here was changed", () => {
  const here = EVENT_LINES.slice(0, 1);
  const behind = healthyStore({ journal: journalOf(here.map((line) => `${line}\n`).join("")) });
  const diary = recordOf("object", { title: "Diary 2027" });
  const later = judgeOf(behind, here, { records: { object: [diary] }, events: EVENT_LINES });
  const changed = [...later.classification.records];
  assertEquals(told({ objects: changed }), [["sync.object.changed", 'Import "i1" changed 1 object', ["object:diary"]]]);
});

Deno.test("an import that did nothing of the kind tells nothing", () => assertEquals(told({}), []));

Deno.test("an import that registers its bridge tells of that one first", () => {
  assertEquals(told({ registers: true }), [
    ["sync.actor.registered", 'Import "i1" registered 1 actor', ["actor:gate"]],
  ]);
});
