import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ReportedFinding } from "../../../../lib/model/documents/health.ts";
import { findingsText, goneText, nextText } from "../../../../lib/render/human/findings.ts";
import type { WideView } from "../../../../lib/render/view.ts";
import { createStyle } from "../../../../lib/render/style.ts";

const VIEW: WideView = { width: 80, color: false, unicode: true, wide: false };
const WIDE: WideView = { ...VIEW, wide: true };
const STYLE = createStyle(VIEW);

function finding(id: string, number: number, changes: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    id,
    check: "references",
    severity: "error",
    durability: "durable",
    target: `object:${number}`,
    message: `Object ${number} is lost`,
    evidence: { file: `objects/${number}.json`, line: number, big: 9007199254740993n, none: null },
    recommendation: {
      action: "Look for it",
      command: `sourceos sync explain object:${number}`,
      automatic: false,
      needs_review: true,
    },
    change: null,
    accepted: null,
    ...changes,
  };
}

const MANY = Array.from({ length: 10_000 }, (_, index) => finding("a.many", index));
const EIGHT = MANY.slice(0, 8);

Deno.test("findingsText() shows a finding, and with wide its evidence and its command", () => {
  const text = "error object:7\n  Object 7 is lost (durable; a.one)\n  → Look for it (needs a person)";
  assertEquals(findingsText([finding("a.one", 7)], STYLE, VIEW), text);
  assertEquals(
    findingsText([finding("a.one", 7)], STYLE, WIDE),
    text.replace("  →", "  file objects/7.json, line 7, big 9007199254740993\n  →") +
      "\n    sourceos sync explain object:7",
  );
});

Deno.test("findingsText() asks nobody to do anything about housekeeping, but for what repair can do", () => {
  const told = (automatic: boolean) => {
    const recommendation = { ...finding("a", 1).recommendation, automatic };
    return findingsText([finding("a", 1, { severity: "info", recommendation })], STYLE, VIEW).split("\n").at(-1);
  };
  assertEquals([told(false), told(true)], ["  → Look for it", "  → Look for it (repair can do this)"]);
});

Deno.test("findingsText() says what is new and what stayed", () => {
  const text = findingsText([finding("a", 1, { change: "new" }), finding("a", 2, { change: "same" })], STYLE, VIEW);
  assertStringIncludes(text, "error object:1 (new)\n");
  assertStringIncludes(text, "error object:2 (same)\n");
});

Deno.test("findingsText() makes one entry of ten thousand of a kind, and shows the others whole", () => {
  const [many = "", other = "", ...more] = findingsText([...MANY, finding("b.one", 1)], STYLE, VIEW).split("\n\n");
  assertEquals(many.split("\n"), [
    "error 10,000 findings of one kind (durable; a.many)",
    ...[0, 1, 2, 3, 4].map((number) => `  · object:${number}: Object ${number} is lost`),
    "  · and 9,995 more; -o wide shows all",
    "  → Look for it (needs a person)",
  ]);
  assertStringIncludes(other, "b.one");
  assertEquals(more, []);
  assertEquals(findingsText(MANY, STYLE, WIDE).split("\n\n").length, 10_000);
});

Deno.test("findingsText() shows eight of a kind, as leaving out three saves nobody anything", () => {
  assertEquals(findingsText(EIGHT, STYLE, VIEW).split("\n\n").length, 8);
});

Deno.test("goneText() shows few of many that are gone", () => {
  const lines = goneText(MANY, STYLE, VIEW).split("\n");
  assertEquals([lines.length, lines[0], lines[5]], [
    6,
    "· object:0: Object 0 is lost (a.many)",
    "· and 9,995 more (a.many); -o wide shows all",
  ]);
});

Deno.test("nextText() writes the commands of what is shown, each once", () => {
  const again = finding("b.one", 1);
  const text = nextText([...MANY, again, again], VIEW);
  assertEquals(text.split("\n"), [1, 0, 2, 3, 4].map((number) => `  sourceos sync explain object:${number}`));
});

Deno.test("nextText() begins with what mends, and with what answers most", () => {
  const recommending = (command: string) =>
    finding(command, 1, { recommendation: { action: "Do it", command, automatic: false, needs_review: true } });
  const [look, chmod, repair] = ["sourceos sync explain a", "chmod o-rwx a", "sourceos sync repair --dry-run"];
  assertEquals(
    nextText([look, look, look, chmod, repair, repair].map(recommending), VIEW),
    [repair, chmod, look].map((command) => `  ${command}`).join("\n"),
  );
});

Deno.test("nextText() ends after a dozen commands", () => {
  const kinds = Array.from({ length: 40 }, (_, index) => finding(`kind.${index}`, index));
  const lines = nextText(kinds, VIEW).split("\n");
  assertEquals([lines.length, lines[12]], [13, "  and 28 more; -o wide shows all"]);
  assertEquals(nextText(kinds, WIDE).split("\n").length, 40);
});

Deno.test("nextText() looks at several repairs at once", () => {
  const repair = (scope: string) =>
    finding(scope, 1, {
      recommendation: {
        action: "Repair",
        command: `sourceos sync repair --dry-run --scope ${scope} --store /x`,
        automatic: true,
        needs_review: false,
      },
    });
  assertEquals(nextText([repair("derived")], VIEW), "  sourceos sync repair --dry-run --scope derived --store /x");
  assertEquals(nextText([repair("derived"), repair("journal")], VIEW), "  sourceos sync repair --dry-run --store /x");
});
