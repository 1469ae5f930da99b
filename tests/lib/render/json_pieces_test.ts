import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { jsonPieces } from "../../../lib/render/json_pieces.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";

Deno.test("jsonPieces() writes what the engine writes, wherever it cuts", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 3 }), (value, most) => {
    assertEquals([...jsonPieces(value, most)].join(""), stringifyJson(value, 2));
  }));
});

Deno.test("jsonPieces() cuts a long list of a document and keeps every digit", () => {
  const document = {
    data: { left: undefined, records: [{ n: 12345678901234567890n, t: "a\nb" }, {}, [], 1] },
    end: null,
  };
  const pieces = [...jsonPieces(document, 2)];
  assertEquals(pieces.join(""), stringifyJson(document, 2));
  assertEquals(pieces.length > 6, true);
});
