import { assertEquals, assertThrows } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { buildTarHeader, MAX_MEMBER_BYTES, paddingBytes, parseTarHeader } from "../../../lib/bundle/tar_header.ts";

const anyPath = fc.string({ minLength: 1, maxLength: 20, unit: "binary" })
  .filter((path) => !path.includes("\0") && path.isWellFormed());
const anySize = fc.integer({ min: 0, max: MAX_MEMBER_BYTES });

Deno.test("parseTarHeader() reads what buildTarHeader() writes", () =>
  fc.assert(fc.property(anyPath, anySize, anySize, (path, bytes, seconds) => {
    assertEquals(parseTarHeader(buildTarHeader({ path, bytes }, seconds)), { ok: true, member: { path, bytes } });
  })));

Deno.test("parseTarHeader() refuses a header of which any bit is turned", () =>
  fc.assert(fc.property(anyPath, anySize, fc.nat(511), fc.nat(7), (path, bytes, at, bit) => {
    const header = buildTarHeader({ path, bytes }, 0);
    header[at] = (header[at] ?? 0) ^ (1 << bit);
    const reading = parseTarHeader(header);
    // In the checksum's own field, a NUL can become a space, which means the same.
    if (at < 148 || at >= 156) assertEquals(reading.ok, false);
    else if (reading.ok) assertEquals(reading.member, { path, bytes });
  })));

Deno.test("parseTarHeader() reads any block without throwing", () =>
  fc.assert(fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), (block) => {
    assertEquals(parseTarHeader(block).ok, false);
  })));

const tooMuch: readonly (readonly [name: string, path: string, bytes: number, seconds: number])[] = [
  ["a long path", "x".repeat(101), 0, 0],
  ["a path that is long in UTF-8", "é".repeat(51), 0, 0],
  ["a size of 8 GiB", "x", MAX_MEMBER_BYTES + 1, 0],
  ["a time before 1970", "x", 0, -1],
  ["a part of a second", "x", 0, 0.5],
];

for (const [name, path, bytes, seconds] of tooMuch) {
  Deno.test(`buildTarHeader() does not write ${name}`, () =>
    void assertThrows(() => buildTarHeader({ path, bytes }, seconds), RangeError));
}

for (const [length, want] of [[0, 0], [1, 511], [511, 1], [512, 0], [513, 511], [MAX_MEMBER_BYTES, 1]] as const) {
  Deno.test(`paddingBytes() of ${length} is ${want}`, () => assertEquals(paddingBytes(length), want));
}
