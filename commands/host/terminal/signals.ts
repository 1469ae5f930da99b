/** SIGINT, SIGTERM and SIGHUP while a store is locked: noted while it is changed, at once the end of the program otherwise. */
import type { StopSignal } from "../../../lib/change/problems.ts";

/** A signal asked for the end of the program, and this is a good place. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(readonly signal: StopSignal) {
    super(`The program was ${signal}`);
  }
}

/** Calls back with each signal until the returned function is called. */
export type SignalSource = (onSignal: (signal: StopSignal) => void) => () => void;

export const processSignals: SignalSource = (onSignal) => {
  const onInterrupt = () => onSignal("interrupted");
  const onTerminate = () => onSignal("terminated");
  Deno.addSignalListener("SIGINT", onInterrupt);
  Deno.addSignalListener("SIGTERM", onTerminate);
  // A terminal that goes away, as with a connection, ends the program like whoever asks it to.
  Deno.addSignalListener("SIGHUP", onTerminate);
  return () => {
    Deno.removeSignalListener("SIGINT", onInterrupt);
    Deno.removeSignalListener("SIGTERM", onTerminate);
    Deno.removeSignalListener("SIGHUP", onTerminate);
  };
};
