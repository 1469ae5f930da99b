/** The end of the program by a signal, and its last word on a terminal: whether anything was changed. */
import { stoppedText, type StopSignal } from "../../../lib/change/stop_signal.ts";
import { exitCode } from "../../../lib/model/exit.ts";

/** Ends the line that the terminal is in, says what there is to say, and ends the program with the signal's exit code. */
export function endBySignal(signal: StopSignal, hasChanged: boolean): void {
  if (Deno.stderr.isTerminal()) {
    try {
      Deno.stderr.writeSync(new TextEncoder().encode(`\n${stoppedText(signal, hasChanged)}\n`));
    } catch {
      // Nobody reads it any more; the exit code still tells.
    }
  }
  Deno.exit(exitCode(signal));
}
