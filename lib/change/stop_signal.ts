/** The signals that ask the program to end, and its last word. */

export type StopSignal = "interrupted" | "terminated";

/** The last word of a program that a signal ended while nothing was under way. */
export function stoppedText(signal: StopSignal, hasChanged: boolean): string {
  const state = hasChanged ? "the change of the store is done" : "nothing was changed";
  return `${signal === "interrupted" ? "Interrupted" : "Terminated"}: ${state}`;
}
