import { assertEquals } from "@std/assert";
import { type BundleEncoding, detectEncoding, hasWholeAgeHeader } from "../../../lib/bundle/encoding.ts";

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const cases: readonly (readonly [start: string, want: BundleEncoding])[] = [
  ["", "plain"],
  ["bagit.txt\0", "plain"],
  ["\x1f", "plain"],
  ["\x1f\x8b", "gzip"],
  ["\x1f\x8b\x08\0", "gzip"],
  ["age-encryption.org/v1\n", "age"],
  ["age-encryption.org", "plain"],
  ["-----BEGIN AGE ENCRYPTED FILE-----\n", "armored_age"],
  ["\x28\xb5\x2f\xfd\x04", "zstd"],
  ["\xfd7zXZ\0\0", "xz"],
  ["BZh91AY", "bzip2"],
  ["PK\x03\x04\x14", "zip"],
];

for (const [start, want] of cases) {
  Deno.test(`detectEncoding() of ${JSON.stringify(start)} is ${want}`, () =>
    assertEquals(detectEncoding(bytes(start)), want));
}

Deno.test("hasWholeAgeHeader() looks for the line with the authentication code", () =>
  assertEquals(
    ["age-encryption.org/v1\n-> X25519 a\nb\n--- c\n\xff", "age-encryption.org/v1\n-> X25519 a\nb\n", ""].map((start) =>
      hasWholeAgeHeader(bytes(start))
    ),
    [true, false, false],
  ));
