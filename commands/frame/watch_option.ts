/** How `--watch` is typed; apart from what it does, which few starts of the program need. */
import type { OptionReader } from "./option_reader.ts";

const DEFAULT_SECONDS = 2;

/** Seconds between the end of one answer and the next look; null where one look is all. */
export function readWatch(read: OptionReader): number | null {
  const typed = read.flagOrNumber(
    "--watch=[seconds:number]",
    `Look again every so many seconds (default ${DEFAULT_SECONDS}), until Ctrl-C`,
    { least: 0.1, most: 86_400 },
  );
  return typed === true ? DEFAULT_SECONDS : typed === false ? null : typed;
}
