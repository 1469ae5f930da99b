/** The host that the program runs on. */
import { CliError } from "../../lib/model/errors.ts";
import { decideView } from "../../lib/render/view.ts";
import { accounts } from "./files/accounts.ts";
import { createBundles } from "./bundle/bundles.ts";
import { realOperations } from "./change/real_operations.ts";
import { endBySignal } from "./terminal/end_by_signal.ts";
import { otherSignals, processSignals } from "./terminal/signals.ts";
import { createStoreChanger } from "./change/store_changer.ts";
import { createClock } from "./terminal/clock.ts";
import { createDeadline } from "./terminal/deadline.ts";
import { createDaemonClient } from "./daemon/daemon_client.ts";
import { digestOf, sha256Hex, startDigest } from "./files/hashing.ts";
import { withoutOptions } from "../../lib/text/command_line.ts";
import type { Deadline, Environment, Host } from "./types/host.ts";
import { createNamedFiles } from "./files/named_files.ts";
import { createTurns } from "./files/next_turn.ts";
import { createSink } from "./terminal/output.ts";
import { createProgressLine } from "./terminal/progress.ts";
import { createStoreReader } from "./store/store_reader.ts";
import { createTemporaryStores } from "./change/temporary_stores.ts";
import { streamTraits } from "./terminal/terminal.ts";

/** A host whose connections `close` ends. */
interface RealHost extends Host {
  close(): void;
}

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

interface HostParts {
  readonly environment?: Environment;
  readonly deadline?: Deadline;
}

export function createHost(
  { environment = processEnvironment, deadline = createDeadline() }: HostParts = {},
): RealHost {
  const clock = createClock(environment);
  const daemons = createDaemonClient({ clock, environment, deadline });
  const stderr = createSink(Deno.stderr, streamTraits(Deno.stderr));
  const files = createNamedFiles(deadline);
  const plain = { color: "never", ascii: false } as const;
  const turns = createTurns();
  return {
    words: Deno.args,
    clock,
    deadline,
    environment,
    stdout: createSink(Deno.stdout, streamTraits(Deno.stdout)),
    stderr,
    stores: createStoreReader(
      environment,
      () => createProgressLine(stderr, { view: decideView(stderr.traits, plain, environment), clock, deadline }),
    ),
    daemons,
    files,
    bundles: createBundles(environment, files, deadline),
    accounts,
    changer: createStoreChanger({
      files: realOperations,
      signals: processSignals,
      exit: endBySignal,
      command: withoutOptions(Deno.args),
    }),
    temporary: createTemporaryStores(environment, withoutOptions(Deno.args)),
    giveUpWriting: () => void Deno.permissions.revokeSync({ name: "write" }),
    sha256Hex,
    digestOf,
    startDigest,
    pause() {
      deadline.check();
      return turns();
    },
    newIncidentId: () => crypto.randomUUID().slice(0, 8),
    close: () => daemons.close(),
  };
}
