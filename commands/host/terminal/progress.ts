/** Progress of long work on standard error: one line that is rewritten, on a terminal only, and gone at the end. */
import { type Progress, progressText } from "../../../lib/render/progress.ts";
import type { View } from "../../../lib/render/view.ts";
import { displayWidth } from "../../../lib/render/wrap.ts";
import type { Clock, Deadline, TextSink } from "../types/host.ts";

export interface ProgressLine {
  /**
   * Takes note of how far the work is; shown when it is time, so that it may be called as often as one likes.
   *
   * @throws CliError timeout once the time of --max-time is up
   */
  report(progress: Progress): void;
  /** Removes the line. To be awaited before anything else is written to the stream. */
  clear(): Promise<void>;
}

/** Work that ends sooner shows nothing. */
const FIRST_AFTER_MS = 500;
const INTERVAL_MS = 100;

/** A progress line on the sink; one that does nothing where the sink is not a terminal. */
export function createProgressLine(
  sink: TextSink,
  { view, clock, deadline }: { readonly view: View; readonly clock: Clock; readonly deadline: Deadline },
): ProgressLine {
  if (!sink.traits.isTerminal) return { report: deadline.note, clear: () => Promise.resolve() };
  let nextAt = clock.now().getTime() + FIRST_AFTER_MS;
  let shownWidth = 0;
  let writing: Promise<void> | null = null;

  // Progress is a courtesy: where it cannot be shown, the work goes on without it.
  const write = (text: string) => {
    writing = sink.write(text).catch(() => {}).finally(() => writing = null);
    return writing;
  };

  return {
    report(progress) {
      deadline.note(progress);
      const now = clock.now().getTime();
      if (now < nextAt || writing !== null) return;
      nextAt = now + INTERVAL_MS;
      const text = progressText(progress, view);
      const width = displayWidth(text);
      write(`\r${text}${" ".repeat(Math.max(0, shownWidth - width))}`);
      shownWidth = width;
    },
    async clear() {
      if (writing !== null) await writing;
      if (shownWidth === 0) return;
      await write(`\r${" ".repeat(shownWidth)}\r`);
      shownWidth = 0;
    },
  };
}
