/** A place for what must not outlive the program. */
import { CliError } from "../../../lib/model/errors.ts";
import type { Environment } from "../types/host.ts";
import { ioReason } from "./io_reason.ts";

/** Not /tmp first: on many hosts it is in memory. */
const TEMPORARY_FOLDERS = ["/var/tmp", "/tmp"];

/** A folder that nobody else can look into; it goes away with its scope. @throws CliError io or denied */
export function makeTemporaryFolder(environment: Environment): { readonly path: string } & Disposable {
  const chosen = environment("TMPDIR");
  const candidates = chosen === null ? TEMPORARY_FOLDERS : [chosen];
  let failure: unknown;
  for (const dir of candidates) {
    try {
      const path = Deno.makeTempDirSync({ dir, prefix: "sourceos-" });
      return { path, [Symbol.dispose]: () => removeFolder(path) };
    } catch (error) {
      failure = error;
    }
  }
  const { exit, reason } = ioReason(failure);
  const tried = candidates.join('" or "');
  throw new CliError(exit === "not_found" ? "io" : exit, `Cannot make a temporary folder in "${tried}": ${reason}`, {
    hint: "Set TMPDIR to a folder that can be written",
    cause: failure,
  });
}

/** An empty folder goes first without being opened, as the process may not be allowed to open anything any more. */
function removeFolder(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    Deno.removeSync(path, { recursive: true });
  }
}
