/** Ending work that a signal interrupts such that what it began is cleared away. */
import { CliError } from "../../lib/errors.ts";

export interface Interruption {
  /** @throws CliError interrupted or terminated once a signal has come. */
  check(): void;
  stop(): void;
}

/** Takes SIGINT and SIGTERM until it is stopped; `attempt` is what they interrupt, as an error message begins. */
export function watchInterruption(attempt: string): Interruption {
  let exit: "interrupted" | "terminated" | null = null;
  const interrupt = () => void (exit ??= "interrupted");
  const terminate = () => void (exit ??= "terminated");
  Deno.addSignalListener("SIGINT", interrupt);
  Deno.addSignalListener("SIGTERM", terminate);
  return {
    check() {
      if (exit !== null) throw new CliError(exit, `${attempt}: the program was ${exit}`);
    },
    stop() {
      Deno.removeSignalListener("SIGINT", interrupt);
      Deno.removeSignalListener("SIGTERM", terminate);
    },
  };
}
