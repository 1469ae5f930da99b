import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { printable, printableDocument } from "../../../lib/render/printable.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";

const cases: [string, string, string, string][] = [
  ["keeps plain text", "object:alpha ~", "object:alpha ~", "object:alpha ~"],
  ["shows a terminal sequence", "\x1b[2Jgone", "\\x1b[2Jgone", "\\x1b[2Jgone"],
  ["shows a title sequence and its bell", "\x1b]0;x\x07", "\\x1b]0;x\\x07", "\\x1b]0;x\\x07"],
  ["shows the one-byte sequence start", "\x9b31m", "\\x9b31m", "\\x9b31m"],
  ["shows newline, return and tab", "a\nb\rc\td", "a\\nb\\rc\\td", "a\\nb\\rc\\td"],
  ["shows NUL and DEL", "\0\x7f", "\\x00\\x7f", "\\x00\\x7f"],
  ["shows bidi controls", "a\u202eb\u2066c\u200f", "a\\u{202e}b\\u{2066}c\\u{200f}", "a\\u{202e}b\\u{2066}c\\u{200f}"],
  ["shows line and paragraph separators", "\u2028\u2029\x85", "\\u{2028}\\u{2029}\\x85", "\\u{2028}\\u{2029}\\x85"],
  [
    "shows zero-width characters",
    "a\u200bb\u200dc\ufeff",
    "a\\u{200b}b\\u{200d}c\\u{feff}",
    "a\\u{200b}b\\u{200d}c\\u{feff}",
  ],
  ["shows tag characters", "\u{e0041}", "\\u{e0041}", "\\u{e0041}"],
  ["shows a variation selector", "a\ufe0f", "a\\u{fe0f}", "a\\u{fe0f}"],
  ["shows a lone surrogate", "a\ud800b", "a\\u{d800}b", "a\\u{d800}b"],
  ["shows blanks that look like a space", "a\u00a0b\u2003", "a\\xa0b\\u{2003}", "a\\xa0b\\u{2003}"],
  ["shows a mark that would settle on foreign text", "\u0301a", "\\u{301}a", "\\u{301}a"],
  [
    "keeps other scripts, or escapes them in ASCII",
    "Zoë 東\u3000京",
    "Zoë 東\u3000京",
    "Zo\\xeb \\u{6771}\\u{3000}\\u{4eac}",
  ],
  ["keeps astral characters, or escapes them in ASCII", "😀", "😀", "\\u{1f600}"],
  ["does not escape twice", "\\x1b", "\\x1b", "\\x1b"],
];

for (const [name, text, unicode, ascii] of cases) {
  Deno.test(`printable() ${name}`, () => {
    assertEquals([printable(text, { unicode: true }), printable(text, { unicode: false })], [unicode, ascii]);
  });
}

/** Written apart from the code: by code point, not by property. */
function isHarmless(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x20 && !(code >= 0x7f && code <= 0xa0) && !(code >= 0x200b && code <= 0x200f) &&
      !(code >= 0x2028 && code <= 0x202f) && !(code >= 0x2060 && code <= 0x206f) && code !== 0xfeff && code !== 0xad &&
      !(code >= 0xd800 && code <= 0xdfff) && !(code >= 0xe0000 && code <= 0xe0fff);
  });
}

Deno.test("printable() lets no unsafe character of the whole range through", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const text = printable(String.fromCodePoint(code), { unicode: true });
    if (!isHarmless(text)) throw new Error(`U+${code.toString(16)} came through`);
  }
});

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

Deno.test("printable() lets no unsafe character through, whatever the text", () => {
  fc.assert(fc.property(anyText, (text) => isHarmless(printable(text, { unicode: true }))));
  fc.assert(fc.property(anyText, (text) => /^[\x20-\x7e]*$/.test(printable(text, { unicode: false }))));
});

Deno.test("printable() leaves its own output as it is", () => {
  fc.assert(fc.property(anyText, fc.boolean(), (text, unicode) => {
    const once = printable(text, { unicode });
    assertEquals(printable(once, { unicode }), once);
  }));
});

Deno.test("printableDocument() changes every string and key and nothing else", () => {
  const document = JSON.parse('{"a\\u001b": [1, null, true, {"__proto__": "x\\n", "constructor": {"\\u202e": "é"}}]}');
  assertEquals(
    JSON.stringify(printableDocument({ document, digits: 12345678901234567890n.toString() }, { unicode: false })),
    JSON.stringify({
      document: JSON.parse(
        '{"a\\\\x1b": [1, null, true, {"__proto__": "x\\\\n", "constructor": {"\\\\u{202e}": "\\\\xe9"}}]}',
      ),
      digits: "12345678901234567890",
    }),
  );
});

Deno.test("printableDocument() copies nothing in which all is safe", () => {
  const [safe, unsafe] = [{ ids: ["object:a", "Käse"], n: 1 }, { "a\n": [] }];
  const shown = printableDocument({ safe, unsafe }, { unicode: true });
  assertStrictEquals(shown.safe, safe);
  assertEquals(Object.keys(shown.unsafe), ["a\\n"]);
});

Deno.test("printableDocument() keeps the digits of a long integer", () => {
  assertEquals(printableDocument({ n: 12345678901234567890n }, { unicode: true }), { n: 12345678901234567890n });
});

Deno.test("printableDocument() lets no unsafe character through, whatever the document", () => {
  const document = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      anyText,
      fc.integer(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(anyText, tie("value")),
    ),
  })).value;
  fc.assert(fc.property(document, (value) => {
    const strings: string[] = [];
    // JSON escapes would hide what it is about, so that the strings are gathered before they are written.
    JSON.parse(stringifyJson(printableDocument(value, { unicode: true })), (key, item) => {
      strings.push(key, ...(typeof item === "string" ? [item] : []));
      return item;
    });
    return strings.every(isHarmless);
  }));
});
