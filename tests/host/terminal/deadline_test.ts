import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createDeadline, type Timer, withinTime } from "../../../commands/host/terminal/deadline.ts";
import { notedBy } from "../../../commands/host/terminal/work.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

/** A timer on which time passes as the test says. */
function handTimer(): Timer & { pass(ms: number): void } {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly done: () => void }>();
  return {
    elapsedMs: () => now,
    after(ms, done) {
      const one = { at: now + ms, done };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    pass(ms) {
      now += ms;
      for (const one of waiting) if (one.at <= now && waiting.delete(one)) one.done();
    },
  };
}

const NEVER = () => new Promise<never>(() => {});

Deno.test("a deadline that is not set never comes", async () => {
  const timer = handTimer();
  const deadline = createDeadline(timer);
  timer.pass(Infinity);
  deadline.check();
  deadline.note({ phase: "journal", done: 1, total: null, unit: "bytes" });
  assertEquals(await deadline.within(() => Promise.resolve(7)), 7);
});

Deno.test("a deadline says how far each piece of work had come", () => {
  const timer = handTimer();
  const deadline = createDeadline(timer);
  deadline.set(1.5);
  deadline.note({ phase: "journal", done: 1, total: 2, unit: "count" });
  deadline.note({ phase: "journal", done: 2, total: 2, unit: "count" });
  timer.pass(1500);
  const error = assertThrows(
    () => deadline.note({ phase: "checks", done: 3, total: 31, unit: "count" }),
    CliError,
  );
  assertEquals([error.exit, error.message], [
    "timeout",
    "Cannot finish within the 1.5 s of --max-time: it had come to: Reading the journal 2 of 2; Running checks 3 of 31",
  ]);
});

Deno.test("no time at all is a deadline that has passed", async () => {
  const deadline = createDeadline(handTimer());
  deadline.set(0);
  assertThrows(() => deadline.check(), CliError, "within the 0 s of --max-time: nothing was looked at yet");
  await assertRejects(() => deadline.within(NEVER), CliError, "--max-time");
});

Deno.test("what waits in vain is left at the deadline", async () => {
  const timer = handTimer();
  const deadline = createDeadline(timer);
  deadline.set(2);
  const waiting = assertRejects(() => deadline.within(NEVER), CliError, "--max-time");
  timer.pass(2000);
  await waiting;
});

Deno.test("a source that gives nothing more is left at the deadline", async () => {
  const timer = handTimer();
  const deadline = createDeadline(timer);
  deadline.set(2);
  async function* source() {
    yield new Uint8Array(3);
    await NEVER();
  }
  const taken: number[] = [];
  const waiting = assertRejects(
    async () => {
      const watched = { deadline, progress: notedBy(deadline, NO_PROGRESS), phase: "journal", total: null } as const;
      for await (const { length } of withinTime(source(), watched)) {
        taken.push(length);
        setTimeout(() => timer.pass(2000), 0);
      }
    },
    CliError,
    "it had come to: Reading the journal 3 B",
  );
  await waiting;
  assertEquals(taken, [3]);
});
