/** Runs the program on its arguments: one catch, every error a document, one exit code. */
import { NO_STATE, type Outcome, refused } from "../lib/answers/outcome.ts";
import { CliError } from "../lib/model/errors.ts";
import { type ExitCode, exitCode, type ExitName } from "../lib/model/exit.ts";
import { type CommandName, commandOf } from "../lib/model/command_names.ts";
import type { Problem } from "../lib/model/envelope.ts";
import { syncCommand } from "../lib/text/command_line.ts";
import { holdsSecretKey } from "../lib/text/secret_key.ts";
import { decideView } from "../lib/render/view.ts";
import { CommandFailed } from "./frame/command_failed.ts";
import type { Caller, Clock, Host } from "./host/types/host.ts";
import { exhaustion } from "./host/files/io_reason.ts";
import { ReaderLeft } from "./host/terminal/reader_left.ts";
import { guessOutputOptions } from "./frame/options.ts";
import { asksForVersion, TextRequested, versionText } from "./frame/text_requested.ts";

/** The exit code of the whole run; every byte of output is written when it is given. Never throws. */
export async function run(
  argv: readonly string[],
  caller: Caller,
  openHost: () => Promise<Host>,
): Promise<ExitCode> {
  try {
    return await runCommand(argv, caller, openHost);
  } catch (error) {
    if (error instanceof ReaderLeft) return exitCode("reader_left");
    return lastWord(error, caller);
  }
}

async function runCommand(
  given: readonly string[],
  caller: Caller,
  openHost: () => Promise<Host>,
): Promise<ExitCode> {
  // Whatever is shown is made of words without a secret.
  const argv = given.filter((word) => !holdsSecretKey(word));
  const open = async () => ({ ...await openHost(), words: argv });
  const output = guessOutputOptions(argv, caller.environment);
  const view = decideView(caller.stdout.traits, output.view, caller.environment);
  let code: ExitCode = 0;
  try {
    if (argv.length < given.length) throw pastedKey();
    if (asksForVersion(argv)) throw new TextRequested(versionText(caller.build));
    const { buildTree } = await import("./tree.ts");
    await buildTree(caller, { view, words: argv, open, finish: (finished) => code = finished }).parse();
    return code;
  } catch (error) {
    if (error instanceof TextRequested) {
      if (error.text !== "") await caller.stdout.write(error.text.endsWith("\n") ? error.text : `${error.text}\n`);
      return 0;
    }
    const failed = error instanceof CommandFailed ? error : { command: guessCommand(argv), cause: error };
    if (failed.cause instanceof ReaderLeft) throw failed.cause;
    const { showAnswer } = await import("./frame/answer.ts");
    return await showAnswer(
      {
        command: failed.command,
        outcome: await failure(failed.cause, { argv, debug: output.debug, caller }),
        human: () => "",
      },
      output,
      { ...await open(), clock: unfailing(caller.clock) },
    );
  }
}

function pastedKey(): CliError {
  return new CliError("usage", "Cannot use a secret key that is typed in: others may see it by now", {
    code: "secret_key",
    hint: "Give a file of it with --identity or --sign, and to --encrypt-to the recipient, which starts with age1. " +
      "Replace a key that was typed",
  });
}

/** A clock that SOURCE_DATE_EPOCH keeps from telling the time must not keep that error from being told. */
function unfailing(clock: Clock): Clock {
  return {
    now() {
      try {
        return clock.now();
      } catch {
        return new Date(0);
      }
    },
  };
}

/** The outcome that an error makes: ours as it says, the parser's as a usage error, anything else as a bug of ours. */
async function failure(
  error: unknown,
  { argv, debug, caller }: { readonly argv: readonly string[]; readonly debug: boolean; readonly caller: Caller },
): Promise<Outcome<null>> {
  const failed = (exit: ExitName, problem: Pick<Problem, "code" | "message"> & Partial<Problem>): Outcome<null> =>
    refused(NO_STATE, exit, { errors: [{ target: null, hint: null, ...problem }] });
  const missing = exhaustion(error);
  if (error instanceof CliError) {
    const { exit, code, message, target, command } = error;
    const hint = command === null ? error.hint : `${error.hint} ${syncCommand(...command, ...guessStoreFlags(argv))}`;
    return failed(exit, { code, message, target, hint: missing?.hint ?? hint });
  }
  const { ValidationError } = await import("@cliffy/command");
  if (error instanceof ValidationError) {
    const [{ usageProblem }, { VOCABULARY }] = [await import("./frame/meant.ts"), await import("./tree.ts")];
    return failed("usage", { code: "usage", ...usageProblem(error.message, VOCABULARY, guessCommand(argv)) });
  }
  if (missing !== null) {
    return failed("io", { code: "io", message: `Cannot go on: ${missing.what}`, hint: missing.hint });
  }
  const id = caller.newIncidentId();
  const stack = debug && error instanceof Error ? `\n${error.stack ?? error.message}` : "";
  return failed("internal", {
    code: "internal",
    message: `Cannot go on: this is a bug in the program, incident ${id}${stack}`,
    target: id,
    hint: "Run again with --debug and report what it prints; nothing was changed by this failure",
  });
}

/** The store that was named, as words for a command that looks at it again. */
function guessStoreFlags(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf("--store");
  const named = argv.findLast((word) => word.startsWith("--store="))?.slice("--store=".length) ??
    (at < 0 ? undefined : argv[at + 1]);
  return named === undefined ? [] : ["--store", named];
}

/** The command that was meant, as far as the words before the first option tell. */
function guessCommand(argv: readonly string[]): CommandName {
  const words = argv.filter((word) => !word.startsWith("-"));
  const named = [words.slice(0, 3), words.slice(0, 2)].map((some) => some.join(" "));
  return named.flatMap((name) => commandOf(name) ?? [])[0] ?? "sync";
}

/** Where even the error cannot be shown, such as on a full disk, stderr and the exit code are what is left. */
async function lastWord(error: unknown, caller: Caller): Promise<ExitCode> {
  const message = error instanceof Error ? error.message : String(error);
  try {
    await caller.progress.clear();
    await caller.stderr.write(`error: ${message}\n`);
  } catch {
    // Nobody listens any more; the exit code still tells.
  }
  return exitCode(error instanceof CliError ? error.exit : "internal");
}
