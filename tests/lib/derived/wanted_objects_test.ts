import { assertEquals } from "@std/assert";
import { cacheHeader, cacheLine, openRecordCache, UNWANTED } from "../../../lib/derived/record_cache.ts";
import { bearingOn, mayBeAskedAlone, objectsNamedBy } from "../../../lib/derived/wanted_objects.ts";
import type { JsonObject } from "../../../lib/text/json.ts";

const alone: readonly (readonly [typed: string, expected: boolean])[] = [
  ["object:tea", true],
  ["tea", true],
  ["object:tea-2.final", true],
  ["plan:tea", true],
  ["sync-plan:tea", true],
  ["event:tea", true],
  ["event:evt-00000001", false],
  ["schema:tea", false],
  ["report:tea", false],
  ["receipt:tea", false],
  ["index:tea", false],
  ["note:tea", false],
  ["objects/object_tea.json", false],
  ["object:../tea", false],
  ["object:tea..", false],
  ["object:t\u00eba", false],
  ["evt-00000001", false],
  ["", false],
];
for (const [typed, expected] of alone) {
  Deno.test(`"${typed}" is ${expected ? "looked up" : "not looked up"} without the other objects`, () =>
    assertEquals(mayBeAskedAlone(typed), expected));
}

const STAMP = "7 120 1777948959000 1777948959001";
const IN_HOME: JsonObject = { workspace_id: "workspace:home" };

/** Of these records, in their order, which are wanted for what is typed, where others name what lies in those files. */
function wantedOf(
  typed: string,
  records: readonly (readonly [path: string, record: JsonObject])[],
  named: readonly string[] = [],
) {
  const text = cacheHeader(new Date(0)) + records.map(([path, record]) => cacheLine(path, STAMP, record)).join("");
  let left: Uint8Array | null = new TextEncoder().encode(text);
  const cache = openRecordCache(() => {
    const bytes = left;
    left = null;
    return bytes;
  }, bearingOn(typed, new Set(named)));
  return records.map(([path]) => path).filter((path) => cache?.find(path, STAMP) !== UNWANTED);
}

const cases: readonly (readonly [name: string, records: readonly (readonly [string, JsonObject, boolean])[]])[] = [
  ["who has its id, with its kind or without, wherever it lies", [
    ["objects/a.json", { object_id: "object:tea" }, true],
    ["objects/b.json", { object_id: "tea" }, true],
    ["objects/c.json", { record_id: "object:tea" }, true],
    ["objects/d.json", { object_id: "object:teapot" }, false],
    ["objects/e.json", { object_id: "object:green-tea" }, false],
    ["objects/f.json", { title: "object:tea" }, false],
  ]],
  ["every record that is no object", [
    ["plans/a.json", { plan_id: "plan:a", ...IN_HOME }, true],
    ["objects/a.json", { object_id: "object:a" }, false],
    ["profiles/a.json", { profile_id: "profile:a" }, true],
  ]],
  ["the first object of each workspace", [
    ["plans/a.json", IN_HOME, true],
    ["objects/a.json", IN_HOME, true],
    ["objects/b.json", IN_HOME, false],
    ["objects/c.json", { part: { workspace_id: "workspace:shed" } }, true],
    ["objects/d.json", { workspace_id: "workspace:shed" }, true],
    ["objects/e.json", { part: { workspace_id: "workspace:shed" }, ...IN_HOME }, false],
    ["objects/f.json", { workspace_id: null }, false],
    ["objects/g.json", { workspace_id: "workspace:h\u00f6me" }, true],
  ]],
  ["whose id may look like it", [
    ["objects/a.json", { object_id: "object:\uff54ea" }, true],
    ["objects/b.json", { object_id: "object:b", title: "\uff54ea" }, false],
  ]],
];
for (const [name, records] of cases) {
  Deno.test(`of the cache those are wanted for an object: ${name}`, () =>
    assertEquals(
      wantedOf("object:tea", records.map(([path, record]) => [path, record] as const)),
      records.flatMap(([path, , expected]) => expected ? [path] : []),
    ));
}

Deno.test("for a record that is no object those are wanted that others name, and those that lie elsewhere than their ids say", () => {
  const records = [
    ["objects/object_a.json", { object_id: "object:a" }],
    ["objects/object_b.json", { object_id: "object:b" }],
    ["objects/object_c.json", { part: { object_id: "object:c" }, object_id: "object:other" }],
    ["objects/object_d.json", { object_id: "object:e" }],
    ["objects/object_f.json", { record_id: "object:f" }],
    ["objects/object_g_h.json", { object_id: "object:g/h" }],
    ["objects/object_i.json", { object_id: "object:i", title: "\u00fc" }],
  ] as const;
  assertEquals(wantedOf("plan:p", records, ["objects/object_b.json"]), [
    "objects/object_b.json",
    "objects/object_c.json",
    "objects/object_d.json",
    "objects/object_f.json",
    "objects/object_g_h.json",
  ]);
});

Deno.test("objectsNamedBy() tells where the objects lie that a record names", () => {
  assertEquals(objectsNamedBy({ object_id: "object:a/b", object_ids: ["c", "...", 1] }), [
    "objects/object_a_b.json",
    "objects/c.json",
  ]);
});
