import { assertEquals } from "@std/assert";
import { buildCatalog, type ReadableRecord, recordId, targetName } from "../../../lib/store/catalog.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { RECORD_KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf, fileEntry, RECORDS, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

const ids: readonly (readonly [name: string, kind: RecordKind, record: JsonObject, want: string | null])[] = [
  ["takes the id field of the kind", "object", { object_id: "object:a", record_id: "b" }, "object:a"],
  ["falls back on the writer's id", "object", { record_id: "object:b" }, "object:b"],
  ["falls back where the id field is mistyped", "plan", { plan_id: 7, record_id: "plan:b" }, "plan:b"],
  ["does not take another kind's field", "plan", { object_id: "object:a" }, null],
  ["does not take what objects inherit", "plan", {}, null],
];

for (const [name, kind, record, want] of ids) {
  Deno.test(`recordId() ${name}`, () => assertEquals(recordId(kind, record), want));
}

const names: readonly (readonly [kind: RecordKind, id: string, want: string])[] = [
  ["object", "object:alpha", "object:alpha"],
  ["object", "alpha", "object:alpha"],
  ["object", "urn:x", "object:urn:x"],
  ["object", "profile:work", "object:profile:work"],
  ["plan", "sync-plan:a", "sync-plan:a"],
  ["plan", "a", "plan:a"],
  ["decision", "policy-decision:a", "policy-decision:a"],
  ["transaction", "agent-txn:a", "agent-txn:a"],
];

for (const [kind, id, want] of names) {
  Deno.test(`targetName() calls the ${kind} "${id}" ${want}`, () => assertEquals(targetName(kind, id), want));
}

function readable(entry: RecordEntry, id: string | null): ReadableRecord {
  return { kind: entry.kind, id, path: entry.file.path, record: entry.record ?? {}, entry };
}

Deno.test("buildCatalog() holds a record of every kind under its kind and id", () => {
  const catalog = buildCatalog(storeWith(...RECORD_KINDS.map((kind) => entryOf(kind))));
  assertEquals(catalog.unreadable, []);
  assertEquals(
    catalog.all.map(({ kind, record }) => [kind, record]),
    RECORD_KINDS.map((kind) => [kind, RECORDS[kind]]),
  );
  for (const kind of RECORD_KINDS) {
    const id = recordId(kind, RECORDS[kind]) ?? "";
    const want = [readable(entryOf(kind), id)];
    assertEquals([catalog.ofKind(kind), catalog.find(kind, id), catalog.find(kind, "nobody")], [want, want, []]);
  }
});

Deno.test("buildCatalog() keeps two files with one id, records without id and files that cannot be read", () => {
  const first = entryOf("object");
  const second = { ...first, file: fileEntry("objects/copy.json") };
  const nameless = entryOf("object", { object_id: undefined });
  const broken = unreadableEntry("actor", "actors/broken.json");
  const catalog = buildCatalog(storeWith(first, broken, second, nameless));
  const [one, two, three] = [
    readable(first, "object:diary"),
    readable(second, "object:diary"),
    readable(nameless, null),
  ];
  assertEquals(catalog.ofKind("object"), [one, two, three]);
  assertEquals(catalog.find("object", "object:diary"), [one, two]);
  assertEquals(catalog.all, [one, two, three]);
  assertEquals(catalog.unreadable, [broken]);
});

Deno.test("buildCatalog() tells ids apart whatever stands in them", () => {
  const oddIds = ["__proto__", "constructor", "", " ", "object object:a"];
  const odd = oddIds.map((id, index) => ({
    ...entryOf("object"),
    file: fileEntry(`objects/${index}.json`),
    record: { object_id: id },
  }));
  const catalog = buildCatalog(storeWith(...odd));
  for (const [index, id] of oddIds.entries()) {
    assertEquals(catalog.find("object", id), odd.slice(index, index + 1).map((entry) => readable(entry, id)));
  }
  assertEquals(catalog.find("object", "toString"), []);
});

Deno.test("buildCatalog() is empty without a store", () => {
  const catalog = buildCatalog(null);
  assertEquals([catalog.all, catalog.unreadable, catalog.ofKind("object")], [[], [], []]);
});

Deno.test("buildCatalog() finds what is about an object, and what is about none", () => {
  const [one, other, none] = [
    entryOf("conflict", { conflict_id: "conflict:one" }),
    entryOf("conflict", { conflict_id: "conflict:other", object_id: "object:other" }),
    entryOf("conflict", { conflict_id: "conflict:none", object_id: null }),
  ];
  const catalog = buildCatalog(storeWith(one, other, none, entryOf("decision")));
  assertEquals(catalog.about("conflict", "object:diary"), [readable(one, "conflict:one")]);
  assertEquals(catalog.about("conflict", null), [readable(none, "conflict:none")]);
  assertEquals(catalog.about("conflict", "object:lost"), []);
});
