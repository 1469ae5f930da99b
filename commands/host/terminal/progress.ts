/**
 * Progress of long work on standard error: on a terminal one line that is rewritten, and gone at the end; else nothing, or
 * with `--progress=plain` a line once in a while.
 */
import { paceOf, type Progress, type ProgressMode, progressText } from "../../../lib/render/progress.ts";
import { decideView } from "../../../lib/render/view.ts";
import { displayWidth } from "../../../lib/render/wrap.ts";
import type { Environment, TextSink } from "../types/host.ts";
import type { ProgressLine } from "../types/progress.ts";

/** Work that ends sooner shows nothing. */
const FIRST_AFTER_MS = 500;
const REDRAWN_AFTER_MS = 100;
const PLAIN_AFTER_MS = 10_000;

interface Surroundings {
  readonly environment: Environment;
  /** Milliseconds since the program began. */
  elapsedMs(): number;
}

/** Shown as in the mode `auto` until it is told otherwise. */
export function createProgressLine(sink: TextSink, { environment, elapsedMs }: Surroundings): ProgressLine {
  const view = decideView(sink.traits, { color: "never", ascii: false }, environment);
  let way = wayOf("auto", sink, environment);
  let nextAt = way === "lines" ? PLAIN_AFTER_MS : FIRST_AFTER_MS;
  /** How far the phase was when it was first told of. */
  let first: (Progress & { readonly at: number }) | null = null;
  let shownWidth = 0;
  let writing: Promise<void> | null = null;

  // Progress is a courtesy: where it cannot be shown, the work goes on without it.
  const write = (text: string) => {
    writing = sink.write(text).catch(() => {}).finally(() => writing = null);
    return writing;
  };

  return {
    show(mode) {
      way = wayOf(mode, sink, environment);
      nextAt = way === "lines" ? PLAIN_AFTER_MS : FIRST_AFTER_MS;
    },
    report(progress) {
      if (way === "nothing") return;
      const now = elapsedMs();
      const isNew = first?.phase !== progress.phase || progress.done < first.done;
      if (isNew || first === null) first = { ...progress, at: now };
      // The name of what begins is shown at once, as it may have nothing to tell for long.
      if (isNew && way === "line" && now >= FIRST_AFTER_MS) nextAt = now;
      if (now < nextAt || writing !== null) return;
      const pace = paceOf(first, progress, now);
      if (way === "lines") {
        nextAt = now + PLAIN_AFTER_MS;
        write(`${progressText(progress, pace, { width: null })}\n`);
        return;
      }
      nextAt = now + REDRAWN_AFTER_MS;
      const text = progressText(progress, pace, view);
      const width = displayWidth(text);
      write(`\r${text}${" ".repeat(Math.max(0, shownWidth - width))}`);
      shownWidth = width;
    },
    written: () => writing ?? Promise.resolve(),
    async clear() {
      if (writing !== null) await writing;
      if (shownWidth === 0) return;
      await write(`\r${" ".repeat(shownWidth)}\r`);
      shownWidth = 0;
    },
  };
}

/** A terminal that cannot rewrite a line gets lines of its own. */
function wayOf(mode: ProgressMode, { traits }: TextSink, environment: Environment): "line" | "lines" | "nothing" {
  if (mode !== "auto") return mode === "plain" ? "lines" : "nothing";
  if (!traits.isTerminal) return "nothing";
  return environment("TERM") === "dumb" ? "lines" : "line";
}
