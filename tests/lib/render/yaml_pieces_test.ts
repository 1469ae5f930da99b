import { assertEquals } from "@std/assert";
import { stringify } from "yaml";
import fc from "../../helpers/properties.ts";
import { yamlPieces } from "../../../lib/render/yaml_pieces.ts";

/** As documents are written: no text is longer than its line. */
function yaml(value: unknown): string {
  return stringify(value, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 });
}

Deno.test("yamlPieces() writes what the library writes of the whole, wherever it cuts", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 3 }), (value, most) => {
    assertEquals([...yamlPieces(value, yaml, most)].join(""), yaml(value));
  }));
});

Deno.test("yamlPieces() cuts a long list of a document and keeps every digit", () => {
  const document = {
    data: {
      left: undefined,
      plan: { steps: [{ n: 12345678901234567890n, t: "a\nb", list: [1] }, {}, [], 1] },
      last: [],
    },
    end: null,
  };
  const pieces = [...yamlPieces(document, yaml, 2)];
  assertEquals(pieces.join(""), yaml(document));
  assertEquals(pieces.length > 6, true);
});
