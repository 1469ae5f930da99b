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
  if (error instanceof Deno.errors.FilesystemLoop) return { exit: "io", reason: "its links lead in a circle" };
  if (error instanceof Error && /\(os error \d+\)/.test(error.message)) {
    return {
      exit: "io",
      reason: error.message.replace(/ \(os error \d+\).*$/s, "").replace(/^./, (first) => first.toLowerCase()),
    };
  }
  throw error;
}
