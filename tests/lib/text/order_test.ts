import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { compareCodePoints, sortByCodePoints } from "../../../lib/text/order.ts";

const cases: readonly (readonly [string, string, string, number])[] = [
  ["puts a text before its extension", "evt", "evt-1", -1],
  ["puts capitals before small letters", "Z", "a", -1],
  ["puts what is beyond 16 bits last", "\u{1f600}", "\uffee", 1],
  ["finds equal texts equal", "ä", "ä", 0],
];

for (const [name, left, right, expected] of cases) {
  Deno.test(`compareCodePoints() ${name}`, () => {
    assertEquals(Math.sign(compareCodePoints(left, right)), expected);
    assertEquals(Math.sign(compareCodePoints(right, left)), expected === 0 ? 0 : -expected);
  });
}

Deno.test("compareCodePoints() orders as the UTF-8 bytes do", () => {
  const text = fastCheck.string({ unit: "binary" });
  const encoder = new TextEncoder();
  fastCheck.assert(fastCheck.property(text, text, (left, right) => {
    assertEquals(
      Math.sign(compareCodePoints(left, right)),
      Math.sign(compareBytes(encoder.encode(left), encoder.encode(right))),
    );
  }));
});

Deno.test("sortByCodePoints() sorts as comparing two by two does, with surrogates and without", () => {
  const text = fastCheck.oneof(fastCheck.string(), fastCheck.string({ unit: "binary" }));
  fastCheck.assert(fastCheck.property(fastCheck.array(text), (texts) => {
    assertEquals(sortByCodePoints(texts), texts.toSorted(compareCodePoints));
  }));
});

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return at < 0 || at >= right.length ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0);
}
