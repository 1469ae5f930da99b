/** Work that tells how far it is, looks at the time that it has, and lets others have their turn. */
import type { Deadline } from "../types/host.ts";
import type { ProgressLine, Work } from "../types/progress.ts";

/** The line, which notes for --max-time what it is told. */
export function notedBy(deadline: Deadline, line: ProgressLine): ProgressLine {
  return {
    ...line,
    report(progress) {
      deadline.note(progress);
      line.report(progress);
    },
  };
}

/** @param nextTurn lets what waits have its turn, once in a while: called as often as one likes */
export function createWork(progress: ProgressLine, nextTurn: () => Promise<void>): Work {
  return {
    async begin(phase) {
      await progress.written();
      progress.report({ phase, done: 0, total: null, unit: "count" });
      await progress.written();
    },
    steps(phase, total) {
      let done = 0;
      progress.report({ phase, done, total, unit: "count" });
      return () => {
        progress.report({ phase, done: ++done, total, unit: "count" });
        return nextTurn();
      };
    },
  };
}
