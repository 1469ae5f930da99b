/** Progress that nobody is shown. */
import type { ProgressLine } from "../../commands/host/types/progress.ts";

export const NO_PROGRESS: ProgressLine = {
  show: () => {},
  report: () => {},
  written: () => Promise.resolve(),
  clear: () => Promise.resolve(),
};
