import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import { parseChangeIntent } from "../../../lib/change/parse_intent.ts";
import { changeIntent } from "../../helpers/changes.ts";

const WHOLE: JsonObject = { ...changeIntent() };

Deno.test("parseChangeIntent() takes what a change writes", () => {
  assertEquals(parseChangeIntent(WHOLE), { ok: true, intent: changeIntent() });
});

Deno.test("parseChangeIntent() keeps fields that it does not know", () => {
  const more = { ...WHOLE, "x-note": 1 };
  assertEquals<unknown>(parseChangeIntent(more), { ok: true, intent: more });
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
  ["an empty path", {
    changes: [{ path: "", before: null, after: null, kept_at: null }],
  }, 'its field "changes.0.path" does not keep the format'],
];

for (const [name, changes, reason] of cases) {
  Deno.test(`parseChangeIntent() refuses ${name}`, () => {
    const record: unknown = { ...WHOLE, ...changes };
    if (!isJsonObject(record)) throw new TypeError("The case is no JSON object");
    assertEquals(parseChangeIntent(record), { ok: false, reason });
  });
}

Deno.test("parseChangeIntent() never throws", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(WHOLE)), (spoilt, field) => {
    const record: unknown = JSON.parse(JSON.stringify({ ...WHOLE, [field]: spoilt }));
    if (!isJsonObject(record)) throw new TypeError("The record is no JSON object");
    const parsed = parseChangeIntent(record);
    if (parsed.ok) assertEquals<unknown>(parsed.intent, record);
    else assertEquals(parsed.reason.startsWith("its "), true);
  }));
});
