import { assertEquals } from "@std/assert";
import { sha256Hex } from "../../../commands/host/files/hashing.ts";
import { digestOfTexts } from "../../../lib/text/sha256.ts";

Deno.test("digestOfTexts() is that of one text, however it is cut, by its UTF-8 bytes", () => {
  const whole = { sha256: sha256Hex("a \u{1f600} \uffee"), bytes: 10 };
  assertEquals(digestOfTexts(["a \u{1f600} \uffee"], sha256Hex), whole);
  assertEquals(digestOfTexts(["a", " \u{1f600}", "", " \uffee"], sha256Hex), whole);
  assertEquals(digestOfTexts([], sha256Hex), { sha256: sha256Hex(""), bytes: 0 });
});
