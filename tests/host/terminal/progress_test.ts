import { assertEquals } from "@std/assert";
import { createProgressLine } from "../../../commands/host/terminal/progress.ts";
import type { Progress } from "../../../lib/render/progress.ts";

/** A sink that remembers what it was given, and a clock that is set by hand. */
function fakes({ isTerminal = true, fails = false, term = "xterm" } = {}) {
  const written: string[] = [];
  let milliseconds = 0;
  const sink = {
    traits: { isTerminal, columns: isTerminal ? 80 : null },
    write(text: string) {
      if (fails) return Promise.reject(new Error("gone"));
      written.push(text);
      return Promise.resolve();
    },
  };
  const environment = (name: string) => name === "TERM" ? term : null;
  const line = createProgressLine(sink, { environment, elapsedMs: () => milliseconds });
  return {
    written,
    line,
    async report(atMs: number, done: number, phase: Progress["phase"] = "object") {
      milliseconds = atMs;
      line.report({ phase, done, total: null, unit: "count" });
      await line.written();
    },
  };
}

Deno.test("createProgressLine() shows long work now and then, and clears up", async () => {
  const { line, report, written } = fakes();
  for (const [time, done] of [[0, 1], [499, 2], [500, 1000], [599, 3000], [600, 4000]] as const) {
    await report(time, done);
  }
  await line.clear();
  assertEquals(written, ["\rReading objects  1,000", "\rReading objects  4,000", `\r${" ".repeat(22)}\r`]);
});

Deno.test("createProgressLine() leaves nothing of a longer line behind a shorter one", async () => {
  const { report, written } = fakes();
  await report(600, 1000);
  await report(700, 0, "planning");
  assertEquals(written[1], `\rPlanning${" ".repeat("Reading objects  1,000".length - "Planning".length)}`);
});

Deno.test("createProgressLine() shows the name of what begins at once", async () => {
  const { report, written } = fakes();
  await report(600, 5);
  await report(601, 0, "planning");
  assertEquals(written.length, 2);
});

Deno.test("createProgressLine() tells how fast a phase goes since it began", async () => {
  const { report, written } = fakes();
  await report(100, 10);
  await report(2100, 2010);
  assertEquals(written, ["\rReading objects  2,010, 1,000/s"]);
});

Deno.test("createProgressLine() shows nothing of short work", async () => {
  const { line, report, written } = fakes();
  await report(400, 1);
  await line.clear();
  assertEquals(written, []);
});

Deno.test("createProgressLine() shows nothing where there is no terminal", async () => {
  const { line, report, written } = fakes({ isTerminal: false });
  await report(10_000, 1);
  await line.clear();
  assertEquals(written, []);
});

Deno.test("createProgressLine() shows nothing where it is not to", async () => {
  const { line, report, written } = fakes();
  line.show("never");
  await report(10_000, 1);
  await line.clear();
  assertEquals(written, []);
});

for (const [where, options] of [["on a pipe", { isTerminal: false }], ["on a terminal", {}]] as const) {
  Deno.test(`createProgressLine() writes a line every 10 s where that is asked for, ${where}`, async () => {
    const { line, report, written } = fakes(options);
    line.show("plain");
    for (const [time, done] of [[9_999, 1], [10_000, 2], [19_999, 3], [20_000, 4]] as const) await report(time, done);
    await line.clear();
    assertEquals(written.map((text) => text.replace(/,.*\n$/, "\n")), ["Reading objects  2\n", "Reading objects  4\n"]);
  });
}

Deno.test("createProgressLine() writes lines of their own on a terminal that cannot rewrite one", async () => {
  const { line, report, written } = fakes({ term: "dumb" });
  await report(10_000, 1);
  await line.clear();
  assertEquals(written, ["Reading objects  1\n"]);
});

Deno.test("createProgressLine() does not disturb the work when it cannot be shown", async () => {
  const { line, report } = fakes({ fails: true });
  await report(10_000, 1);
  await line.clear();
});
