/** What stands in the way of taking records back, and what the journal is told of them. */
import { assertEquals } from "@std/assert";
import { journalLine } from "../../../fixtures/records.ts";
import type { StoredReport } from "../../../lib/model/repair_report.ts";
import { keptForGood, restingOn, undoneEvents, undoneObjects } from "../../../lib/repair/undone_records.ts";
import type { Undo } from "../../../lib/repair/undo.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { emptyReport, storedReport } from "../../helpers/reports.ts";
import { entryOf, journalOf, storeWith } from "../../helpers/snapshots.ts";

const AT = "2026-01-05T00:00:00Z";
const DIGEST = { sha256: "a".repeat(64), bytes: 1 };
const OBJECT = "objects/object_diary.json";
const ACTOR = "actors/actor_ada.json";

type Entries = readonly ReturnType<typeof entryOf>[];
type Way = "taken_away" | "put_back" | "brought_back";

const WAYS = {
  taken_away: { before: DIGEST, after: null },
  put_back: { before: DIGEST, after: DIGEST },
  brought_back: { before: null, after: DIGEST },
} as const;

/** What an undo does to these files, of a step of that kind. */
function undoOf(files: Readonly<Record<string, Way>>, kind = "import"): Pick<Undo, "steps" | "changes"> {
  const changes = Object.entries(files).map(([path, way]) => ({ path, ...WAYS[way], kept_at: null }));
  const step = { id: "s", kind, description: "", scope: "profile:home", durability: "durable", inverse: "" } as const;
  return { steps: [{ ...step, changes }], changes: changes.map((change) => ({ change, content: null })) };
}

type Told = readonly [object: string, producer: string];

/** By which the journal tells of the change that is taken back. */
const OWN: Told = ["repair-report:r1", "sourceos-sync"];

function stateOf(entries: Entries, ...events: readonly Told[]) {
  const lines = events.map(([object, producer], index) =>
    journalLine({
      ordinal: index + 1,
      event_type: "add",
      lane: "normal",
      object_id: object,
      producer,
      created_at: AT,
      payload: {},
    })
  );
  const store = { ...storeWith(...entries), journal: journalOf(lines.map((line) => `${line}\n`).join("")) };
  return { store, catalog: buildCatalog(store) };
}

const report = (event: string): StoredReport => storedReport({ kind: "import", plan_id: null, event_id: event });
const messages = (changes: readonly { readonly message: string }[]) => changes.map(({ message }) => message);

function resting(
  undo: Pick<Undo, "steps" | "changes">,
  state: ReturnType<typeof stateOf>,
  reports: readonly StoredReport[] = [],
  event = state.store.journal.objects.find(({ object_id: id }) => id === OWN[0])?.last_event_id ?? "",
): readonly string[] {
  return messages(restingOn(report(event), undo, { ...state, reports }));
}

const DIARY = entryOf("object");
const ADA = entryOf("actor");

Deno.test("restingOn() finds nothing where the change told of the objects last", () => {
  const state = stateOf([DIARY], ["object:diary", "actor:ada"], OWN);
  assertEquals(resting(undoOf({ [OBJECT]: "taken_away" }), state), []);
});

Deno.test("restingOn() takes nothing back on the word of a report that the journal tells of in another event, or in none", () => {
  const told = (event: string) => [`The journal does not tell of the import in event "${event}", as its report says`];
  const state = stateOf([DIARY], OWN, ["object:diary", "actor:ada"]);
  const untold = stateOf([DIARY], ["object:other", "a"]);
  for (const way of ["taken_away", "put_back", "brought_back"] as const) {
    const undo = undoOf({ [OBJECT]: way });
    assertEquals(resting(undo, state, [], "evt-00000002"), told("evt-00000002"));
    assertEquals(resting(undo, state, [], "evt-99999999"), told("evt-99999999"));
    assertEquals(resting(undo, untold, [], "evt-00000001"), told("evt-00000001"));
  }
  assertEquals(resting(undoOf({ [OBJECT]: "taken_away" }, "quarantine"), untold, [], "evt-00000001"), []);
});

Deno.test("restingOn() finds what happened since to an object that comes back", () => {
  const back = (event: Told) => {
    const state = stateOf([], ...[["object:new", "a"], OWN, event] as const);
    const told = storedReport({
      kind: "undo",
      plan_id: null,
      undoes: "r0",
      event_id: "evt-00000002",
      report: emptyReport({ affected_objects: ["object:new"] }),
    });
    return messages(
      restingOn(told, undoOf({ "objects/object_new.json": "brought_back" }), { ...state, reports: [] }),
    );
  };
  assertEquals(back(["object:other", "a"]), []);
  assertEquals(back(["object:new", "a"]), ['The journal tells of object "object:new" since, in event "evt-00000003"']);
});

Deno.test("restingOn() finds what happened since to an object that goes or is put back", () => {
  const state = stateOf([DIARY], OWN, ["object:diary", "actor:ada"]);
  const told = ['The journal tells of object "object:diary" since, in event "evt-00000002"'];
  assertEquals(resting(undoOf({ [OBJECT]: "taken_away" }), state), told);
  assertEquals(resting(undoOf({ [OBJECT]: "put_back" }), state), told);
  const before = stateOf([DIARY], ["object:diary", "actor:ada"], OWN);
  assertEquals(resting(undoOf({ [OBJECT]: "put_back" }), before), []);
});

Deno.test("restingOn() counts what undid the change, and what undid that, as its own", () => {
  const state = stateOf([DIARY], OWN, ["repair-report:r2", "x"], ["object:diary", "x"], ["repair-report:r3", "x"]);
  const undoing = (id: string, undoes: string, event: string) =>
    storedReport({ record_id: id, kind: "undo", plan_id: null, undoes, event_id: event });
  const since = (...reports: readonly StoredReport[]) =>
    resting(undoOf({ [OBJECT]: "taken_away" }), state, reports).length;
  const second = undoing("r2", "r1", "evt-00000002");
  assertEquals(since(undoing("r3", "r2", "evt-00000004"), second), 0);
  assertEquals(since(undoing("r3", "r0", "evt-00000004"), second), 1);
  assertEquals(since(undoing("r3", "r2", "evt-00000005"), second), 1);
});

Deno.test("restingOn() finds that an actor who would go has acted since, and minds no other", () => {
  const state = stateOf([ADA], OWN, ["object:y", "actor:ada"]);
  const told = ['Actor "actor:ada" has written to the journal since, in event "evt-00000002"'];
  assertEquals(resting(undoOf({ [ACTOR]: "taken_away" }), state), told);
  assertEquals(resting(undoOf({ [ACTOR]: "put_back" }), state), []);
});

Deno.test("restingOn() finds what stays as it is and names what would go", () => {
  const state = stateOf([DIARY, ADA], OWN);
  assertEquals([...new Set(resting(undoOf({ [ACTOR]: "taken_away" }), state))], [
    'Object "object:diary" names "actor:ada"',
  ]);
  assertEquals(resting(undoOf({ [ACTOR]: "taken_away", [OBJECT]: "taken_away" }), state), []);
  assertEquals(resting(undoOf({ [ACTOR]: "taken_away", [OBJECT]: "put_back" }), state), []);
});

Deno.test("restingOn() lets a record go that another one of its id stays for", () => {
  const twin = { ...ADA, file: { ...ADA.file, path: "actors/twin.json" } };
  assertEquals(resting(undoOf({ [ACTOR]: "taken_away" }), stateOf([DIARY, ADA, twin], OWN)), []);
  assertEquals(resting(undoOf({ [ACTOR]: "put_back" }), stateOf([DIARY, ADA], OWN)), []);
});

Deno.test("restingOn() finds an object that is of the version of a schema that would go, though it names another one", () => {
  const schema = (id: string, version: string) =>
    entryOf("schema", { schema_id: id, schema_version: version, object_type: "file" });
  const [older, newer] = [schema("schema:file", "v1"), schema("schema:file-2", "v2")];
  const object = (version: string) =>
    entryOf("object", { object_type: "file", schema_id: "schema:file", schema_version: version });
  const undo = undoOf({ [newer.file.path]: "taken_away" });
  assertEquals(resting(undo, stateOf([object("v2"), older, newer], OWN)), [
    'Object "object:diary" is of the version that schema "schema:file-2" describes',
  ]);
  assertEquals(resting(undo, stateOf([object("v1"), older, newer], OWN)), []);
  const both = undoOf({ [newer.file.path]: "taken_away", [OBJECT]: "put_back" });
  assertEquals(resting(both, stateOf([object("v2"), older, newer], OWN)), []);
});

Deno.test("restingOn() takes an event without an ordinal for one that came since", () => {
  const state = stateOf([DIARY], ["object:diary", "actor:ada"], OWN);
  const { journal } = state.store;
  const odd = {
    ...state,
    store: {
      ...state.store,
      journal: {
        ...journal,
        objects: journal.objects.map((head) => head.object_id === OWN[0] ? head : { ...head, last_event_id: "odd" }),
      },
    },
  };
  assertEquals(resting(undoOf({ [OBJECT]: "taken_away" }), odd).length, 1);
});

Deno.test("restingOn() takes the id of an actor for none of an object", () => {
  const state = stateOf([ADA], OWN, ["actor:ada", "a"]);
  assertEquals(resting(undoOf({ [ACTOR]: "taken_away" }), state), []);
});

Deno.test("restingOn() looks at no step of a repair, which puts back the very file", () => {
  const state = stateOf([DIARY], OWN, ["object:diary", "actor:ada"]);
  assertEquals(resting(undoOf({ [OBJECT]: "taken_away" }, "quarantine"), state), []);
});

const HELD = entryOf("object", { retention_class: "legal_hold" });
const GONE = entryOf("object", { state: "tombstoned" });
const STAYS = ['Object "object:diary" is under legal hold, and stays'];
const DELETED = ['Object "object:diary" was deleted, and no deletion is taken back'];

const kept: readonly (readonly [name: string, entry: typeof DIARY, way: Way, kind: string, want: readonly string[]])[] =
  [
    ["nothing of an ordinary object", DIARY, "taken_away", "import", []],
    ["a held object that would go", HELD, "taken_away", "import", STAYS],
    ["a held object that a fork made", HELD, "taken_away", "decide", STAYS],
    ["a hold that an import brought", HELD, "put_back", "import", STAYS],
    ["nothing of a held object that was merged", HELD, "put_back", "decide", []],
    ["a deletion that an import brought", GONE, "put_back", "import", DELETED],
    [
      "nothing of a record that is no object",
      entryOf("actor", { retention_class: "legal_hold" }),
      "taken_away",
      "import",
      [],
    ],
    ["nothing of a tombstone that came in", GONE, "taken_away", "import", []],
  ];

for (const [name, entry, way, kind, want] of kept) {
  Deno.test(`keptForGood() finds ${name}`, () =>
    assertEquals(messages(keptForGood(undoOf({ [entry.file.path]: way }, kind), stateOf([entry]))), want));
}

Deno.test("undoneObjects() knows an object by its record, and one that comes back by what the report says", () => {
  const undo = undoOf({ [OBJECT]: "put_back", "objects/object_new.json": "brought_back", [ACTOR]: "taken_away" });
  const told = storedReport({ report: emptyReport({ affected_objects: ["object:new", "object:else"] }) });
  assertEquals(undoneObjects(told, undo, stateOf([DIARY, ADA])).map(({ id }) => id), ["object:diary", "object:new"]);
  assertEquals(undoneObjects(storedReport(), undo, stateOf([])).map(({ id }) => id), []);
});

Deno.test("undoneEvents() says of each object what became of its record, and of none that it was deleted", () => {
  const { store } = stateOf([]);
  const objects = (["taken_away", "put_back", "brought_back"] as const).map((way) => ({
    id: `object:${way}`,
    change: { path: OBJECT, ...WAYS[way], kept_at: null },
  }));
  const events = undoneEvents(objects, { undoId: "u1", at: AT, store });
  assertEquals(events.map(({ event_type, lane, payload }) => [event_type, lane, payload]), [
    ["repair", "repair", { undo: { report_id: "u1", record: "taken_away" } }],
    ["update", "normal", { undo: { report_id: "u1" } }],
    ["add", "normal", { undo: { report_id: "u1", record: "brought_back" } }],
  ]);
});

Deno.test("undoneEvents() brings a tombstone back as what it is", () => {
  const line = journalLine({
    ordinal: 1,
    event_type: "delete",
    lane: "tombstone",
    object_id: "object:a",
    producer: "a",
    created_at: AT,
    payload: {},
  });
  const added = line.replace('"delete"', '"add"').replace("object:a", "object:b");
  const store = { ...storeWith(), journal: journalOf(`${line}\n${added}\n`) };
  const objects = ["object:a", "object:b"].map((id) => ({
    id,
    change: { path: `objects/${id.replace(":", "_")}.json`, ...WAYS.brought_back, kept_at: null },
  }));
  assertEquals(
    undoneEvents(objects, { undoId: "u1", at: AT, store }).map(({ event_type, lane, payload }) => [
      event_type,
      lane,
      payload,
    ]),
    [
      ["delete", "tombstone", { undo: { report_id: "u1", record: "brought_back" } }],
      ["add", "normal", { undo: { report_id: "u1", record: "brought_back" } }],
    ],
  );
});
