/** The exit codes of docs/scripting.md, "Exit codes". A number is never reused; an unknown one means failure. */

export const EXIT_CODES = [
  { code: 0, name: "ok", meaning: "Done; nothing wrong" },
  { code: 1, name: "internal", meaning: "A bug in the program" },
  { code: 2, name: "usage", meaning: "Bad flags, a malformed or ambiguous id, contradictory options" },
  { code: 3, name: "degraded", meaning: "Findings, none of them an error, or a required check was skipped" },
  { code: 4, name: "unhealthy", meaning: "At least one error or critical finding" },
  { code: 5, name: "changes", meaning: "With --exit-code: the plan or preview is not empty" },
  { code: 6, name: "partial", meaning: "Finished, but for what could not be done and is listed" },
  { code: 10, name: "no_state", meaning: "No store, not initialised, or no way to read it" },
  { code: 11, name: "busy", meaning: "Another process holds the lock, or a daemon serves this store" },
  { code: 12, name: "denied", meaning: "Policy or file permission said no" },
  { code: 13, name: "stale", meaning: "The store moved on since the plan, or while it was read" },
  {
    code: 14,
    name: "bad_input",
    meaning: "A bundle, plan, snapshot or report whose hash, signature or shape does not hold",
  },
  { code: 15, name: "too_new", meaning: "Written by a newer format" },
  { code: 16, name: "daemon", meaning: "A daemon was required and is absent, or is the wrong one" },
  { code: 17, name: "not_found", meaning: "The named object, record, plan, report or file is unknown" },
  { code: 18, name: "needs_scope", meaning: "Refused until a scope, a plan or a consent is given" },
  { code: 19, name: "io", meaning: "Disk full, read-only or failing" },
  { code: 20, name: "rolled_back", meaning: "A change failed; the store is exactly as before" },
  { code: 21, name: "manual", meaning: "A change can neither be finished nor taken back; nothing else is touched" },
  { code: 22, name: "unsupported", meaning: "A kind or request that the program knows of and cannot do" },
  { code: 124, name: "timeout", meaning: "The time of --max-time is up" },
  { code: 130, name: "interrupted", meaning: "Interrupted (Ctrl-C)" },
  { code: 141, name: "reader_left", meaning: "The reader of the output left" },
  { code: 143, name: "terminated", meaning: "Terminated (SIGTERM or SIGHUP)" },
] as const;

export type ExitName = typeof EXIT_CODES[number]["name"];
export type ExitCode = typeof EXIT_CODES[number]["code"];

/** The number of a named exit code. */
export function exitCode(name: ExitName): ExitCode {
  const row = EXIT_CODES.find((candidate) => candidate.name === name);
  return row === undefined ? 1 : row.code;
}
