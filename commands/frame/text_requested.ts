/** Help and version: answers like any other, thrown to the one place that writes. */
import { TOOL } from "../../lib/model/tool.ts";

export class TextRequested extends Error {
  constructor(readonly text: string) {
    super("Help or version was asked for");
  }
}

export const VERSION_FLAGS: readonly string[] = ["-V", "--version"];
/** Whether nothing else is asked for, so that the tree of commands need not be built. */
export function asksForVersion(argv: readonly string[]): boolean {
  const typed = argv.join(" ");
  return [...VERSION_FLAGS, "version", "sync version"].includes(typed);
}

export const VERSION_TEXT = `${TOOL.name} ${TOOL.version}\n`;
