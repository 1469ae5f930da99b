import { assertEquals, assertThrows } from "@std/assert";
import type { ImportData, ImportedBundle } from "../../../lib/model/documents/import.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import { hasChanges, importData } from "../../../lib/import/data.ts";
import { gravest, judged } from "../../../lib/import/rules.ts";
import { type Brought, judgeOf } from "../../helpers/imports.ts";
import { entryOf, EVENT_LINES, healthyStore, journalOf, recordOf, RECORDS } from "../../helpers/snapshots.ts";
import { sampleEvent } from "../journal/sample.ts";

const BUNDLE: ImportedBundle = {
  path: "-",
  sha256: "a".repeat(64),
  bytes: 1,
  format: "sourceos.sync-bundle/v1",
  target: { kind: "profile", id: "profile:home" },
  source_store: null,
  active_generation: null,
  created_at: "2026-01-04T00:00:00Z",
  tool: { name: "sourceos-sync", version: "0.1.0" },
  encrypted: false,
  compressed: false,
  signature: "none",
  signed_by: null,
  records: 1,
  events: 9,
  read_with: [],
  left_behind: [],
};

interface Need {
  readonly kind: RecordKind;
  readonly id: string;
}

/** The preview of a bundle, into the healthy store without its workspace and with the first of the diary's events. */
function previewOf(brought: Brought, { needs = [], journal = EVENT_LINES.slice(0, 1) }: {
  readonly needs?: readonly Need[];
  readonly journal?: readonly string[];
} = {}): ImportData {
  const store = healthyStore({
    records: healthyStore().records.filter(({ kind }) => kind !== "plan"),
    journal: journalOf(journal.map((line) => `${line}\n`).join("")),
  });
  const { state, classification } = judgeOf(store, journal, brought);
  return importData({
    mode: "preview",
    bundle: BUNDLE,
    descriptor: { needs: [...needs] },
    state,
    classification,
    actions: null,
    scopes: [],
    actor: null,
    registers: null,
    outcome: null,
    drill: null,
  });
}

const about = (object: string, ordinal: number, changes: Readonly<Record<string, unknown>> = {}) =>
  sampleEvent(ordinal, { object_id: object, producer: "actor:ada", ...changes });
const object = (name: string, changes: Parameters<typeof recordOf>[1] = {}) =>
  recordOf("object", { object_id: `object:${name}`, ...changes });

const MIXED: Brought = {
  records: {
    device: [RECORDS.device],
    object: [
      object("diary", { title: "Diary 2026" }),
      object("letter"),
      object("denied", { privacy_class: "secret", sync_visibility: "public" }),
    ],
  },
  events: [
    ...EVENT_LINES.slice(0, 2),
    about("object:letter", 5, { event_type: "add" }),
    about("object:denied", 6, { event_type: "add" }),
    about("object:denied", 7),
  ],
};

Deno.test("A preview counts records by outcome, kind and rule, and events by what becomes of them", () => {
  const { counts, kinds, events, rules, records, profile, needs } = previewOf(MIXED);
  assertEquals(counts, { new: 1, identical: 1, older: 0, newer: 1, conflicting: 0, forbidden: 1 });
  assertEquals(kinds.map(({ kind, ...of }) => [kind, of.new, of.identical, of.newer, of.forbidden]), [
    ["device", 0, 1, 0, 0],
    ["object", 1, 0, 1, 1],
  ]);
  // The bundle has four more events, about no object of it.
  assertEquals(events, { known: 1, new: 2, competing: 0, skipped: 6, refused: 2 });
  assertEquals(rules.map(({ rule, outcome, records, events }) => ({ rule, outcome, records, events })), [
    { rule: "record.new", outcome: "new", records: 1, events: 1 },
    { rule: "record.same", outcome: "identical", records: 1, events: 0 },
    { rule: "history.behind", outcome: "newer", records: 1, events: 1 },
    { rule: "visibility.too-wide", outcome: "forbidden", records: 1, events: 2 },
  ]);
  assertEquals(records.map(({ kind, id, action, events }) => ({ kind, id, action, events })), [
    { kind: "device", id: "device:desk", action: "none", events: { known: 0, new: 0, here: 0 } },
    { kind: "object", id: "object:denied", action: "none", events: { known: 0, new: 2, here: 0 } },
    { kind: "object", id: "object:diary", action: "none", events: { known: 1, new: 1, here: 0 } },
    { kind: "object", id: "object:letter", action: "none", events: { known: 0, new: 1, here: 0 } },
  ]);
  assertEquals([profile, needs], ["profile:home", []]);
});

Deno.test("A preview counts events of a history that went another way as competing, and none as shared", () => {
  const other = about("object:diary", 2, { event_type: "add" });
  const { counts, events, records } = previewOf({
    records: { object: [object("diary", { title: "Other" })] },
    events: [other, about("object:diary", 3)],
  });
  assertEquals(counts.conflicting, 1);
  assertEquals(events, { known: 0, new: 0, competing: 2, skipped: 7, refused: 0 });
  assertEquals(records.map((record) => record.events), [{ known: 0, new: 2, here: 1 }]);
});

Deno.test("A preview counts as refused what is new of a history whose object may not come in", () => {
  const { events } = previewOf({
    records: { object: [object("diary", { privacy_class: "secret", sync_visibility: "public" }), object("letter")] },
    events: [...EVENT_LINES.slice(0, 2), about("object:letter", 5, { event_type: "add" })],
  });
  assertEquals(events, { known: 1, new: 1, competing: 0, skipped: 7, refused: 1 });
});

Deno.test("A preview counts the events of an object by its kind, whatever else has its id", () => {
  const { records } = previewOf({
    records: { schema: [recordOf("schema", { schema_id: "object:diary" })], object: [object("diary")] },
    events: EVENT_LINES.slice(0, 2),
  });
  assertEquals(records.map(({ kind, events }) => [kind, events.new]), [["schema", 0], ["object", 1]]);
});

Deno.test("A preview counts what is here and not in the bundle", () => {
  const { events, records } = previewOf(
    { records: { object: [object("diary", { title: "Old" })] }, events: EVENT_LINES.slice(0, 1) },
    { journal: EVENT_LINES },
  );
  assertEquals(events, { known: 1, new: 0, competing: 0, skipped: 8, refused: 0 });
  assertEquals(records.map((record) => [record.outcome, record.events]), [["older", { known: 1, new: 0, here: 1 }]]);
});

Deno.test("A preview names once what is needed and neither here nor in the bundle, in order", () => {
  const { needs } = previewOf(MIXED, {
    needs: [
      { kind: "workspace", id: "workspace:gone" },
      { kind: "object", id: "object:z" },
      { kind: "object", id: "object:b" },
      { kind: "object", id: "object:b" },
      { kind: "object", id: "object:letter" },
      { kind: "profile", id: "profile:home" },
      { kind: "profile", id: "profile:z" },
    ],
  });
  assertEquals(needs, [
    { kind: "profile", id: "profile:z" },
    { kind: "object", id: "object:b" },
    { kind: "object", id: "object:z" },
    { kind: "workspace", id: "workspace:gone" },
  ]);
});

Deno.test("A preview names what some record of the bundle names, beside what its export left behind", () => {
  const { needs } = previewOf({
    records: {
      actor: [recordOf("actor", { actor_id: "actor:new" })],
      object: [
        object("letter", { last_modified_by_actor: "actor:new" }),
        object("note", { last_modified_by_actor: "actor:nobody" }),
      ],
    },
  });
  assertEquals(needs, [{ kind: "actor", id: "actor:nobody" }]);
});

Deno.test("A workspace is needed by its name alone where the store keeps no workspaces", () => {
  const store = healthyStore({ records: [entryOf("profile")] });
  const { state, classification } = judgeOf(store, [], { records: {} });
  const data = importData({
    mode: "preview",
    bundle: BUNDLE,
    descriptor: { needs: [{ kind: "workspace", id: "workspace:x" }] },
    state,
    classification,
    actions: null,
    scopes: [],
    actor: null,
    registers: null,
    outcome: null,
    drill: null,
  });
  assertEquals(data.needs, []);
});

Deno.test("A bundle changes something where a record is new, newer or in conflict, or an event is new", () => {
  const counts = { new: 0, identical: 0, older: 0, newer: 0, conflicting: 0, forbidden: 0 };
  const events = { known: 9, new: 0, competing: 9, skipped: 9, refused: 9 };
  const changing = (["new", "identical", "older", "newer", "conflicting", "forbidden"] as const)
    .filter((outcome) => hasChanges({ counts: { ...counts, [outcome]: 1 }, events }));
  assertEquals(changing, ["new", "newer", "conflicting"]);
  assertEquals(hasChanges({ counts, events: { ...events, new: 1 } }), true);
});

Deno.test("Of several judgements the first of the table is told, and none of none", () => {
  const several = ["needs.missing", "record.format", "policy.denied"].map((rule) => judged(rule));
  assertEquals([gravest(several)?.rule, gravest([])], ["record.format", null]);
  assertEquals([judged("record.new").message, judged("record.new", "So it is").message], [
    "Nothing here has its id",
    "So it is",
  ]);
  assertThrows(() => judged("record.old"), RangeError, 'There is no import rule "record.old"');
});
