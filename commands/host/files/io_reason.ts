/** Failures of the operating system in words, with the exit code that each has. */

interface IoReason {
  readonly exit: "not_found" | "denied" | "io";
  readonly reason: string;
}

/** Why a file operation failed. An error that does not come from the operating system is thrown on: it is a bug. */
export function ioReason(error: unknown): IoReason {
  if (error instanceof Deno.errors.NotFound) return { exit: "not_found", reason: "there is no such file" };
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    return { exit: "denied", reason: "permission denied" };
  }
  if (error instanceof Deno.errors.NotADirectory) return { exit: "not_found", reason: "part of its path is no folder" };
  if (error instanceof Deno.errors.IsADirectory) return { exit: "io", reason: "it is a folder" };
  if (error instanceof Deno.errors.InvalidData && error.message.endsWith("is not valid UTF-8")) {
    return { exit: "io", reason: "part of its path is not UTF-8" };
  }
  if (error instanceof Deno.errors.FilesystemLoop) {
    return { exit: "io", reason: "it is a link that leads nowhere, or in a circle" };
  }
  if (error instanceof Error && /\(os error \d+\)/.test(error.message)) {
    return {
      exit: "io",
      reason: error.message.replace(/ \(os error \d+\).*$/s, "").replace(/^./, (first) => first.toLowerCase()),
    };
  }
  throw error;
}

/**
 * What the system did not give this process, with what helps: files that it may open, or memory; null for any other failure.
 * It may come anywhere, so that it is looked for in what caused the error and in what it suppressed.
 */
export function exhaustion(error: unknown): { readonly what: string; readonly hint: string } | null {
  if (!(error instanceof Error)) return null;
  switch (/\(os error (\d+)\)/.exec(error.message)?.[1]) {
    case "12": // ENOMEM
      return { what: "there is no memory left", hint: "Free memory or raise its limit (ulimit -v), and run again" };
    case "23": // ENFILE
      return { what: "this host may open no more files", hint: "Find out who holds so many open, and run again" };
    case "24": // EMFILE
      return { what: "it may open no more files", hint: "Raise the limit (ulimit -n), and run again" };
  }
  const inner = error instanceof SuppressedError ? [error.error, error.suppressed] : [error.cause];
  return inner.flatMap((one) => exhaustion(one) ?? [])[0] ?? null;
}
