/** The end of the time that `--max-time` gives a command, and how far the command had come by then. */
import { CliError } from "../../../lib/model/errors.ts";
import { amountText, type Phase, phaseText, type Progress } from "../../../lib/render/progress.ts";
import type { Deadline } from "../types/host.ts";
import type { ProgressTaker } from "../types/progress.ts";

/** What the deadline needs of the machine. */
export interface Timer {
  /** Milliseconds since the program began. */
  elapsedMs(): number;
  /** Calls back once, after so many milliseconds; the returned function calls it off. */
  after(ms: number, done: () => void): () => void;
}

/** A longer delay than a timer holds would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const processTimer: Timer = {
  elapsedMs: () => performance.now(),
  after(ms, done) {
    const timer = setTimeout(done, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** A deadline that never comes, until it is set. */
export function createDeadline(timer: Timer = processTimer): Deadline {
  let end: { readonly seconds: number; readonly atMs: number } | null = null;
  const reached = new Map<Phase, Progress>();

  function timeIsUp(seconds: number): CliError {
    const covered = [...reached.values()].map((progress) => `${phaseText(progress.phase)} ${amountText(progress)}`);
    const until = covered.length === 0 ? "nothing was looked at yet" : `it had come to: ${covered.join("; ")}`;
    return new CliError("timeout", `Cannot finish within the ${seconds} s of --max-time: ${until}`, {
      target: "--max-time",
      hint: "Nothing is left behind; give it more time, or less to do",
    });
  }

  function check(): void {
    if (end !== null && timer.elapsedMs() >= end.atMs) throw timeIsUp(end.seconds);
  }

  return {
    set: (seconds) => void (end = { seconds, atMs: seconds * 1000 }),
    check,
    note(progress) {
      // What cannot tell how far it is tells nothing here.
      if (progress.done > 0 || progress.total !== null) reached.set(progress.phase, progress);
      check();
    },
    async within(work) {
      if (end === null) return await work();
      check();
      const { seconds, atMs } = end;
      const waiting = Promise.withResolvers<never>();
      const callOff = timer.after(atMs - timer.elapsedMs(), () => waiting.reject(timeIsUp(seconds)));
      try {
        const working = work();
        // What comes of it later is nobody's business any more.
        working.catch(() => {});
        return await Promise.race([working, waiting.promise]);
      } finally {
        callOff();
      }
    },
  };
}

interface Watched {
  readonly deadline: Deadline;
  readonly progress: ProgressTaker;
  /** What is done with the bytes. */
  readonly phase: Phase;
  /** How many there will be; null where that is not known. */
  readonly total: number | null;
}

/** The bytes, as long as there is time. */
export async function* withinTime(
  bytes: AsyncIterable<Uint8Array>,
  { deadline, progress, phase, total }: Watched,
): AsyncIterable<Uint8Array> {
  const source = bytes[Symbol.asyncIterator]();
  let isWaiting = false;
  try {
    for (let done = 0;;) {
      const next = await deadline.within(() => {
        isWaiting = true;
        return source.next();
      });
      isWaiting = false;
      if (next.done) return;
      done += next.value.length;
      progress.report({ phase, done, total, unit: "bytes" });
      yield next.value;
    }
  } finally {
    // A source that is waited for in vain would not end before its next bytes come.
    if (!isWaiting) await source.return?.();
  }
}
