/** What comes from outside is refused in the same order and words, whatever document it should be. */
import { assertEquals, assertThrows } from "@std/assert";
import { Type } from "@sinclair/typebox";
import fc from "../../helpers/properties.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { parseDocument, readDocument } from "../../../lib/model/input_document.ts";
import { nullable } from "../../../lib/model/schema_kit.ts";

const Note = Type.Object({
  schema: Type.Literal("sourceos.note/v1"),
  steps: Type.Array(Type.Object({ id: Type.String(), size: nullable(Type.Object({ bytes: Type.Integer() })) })),
}, { additionalProperties: false });
const Parcel = Type.Object({ format: Type.Literal("sourceos.parcel/v1"), weight: Type.Number() });
const GIVEN = { attempt: 'read note "n.json"', target: "n.json", hint: "Write another" };

const bytesOf = (text: string) => new TextEncoder().encode(text);
const note = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({ schema: "sourceos.note/v1", steps: [{ id: "a", size: null }], ...changes });

Deno.test("readDocument() gives the document, with a byte order mark or without", () => {
  for (const text of [note(), `\ufeff${note()}`]) {
    assertEquals(readDocument(bytesOf(text), Note), { ok: true, document: JSON.parse(note()) });
  }
});

Deno.test("readDocument() tells a contract that is named by its format", () => {
  const parcel = { format: "sourceos.parcel/v1", weight: 1, "x-note": [] };
  assertEquals<unknown>(readDocument(bytesOf(JSON.stringify(parcel)), Parcel), { ok: true, document: parcel });
});

const refused: readonly (readonly [name: string, bytes: Uint8Array, exit: string, reason: string])[] = [
  ["bytes that are no text", Uint8Array.of(0x7b, 0xff), "bad_input", "it is not UTF-8 text"],
  ["nothing", bytesOf(""), "bad_input", "Ends too early"],
  ["a list", bytesOf("[]"), "bad_input", "A list instead of an object"],
  ["what nests too deep", bytesOf("[".repeat(100_000)), "bad_input", "Nested deeper than 900 levels"],
  [
    "a number that is none",
    bytesOf(note({ steps: 0 }).replace("0", "NaN")),
    "bad_input",
    "it holds a number that JSON has no word for",
  ],
  ["no schema", bytesOf("{}"), "bad_input", 'its schema is "", not "sourceos.note/v1"'],
  ["another schema", bytesOf(note({ schema: "a/v1" })), "bad_input", 'its schema is "a/v1", not "sourceos.note/v1"'],
  [
    "a newer schema, whatever else it has",
    bytesOf('{"schema":"sourceos.note/v2"}'),
    "too_new",
    'its schema "sourceos.note/v2" is newer than this program',
  ],
  [
    "a field that is missing",
    bytesOf('{"schema":"sourceos.note/v1"}'),
    "bad_input",
    'its field "steps" does not keep the format',
  ],
  [
    "a field of an object that may be null",
    bytesOf(note({ steps: [{ id: "a", size: {} }] })),
    "bad_input",
    'its field "steps.0.size.bytes" does not keep the format',
  ],
  ["a field too many", bytesOf(note({ more: 1 })), "bad_input", 'its field "more" does not keep the format'],
];

for (const [name, bytes, exit, reason] of refused) {
  Deno.test(`parseDocument() refuses ${name}`, () => {
    const error = assertThrows(() => parseDocument(bytes, Note, GIVEN), CliError);
    const hint = exit === "too_new" ? "Use a newer release of this program" : "Write another";
    assertEquals([error.exit, error.message, error.target, error.hint], [
      exit,
      `Cannot read note "n.json": ${reason}`,
      "n.json",
      hint,
    ]);
  });
}

Deno.test("readDocument() never throws, whatever the bytes", () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytesOf)), (bytes) => {
    assertEquals(readDocument(bytes, Note).ok, false);
  }));
});
