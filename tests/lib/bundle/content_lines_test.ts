import { assertEquals, assertThrows } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { createEventParser, createRecordParser, createRepeatedParser } from "../../../lib/bundle/content_lines.ts";
import { refusalOf } from "../../../lib/bundle/refusal.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { canonicalJson, stringifyJson } from "../../../lib/text/stringify_json.ts";

const anyObject = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom("__proto__", "10", "9", "é", "\ud83d\ude00", "\uffff")),
  fc.oneof(fc.jsonValue(), fc.bigInt()),
);

Deno.test("the event parser takes every object in its one form, and in no other", () =>
  fc.assert(fc.property(anyObject, (object) => {
    const parsed = parseJsonObject(stringifyJson(object));
    if (!parsed.ok) throw new TypeError(parsed.message);
    const text = canonicalJson(parsed.value);
    const parse = createEventParser("m", refusalOf("b"));
    assertEquals(parse(text), { text, value: parsed.value, number: 1 });
    for (const other of [` ${text}`, `${text} `, text.replace("{", "{ "), text.replace("{", '{"\\u0061":1,"a":1,')]) {
      if (other !== text) assertThrows(() => parse(other), CliError);
    }
  })));

Deno.test("the record parser wants ids to ascend by code point, not by code unit", () => {
  const parse = createRecordParser("actor", "m", refusalOf("b"));
  const ids = ["10", "9", "a", "\uffff", "\ud83d\ude00"];
  assertEquals(ids.map((id) => parse(canonicalJson({ actor_id: id })).value), ids.map((id) => ({ actor_id: id })));
  assertThrows(() => parse('{"actor_id":"b"}'), CliError, "is out of order");
});

Deno.test("the event parser refuses a line that is not UTF-8", () => {
  const parse = createEventParser("m", refusalOf("b"));
  parse("{}");
  assertEquals(
    assertThrows(() => parse(null), CliError).message,
    'Cannot read bundle "b": line 2 of its member "m" is not UTF-8 text',
  );
});

const UNLAWFUL = "object:\u202e";

Deno.test("the record parser refuses ids that no bundle may hold", () => {
  for (const field of ["object_id", "record_id"]) {
    const parse = createRecordParser("object", "m", refusalOf("b"));
    assertEquals(
      assertThrows(() => parse(canonicalJson({ object_id: "object:a", [field]: UNLAWFUL })), CliError).message,
      `Cannot read bundle "b": line 1 of its member "m" has an "${field}" that no bundle may hold: ` +
        "it holds a character that turns the direction of text",
    );
  }
});

Deno.test("the event parser refuses ids that no bundle may hold", () => {
  for (const field of ["event_id", "object_id", "producer"]) {
    const parse = createEventParser("m", refusalOf("b"));
    assertThrows(
      () => parse(canonicalJson({ [field]: "../x" })),
      CliError,
      `has an "${field}" that no bundle may hold`,
    );
  }
});

Deno.test("the parsers refuse a line that is more than a line may be, before they parse it", () => {
  const many = `{"x":[${"0,".repeat(500_000)}oh]}`;
  for (const parse of [createEventParser("m", refusalOf("b")), createRecordParser("actor", "m", refusalOf("b"))]) {
    assertThrows(() => parse(many), CliError, "is too large: it holds more than 500000 values");
  }
});

/** Each as long as its one form, or no one's form. */
const OTHER_FORMS = [
  '{"b":true,"1":"x"}',
  '{"b":"x","a":"y"}',
  '{"a":NaN, "b":"x"}',
  '{"a":1e2}',
  '{"a":[0.10]}',
  '{"a":"\\u0061"}',
  '{"a":"x","a":"x"}',
  '{"a":{"b":"x" }}',
];
for (const text of OTHER_FORMS) {
  Deno.test(`the event parser refuses ${text}`, () => {
    const parse = createEventParser("m", refusalOf("b"));
    assertThrows(() => parse(text), CliError, "is not in the one form");
  });
}

Deno.test("the parser of lines that were taken before gives what the first one gave", () => {
  const texts = ['{"a":"x"}', '{"a":12345678901234567890}', "{}"];
  const [first, again] = [createEventParser("m", refusalOf("b")), createRepeatedParser("m", refusalOf("b"))];
  assertEquals(texts.map(again), texts.map(first));
});
