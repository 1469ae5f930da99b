import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { safeRecordId } from "../../../fixtures/safe_id.ts";
import { flawOfId, safeRecordName } from "../../../lib/text/safe_name.ts";

const cases: [string, string, string | null][] = [
  ["keeps letters, digits, hyphens, underscores and dots", "Note-1_a.b", "Note-1_a.b"],
  ["turns every other character into one underscore", "object:tax 2026/a", "object_tax_2026_a"],
  ["keeps letters and digits of every script", "object:Grüße/買い物リスト٣", "object_Grüße_買い物リスト٣"],
  ["counts a character beyond the basic plane once", "a🛒b", "a_b"],
  ["strips dots at both ends and no others", "..a..b..", "a..b"],
  ["strips white space at both ends before anything else", " \tobject:a\n", "object_a"],
  ["strips what Python calls white space", "\x1c\x85a\u3000", "a"],
  ["keeps a byte order mark as an underscore, as Python does", "\ufeffa", "_a"],
  ["strips dots that stood behind white space", " .a. ", "a"],
  ["keeps one letter", "a", "a"],
  ["has no name for dots alone", "...", null],
  ["has no name for an empty id", "", null],
  ["cannot be led out of its folder", "../../etc/passwd", "_.._etc_passwd"],
];

for (const [name, id, want] of cases) {
  Deno.test(`safeRecordName() ${name}`, () => assertEquals(safeRecordName(id), want));
}

Deno.test("safeRecordName() agrees with the fixtures on any id without white space at its ends", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (id) => {
    fc.pre(id.trim() === id && !/^\p{Cc}|\p{Cc}$/u.test(id));
    const name = safeRecordName(id);
    if (name !== null) assertEquals(name, safeRecordId(id));
  }));
});

Deno.test("safeRecordName() never makes a name that leads elsewhere", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (id) => {
    assertEquals(/[/\\]|^\.|^$/.test(safeRecordName(id) ?? "x"), false);
  }));
});

const UNLAWFUL: readonly (readonly [id: string, flaw: string | null])[] = [
  ["object:diary", null],
  ["object:Zoë's diary, 2026 (draft)", null],
  ["urn:sha256:0d1a", null],
  ["object:\u{1f468}\u200d\u{1f469}", null],
  ["object:\u0007", "it holds a control character"],
  ["object:\n", "it holds a control character"],
  ["object:\u2028", "it holds a control character"],
  ["object:\u202etxt.exe", "it holds a character that turns the direction of text"],
  ["object:\u2066x", "it holds a character that turns the direction of text"],
  ["object:di\u200bary", "it holds a character that nobody sees"],
  ["\ufeffobject:diary", "it holds a character that nobody sees"],
  ["object:x\u{e0041}", "it holds a character that nobody sees"],
  ["object:\ud800", "it holds half a character"],
  ["objects/diary", "it holds a path separator"],
  ["objects\\diary", "it holds a path separator"],
  ["..", 'it holds ".."'],
  ["object:..diary", 'it holds ".."'],
  [".", "it makes no file name"],
  ["", "it makes no file name"],
];
for (const [id, flaw] of UNLAWFUL) {
  Deno.test(`flawOfId() of ${JSON.stringify(id)}`, () => assertEquals(flawOfId(id), flaw));
}
