import { assertEquals } from "@std/assert";
import { bagInfoText, compareManifest, type ManifestEntry, manifestText } from "../../../lib/bundle/bag.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);
const found: readonly ManifestEntry[] = [{ path: "data/one", sha256: A }, { path: "data/two", sha256: B }];
const sound = `${A}  data/one\n${B}  data/two\n`;

Deno.test("manifestText() writes what sha256sum reads", () => assertEquals(manifestText(found), sound));

Deno.test("bagInfoText() says the day, and the payload's octets and files", () =>
  assertEquals(
    bagInfoText({ createdAt: "2026-02-03T04:05:06Z", payloadBytes: 1234, payloadFiles: 5 }),
    "Bagging-Date: 2026-02-03\nPayload-Oxum: 1234.5\n",
  ));

const cases: readonly (readonly [name: string, text: string, want: string | null])[] = [
  ["nothing against the sound one", sound, null],
  ["a missing line", `${A}  data/one\n`, 'its member "data/two" is not listed in "m"'],
  ["everything against an empty one", "", 'its member "data/one" is not listed in "m"'],
  ["another hash", sound.replace(B, A), 'its member "data/two" does not have the SHA-256 that "m" gives'],
  ["a line more", `${sound}${A}  data/three\n`, 'its member "data/three", which "m" lists, is missing'],
  ["another order", `${B}  data/two\n${A}  data/one\n`, 'its member "m" is not in the order of the members'],
  ["a line twice", `${sound}${B}  data/two\n`, 'its member "m" is not in the order of the members'],
  ["no newline at the end", sound.trimEnd(), 'its member "data/two" is not listed in "m"'],
  ["an upper-case hash", sound.toUpperCase(), 'line 1 of its member "m" is malformed'],
  ["a binary mark", sound.replace("  data/two", " *data/two"), 'line 2 of its member "m" is malformed'],
  ["an empty line", `\n${sound}`, 'line 1 of its member "m" is malformed'],
  ["a carriage return", sound.replaceAll("\n", "\r\n"), 'line 1 of its member "m" is malformed'],
  ["a NUL", sound.replace("one", "\0"), 'line 1 of its member "m" is malformed'],
];

for (const [name, text, want] of cases) {
  Deno.test(`compareManifest() finds ${name}`, () => assertEquals(compareManifest("m", text, found), want));
}
