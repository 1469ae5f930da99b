/** Who called the program: the words, the environment and the streams, without a look at the machine. */
import type { Build } from "../../lib/model/envelope.ts";
import { CliError } from "../../lib/model/errors.ts";
import { createClock } from "./terminal/clock.ts";
import { createDeadline } from "./terminal/deadline.ts";
import { createProgressLine } from "./terminal/progress.ts";
import { endBySignal } from "./terminal/end_by_signal.ts";
import { createSink } from "./terminal/output.ts";
import { otherSignals } from "./terminal/signals.ts";
import { streamTraits } from "./terminal/terminal.ts";
import type { Caller, Environment } from "./types/host.ts";

/** Lets a signal end the program with a word where a person reads it; elsewhere the system ends it, as it does others. */
export function endOnSignals(): void {
  if (Deno.stderr.isTerminal()) otherSignals((signal) => endBySignal(signal, false));
}

/** These say how text is to look. What cannot be understood of them is left aside. */
const LOOKS = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "LANG", "LC_ALL", "LC_CTYPE", "COLUMNS"];

/** An environment variable; an empty one counts as unset. @throws CliError usage for one that is not UTF-8 */
const processEnvironment: Environment = (name) => {
  try {
    return Deno.env.get(name) || null;
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    if (LOOKS.includes(name)) return null;
    const hint = `Set ${name} to text in UTF-8, or unset it`;
    throw new CliError("usage", `Cannot use ${name}: it is not UTF-8`, { target: name, hint, cause: error });
  }
};

/** What is known before anything is looked at. */
interface Called {
  readonly words: readonly string[];
  readonly build: Build;
  readonly environment?: Environment;
}

export function createCaller({ words, build, environment = processEnvironment }: Called): Caller {
  const stderr = createSink(Deno.stderr, streamTraits(Deno.stderr));
  return {
    words,
    build,
    clock: createClock(environment),
    deadline: createDeadline(),
    progress: createProgressLine(stderr, { environment, elapsedMs: () => performance.now() }),
    environment,
    stdout: createSink(Deno.stdout, streamTraits(Deno.stdout)),
    stderr,
    newIncidentId: () => crypto.randomUUID().slice(0, 8),
  };
}
