/** The one error type that a command raises on purpose; anything else that is thrown is a bug of ours. */
import type { ExitName } from "./exit.ts";

interface CliErrorDetails {
  /** What the error is about: a path, an id, a flag. */
  readonly target?: string | null;
  /** What the reader can do next. */
  readonly hint?: string | null;
  /** The words behind `sourceos sync` of a command that the hint ends with: it is printed for the store that was named. */
  readonly command?: readonly string[];
  readonly cause?: unknown;
  /** A finer name than the exit code's, such as `ambiguous`. */
  readonly code?: string;
}

export class CliError extends Error {
  override readonly name = "CliError";
  readonly target: string | null;
  readonly hint: string | null;
  readonly command: readonly string[] | null;
  readonly code: string;

  constructor(readonly exit: ExitName, message: string, details: CliErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.target = details.target ?? null;
    this.hint = details.hint ?? null;
    this.command = details.command ?? null;
    this.code = details.code ?? exit;
  }
}
