/** The written order of rooms holds, and no file uses itself through others. */
import { assertEquals } from "@std/assert";
import plugin from "./borders.ts";
import { roomOf, roomProblem, ROOMS } from "./rooms.ts";
import { ROOT, sourcesBelow } from "./sources.ts";

/** Each source of the program with the sources that it imports. */
async function importsOfAll(): Promise<ReadonlyMap<string, readonly string[]>> {
  const sources = [...await sourcesBelow("lib/"), ...await sourcesBelow("commands/")];
  return new Map(
    await Promise.all(sources.map(async (path): Promise<[string, readonly string[]]> => {
      const text = await Deno.readTextFile(new URL(path, ROOT));
      const named = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+\.ts)"/g)].map(([, name]) => name ?? "");
      return [path, named.map((name) => new URL(name, `file:///${path}`).pathname.slice(1))];
    })),
  );
}

/** The files that are reached from a file and reach it, itself among them; none where it is in no circle. */
function circleOf(start: string, imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set<string>();
  const reaches = (from: string, trail: readonly string[]): readonly string[] => {
    for (const next of imports.get(from) ?? []) {
      if (next === start) return [...trail, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = reaches(next, [...trail, next]);
      if (found.length > 0) return found;
    }
    return [];
  };
  return reaches(start, [start]);
}

Deno.test("every source lies in a room, and every room has a source", async () => {
  const paths = [...(await importsOfAll()).keys()];
  assertEquals(paths.filter((path) => roomOf(path) === null), []);
  assertEquals([...new Set(paths.map(roomOf))].sort(), [...ROOMS].sort());
});

Deno.test("no file uses itself through others", async () => {
  const imports = await importsOfAll();
  assertEquals([...imports.keys()].map((path) => circleOf(path, imports)).filter((circle) => circle.length > 0), []);
});

const cases: readonly (readonly [path: string, target: string, want: string | null])[] = [
  ["lib/store/a.ts", "lib/text/b.ts", null],
  ["lib/store/a.ts", "lib/store/b.ts", null],
  ["lib/render/human/a.ts", "lib/render/b.ts", null],
  ["lib/text/a.ts", "lib/store/b.ts", "lib/text stands below lib/store"],
  ["commands/host/files/a.ts", "commands/host/b.ts", "commands/host/files stands below commands/host"],
  ["commands/frame/a.ts", "commands/b.ts", "commands/frame stands below commands"],
  ["lib/loose.ts", "lib/text/b.ts", '"lib/loose.ts" lies in no room of tests/lint/rooms.ts'],
  ["commands/new/a.ts", "lib/text/b.ts", '"commands/new/a.ts" lies in no room of tests/lint/rooms.ts'],
  ["main.ts", "commands/run.ts", null],
];

for (const [path, target, want] of cases) {
  Deno.test(`${path} ${want === null ? "may" : "must not"} use ${target}`, () => {
    assertEquals(roomProblem(path, target), want);
  });
}

Deno.test("the lint tells an import that runs up", () => {
  const found = Deno.lint.runPlugin(plugin, "lib/text/a.ts", 'import { a } from "../store/b.ts";');
  assertEquals(found.map(({ message }) => message), ["lib/text stands below lib/store and cannot use it"]);
});
