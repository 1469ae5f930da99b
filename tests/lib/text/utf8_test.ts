import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { decodeUtf8 } from "../../../lib/text/utf8.ts";

const cases: readonly (readonly [string, readonly number[], string | null])[] = [
  ["reads text", [0x61, 0xc3, 0xa4], "aä"],
  ["keeps a byte order mark", [0xef, 0xbb, 0xbf, 0x61], "\ufeffa"],
  ["keeps a replacement character that is written", [0xef, 0xbf, 0xbd], "\ufffd"],
  ["refuses a byte that starts nothing", [0x61, 0xff], null],
  ["refuses a character that is cut off", [0xc3], null],
  ["refuses a surrogate", [0xed, 0xa0, 0x80], null],
];

for (const [name, bytes, expected] of cases) {
  Deno.test(`decodeUtf8() ${name}`, () => assertEquals(decodeUtf8(Uint8Array.from(bytes)), expected));
}

Deno.test("decodeUtf8() agrees with a decoder that throws", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const text = fastCheck.string({ unit: "binary" }).map((value) => new TextEncoder().encode(value));
  const bytes = fastCheck.tuple(text, fastCheck.uint8Array({ maxLength: 4 })).map((parts) =>
    Uint8Array.from(parts.flatMap((part) => [...part]))
  );
  fastCheck.assert(fastCheck.property(bytes, (value) => {
    let expected: string | null = null;
    try {
      expected = strict.decode(value);
    } catch {
      // It is not UTF-8.
    }
    assertEquals(decodeUtf8(value), expected);
  }));
});
