import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { isJsonObject, type JsonValue } from "../../../lib/text/json.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { hasRepeatedKey, measureJson } from "../../../lib/text/scan_json.ts";

const cases: readonly (readonly [text: string, want: boolean])[] = [
  ["{}", false],
  ['{"a": 1, "b": 2}', false],
  ['{"a": 1, "a": 1}', true],
  ['{"a" :\n1, "a"\t: 2}', true],
  ['{"a": {"b": 1}, "c": {"b": 1}}', false],
  ['{"a": [{"b": 1, "b": 2}]}', true],
  ['{"a": "\\"a\\": 1", "b": ":"}', false],
  ['{"a\\"": 1, "a": 2}', false],
  ['{"\\u0061": 1, "a": 2}', true],
  ['{"__proto__": 1, "__proto__": 2}', true],
  ['{"__proto__": 1, "constructor": 2}', false],
  ['\ufeff{"a": NaN, "a": 1}', true],
];

for (const [text, want] of cases) {
  Deno.test(`hasRepeatedKey() says ${want} of ${JSON.stringify(text)}`, () => {
    const reading = parseJsonObject(text);
    assertEquals(reading.ok && hasRepeatedKey(text, reading.value), want);
  });
}

Deno.test("hasRepeatedKey() finds no key twice in what a writer made of a value", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat({ max: 3 }), (value, indent) => {
    const text = JSON.stringify(value, null, indent);
    const reading = parseJsonObject(text);
    assertEquals(reading.ok && hasRepeatedKey(text, reading.value), false);
  }));
});

function countValues(value: JsonValue): number {
  const members = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return members.reduce<number>((sum, member) => sum + countValues(member), 1);
}

Deno.test("measureJson() counts what a text holds, and what indentation would add, without parsing it", () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
    const text = JSON.stringify(object);
    const value: JsonValue = JSON.parse(text);
    const added = JSON.stringify(value, null, 2).length - text.length;
    assertEquals(measureJson(text), { values: countValues(value), added });
  }));
});
