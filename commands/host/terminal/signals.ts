/** SIGINT, SIGTERM and SIGHUP: noted while a store is changed, at once the end of the program otherwise. */
import type { StopSignal } from "../../../lib/change/stop_signal.ts";

/** A signal asked for the end of the program, and this is a good place. */
export class Stopped extends Error {
  override readonly name = "Stopped";

  constructor(readonly signal: StopSignal) {
    super(`The program was ${signal}`);
  }
}

/** Calls back with each signal until the returned function is called. */
export type SignalSource = (onSignal: (signal: StopSignal) => void) => () => void;

/** How many wait for signals to clear away what they began. */
let waiting = 0;

export const processSignals: SignalSource = (onSignal) => {
  waiting++;
  const unwatch = watchSignals(onSignal);
  return () => {
    waiting--;
    unwatch();
  };
};

/** Calls back with each signal that comes while nobody has anything to clear away. */
export const otherSignals: SignalSource = (onSignal) =>
  watchSignals((signal) => {
    if (waiting === 0) onSignal(signal);
  });

const watchSignals: SignalSource = (onSignal) => {
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
