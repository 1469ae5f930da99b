import { assertEquals } from "@std/assert";
import { type EntriesFile, idsThatBegin } from "../../../lib/derived/sorted_entries.ts";
import { compareCodePoints } from "../../../lib/text/order.ts";
import { canonicalJson } from "../../../lib/text/stringify_json.ts";
import fc from "../../helpers/properties.ts";

function fileOf(text: string): EntriesFile {
  const bytes = new TextEncoder().encode(text);
  return { bytes: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function entriesOf(ids: readonly string[]): EntriesFile {
  return fileOf(ids.toSorted(compareCodePoints).map((id) => `${canonicalJson({ object_id: id })}\n`).join(""));
}

const id = fc.string({ unit: fc.constantFrom("a", "b", ":", "é", "\u{1F600}"), maxLength: 6 });

Deno.test("idsThatBegin() finds what a look at every entry finds", () => {
  const some = fc.uniqueArray(id, { maxLength: 60 });
  fc.assert(fc.property(some, fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 2 }), (ids, beginning) => {
    const expected = ids.filter((one) => one.startsWith(beginning)).sort(compareCodePoints);
    assertEquals(idsThatBegin(entriesOf(ids), beginning, 1000), expected);
  }));
});

const MANY = Array.from({ length: 900 }, (_, number) => `object:${String(number).padStart(4, "0")}-${"x".repeat(200)}`);

Deno.test("idsThatBegin() tells of too many the first and the last one", () => {
  const ids = idsThatBegin(entriesOf(MANY), "object:0", 3)?.map((one) => one.slice(0, "object:0000".length));
  assertEquals(ids, ["object:0000", "object:0001", "object:0899"]);
});

Deno.test("idsThatBegin() reads few bytes of many", () => {
  let read = 0;
  const file = entriesOf(MANY);
  const counting: EntriesFile = {
    bytes: file.bytes,
    read: (offset, length) => {
      const bytes = file.read(offset, length);
      read += bytes.length;
      return bytes;
    },
  };
  assertEquals(idsThatBegin(counting, "object:0500", 3)?.length, 1);
  // Two searches of at most 18 looks, each of two times 16 KiB.
  assertEquals(read < 2 * 18 * 2 * 16 * 1024, true);
});

for (
  const text of ["no entry\n", '{"object_id":1}\n', '{"object_id":"a"}', `${"x".repeat(40_000)}\n`]
) {
  Deno.test(`idsThatBegin() tells nothing of a file that is none: ${text.slice(0, 40)}`, () => {
    assertEquals(idsThatBegin(fileOf(text), "", 10), null);
  });
}
