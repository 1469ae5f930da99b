/** Whoever follows a comment or a page to another page finds it, and the section that is named. */
import { assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import { anchorOf, anchorsOf, type Citation, citationsOf, headingsOf } from "./citations.ts";

const ROOT = new URL("../../", import.meta.url);
const CITING = ["lib", "commands", "fixtures", "tests", ".ci", "docs"];
const CITING_FILES = ["main.ts", "Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
/** Output of the program, and what tests of this very rule are about. */
const NOT_CITING = ["tests/golden", "tests/specs", "tests/lint/citations_test.ts"];

function exists(path: string): boolean {
  try {
    return Deno.statSync(new URL(path, ROOT)).isFile;
  } catch {
    return false;
  }
}

function filesBelow(folder: string): readonly string[] {
  if (NOT_CITING.includes(folder)) return [];
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap(({ name, isDirectory, isFile }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return filesBelow(path);
    return isFile && !NOT_CITING.includes(path) ? [path] : [];
  });
}

const SOURCES = [...CITING.flatMap(filesBelow), ...CITING_FILES.filter(exists)].sort();

function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** A page is named from the root, or from where the file is that names it. */
function pageOf(named: string, source: string): string | null {
  return [named, join(dirname(source), named)].find(exists) ?? null;
}

Deno.test("every page and section that a comment or a page cites is there", () => {
  const missing = SOURCES.flatMap((source) =>
    citationsOf(textOf(source)).flatMap(({ page: named, headings }) => {
      const page = pageOf(named, source);
      if (page === null) return [`${source}: ${named}`];
      const known = headingsOf(textOf(page));
      return headings.filter((heading) => !known.includes(heading)).map((heading) =>
        `${source}: ${page}, "${heading}"`
      );
    })
  );
  assertEquals(missing, []);
});

Deno.test("every link into a page finds its heading", () => {
  const missing = SOURCES.filter((source) => source.endsWith(".md")).flatMap((source) =>
    anchorsOf(textOf(source)).flatMap(({ page: named, anchor }) => {
      const page = named === null ? source : pageOf(named, source);
      const isThere = page !== null && headingsOf(textOf(page)).map(anchorOf).includes(anchor);
      return isThere ? [] : [`${source}: ${named ?? ""}#${anchor}`];
    })
  );
  assertEquals(missing, []);
});

const texts: readonly (readonly [text: string, want: readonly Citation[]])[] = [
  ["/** Nothing is cited. */", []],
  ["// as docs/a.md says", [{ page: "docs/a.md", headings: [] }]],
  ['(docs/a.md, "One and two")', [{ page: "docs/a.md", headings: ["One and two"] }]],
  ['docs/a.md, "One" and "Two", and "Three"', [{ page: "docs/a.md", headings: ["One", "Two", "Three"] }]],
  ['/**\n * by docs/a.md,\n * "One", is "not cited"\n */', [{ page: "docs/a.md", headings: ["One"] }]],
  ['# see docs/a.md, "One\n# and two"', [{ page: "docs/a.md", headings: ["One and two"] }]],
  ['[a page](a.md), "One"', [{ page: "a.md", headings: ["One"] }]],
  ['docs/a.md, "One"; b.md: "Two"', [{ page: "docs/a.md", headings: ["One"] }, { page: "b.md", headings: ["Two"] }]],
];

for (const [text, want] of texts) {
  Deno.test(`what is cited is read from ${JSON.stringify(text)}`, () => assertEquals(citationsOf(text), want));
}
