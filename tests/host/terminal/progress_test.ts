import { createDeadline } from "../../../commands/host/terminal/deadline.ts";
import { assertEquals } from "@std/assert";
import { createProgressLine } from "../../../commands/host/terminal/progress.ts";

const view = { width: 80, color: false, unicode: true };

/** A sink that remembers what it was given, and a clock that is set by hand. */
function fakes(isTerminal: boolean, fails = false) {
  const written: string[] = [];
  let milliseconds = 0;
  return {
    written,
    clock: { now: () => new Date(milliseconds) },
    setTime: (value: number) => milliseconds = value,
    sink: {
      traits: { isTerminal, columns: isTerminal ? 80 : null },
      write(text: string) {
        if (fails) return Promise.reject(new Error("gone"));
        written.push(text);
        return Promise.resolve();
      },
    },
  };
}

function progress(done: number) {
  return { label: "Reading", done, total: null, unit: "count" } as const;
}

/** Lets what was written be taken. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("createProgressLine() shows long work now and then, and clears up", async () => {
  const { sink, clock, setTime, written } = fakes(true);
  const line = createProgressLine(sink, { view, clock, deadline: createDeadline() });
  for (const [time, done] of [[0, 1], [499, 2], [500, 1000], [599, 3], [600, 4]] as const) {
    setTime(time);
    line.report(progress(done));
    await settle();
  }
  await line.clear();
  assertEquals(written, ["\rReading  1,000", "\rReading  4    ", `\r${" ".repeat(10)}\r`]);
});

Deno.test("createProgressLine() shows nothing of short work", async () => {
  const { sink, clock, written } = fakes(true);
  const line = createProgressLine(sink, { view, clock, deadline: createDeadline() });
  line.report(progress(1));
  await line.clear();
  assertEquals(written, []);
});

Deno.test("createProgressLine() shows nothing where there is no terminal", async () => {
  const { sink, clock, setTime, written } = fakes(false);
  const line = createProgressLine(sink, { view, clock, deadline: createDeadline() });
  setTime(10_000);
  line.report(progress(1));
  await line.clear();
  assertEquals(written, []);
});

Deno.test("createProgressLine() does not disturb the work when it cannot be shown", async () => {
  const { sink, clock, setTime } = fakes(true, true);
  const line = createProgressLine(sink, { view, clock, deadline: createDeadline() });
  setTime(10_000);
  line.report(progress(1));
  await line.clear();
});
