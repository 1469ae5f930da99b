/** `status -o prompt`: the states of the host as one short line, for the prompt of a shell. */
import type { StatusData } from "../model/documents/status.ts";

export function promptText({ states }: Pick<StatusData, "states">): string {
  return `${states.length === 0 ? "unknown" : states.join(" ")}\n`;
}
