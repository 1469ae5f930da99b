/** Ending work that a signal interrupts such that what it began is cleared away. */
import { CliError } from "../../../lib/model/errors.ts";
import type { StopSignal } from "../../../lib/change/stop_signal.ts";
import { processSignals } from "./signals.ts";

interface Interruption {
  /** @throws CliError interrupted or terminated once a signal has come. */
  check(): void;
  stop(): void;
}

/** Takes SIGINT, SIGTERM and SIGHUP until it is stopped; `attempt` is what they interrupt, as an error message begins. */
export function watchInterruption(attempt: string): Interruption {
  const signals: StopSignal[] = [];
  return {
    stop: processSignals((signal) => void signals.push(signal)),
    check() {
      const [first] = signals;
      if (first !== undefined) {
        throw new CliError(first, `${attempt}: the program was ${first}`, {
          hint: "Nothing was changed, and nothing is left behind",
        });
      }
    },
  };
}
