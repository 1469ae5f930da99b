import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isJsonObject, type JsonObject } from "../../../lib/model/json.ts";
import { parseChangeIntent } from "../../../lib/parse/change_intent.ts";
import { changeIntent } from "../../helpers/changes.ts";

const WHOLE: JsonObject = { ...changeIntent() };

Deno.test("parseChangeIntent() takes what a change writes", () => {
  assertEquals(parseChangeIntent(WHOLE), { ok: true, intent: changeIntent() });
});

Deno.test("parseChangeIntent() keeps fields that it does not know", () => {
  const more = { ...WHOLE, "x-note": 1 };
  assertEquals<unknown>(parseChangeIntent(more), { ok: true, intent: more });
});

const file = (path: unknown, keptAt: unknown = null) => ({
  changes: [{ path, before: null, after: null, kept_at: keptAt }],
});
const cases: readonly (readonly [name: string, changes: Record<string, unknown>, reason: string])[] = [
  ["no schema", { schema: null }, 'its schema is "", not "sourceos.cli.change-intent/v1"'],
  [
    "another schema",
    { schema: "sourceos.repair-plan/v1alpha1" },
    'its schema is "sourceos.repair-plan/v1alpha1", not ' +
    '"sourceos.cli.change-intent/v1"',
  ],
  [
    "a newer schema",
    { schema: "sourceos.cli.change-intent/v2" },
    'its schema "sourceos.cli.change-intent/v2" is newer than this program',
  ],
  ["an unknown kind of change", { kind: "guess" }, 'its field "kind" does not keep the format'],
  ["an image without its hash", {
    changes: [{ path: "a", before: { bytes: 1 }, after: null, kept_at: null }],
  }, 'its field "changes.0.before" does not keep the format'],
  ["a length below zero", {
    append: { journal_bytes: -1, existed: true, appended: { sha256: "0".repeat(64), bytes: 1 } },
  }, 'its field "append" does not keep the format'],
  ["an empty path", file(""), 'its field "changes.0.path" does not keep the format'],
  ["an absolute path", file("/etc/passwd"), 'it names "/etc/passwd", which is no path inside the store'],
  ["a path that climbs out", file("objects/../../a"), 'it names "objects/../../a", which is no path inside the store'],
  ["a path to the store itself", file("."), 'it names ".", which is no path inside the store'],
  ["a path with an empty name", file("a//b"), 'it names "a//b", which is no path inside the store'],
  ["a path that ends in a slash", file("a/"), 'it names "a/", which is no path inside the store'],
  ["a copy kept outside", file("a", "../a"), 'it names "../a", which is no path inside the store'],
  ["a path with a NUL", file("a\0b"), 'it names "a\0b", which is no path inside the store'],
];

for (const [name, changes, reason] of cases) {
  Deno.test(`parseChangeIntent() refuses ${name}`, () => {
    const record: unknown = { ...WHOLE, ...changes };
    if (!isJsonObject(record)) throw new TypeError("The case is no JSON object");
    assertEquals(parseChangeIntent(record), { ok: false, reason });
  });
}

Deno.test("parseChangeIntent() never throws, and lets no path out of the store", () => {
  const anyPath = fc.array(fc.constantFrom("a", "b.json", "..", ".", "", "\0"), { maxLength: 4 })
    .map((names) => names.join("/"));
  fc.assert(fc.property(anyPath, fc.option(anyPath), fc.jsonValue(), (path, keptAt, spoilt) => {
    const change = { path, before: null, after: null, kept_at: keptAt };
    const parsed = parseChangeIntent({ ...WHOLE, changes: [change] });
    const paths = parsed.ok ? [path, ...keptAt === null ? [] : [keptAt]] : [];
    assertEquals(paths.filter((one) => new URL(one, "file:///store/x/").pathname !== `/store/x/${one}`), []);
    const other: unknown = spoilt;
    if (isJsonObject(other)) assertEquals(parseChangeIntent(other).ok, false);
  }));
});
