/** The line that long work shows. Types only: what carries it out is in commands/host/terminal/progress.ts. */
import type { Phase, Progress, ProgressMode } from "../../../lib/render/progress.ts";

export interface ProgressTaker {
  /**
   * Takes note of how far the work is; shown when it is time, so that it may be called as often as one likes.
   *
   * @throws CliError timeout once the time of --max-time is up
   */
  report(progress: Progress): void;
}

export interface ProgressLine extends ProgressTaker {
  /** How progress is shown from here on (`--progress`). */
  show(mode: ProgressMode): void;
  /** Waits until what is being shown is seen. */
  written(): Promise<void>;
  /** Removes the line. To be awaited before anything else is written to the stream. */
  clear(): Promise<void>;
}

/** Work that is told of by its name, and by how many of its pieces are done. */
export interface Work {
  /**
   * Begins a phase that cannot tell how far it is, and shows its name before it goes on.
   *
   * @throws CliError timeout
   */
  begin(phase: Phase): Promise<void>;
  /**
   * Begins a phase of so many pieces, null where that is not known. What it gives is called after each, and lets signals and
   * the line have their turn, once in a while.
   *
   * @throws CliError timeout, and so does what it gives
   */
  steps(phase: Phase, total: number | null): () => Promise<void>;
}
