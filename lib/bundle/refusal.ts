/** How every part of the bundle reader says no. */
import { CliError } from "../model/errors.ts";

/** Makes the error for a reason, a phrase without a full stop; `code` where a finer name than bad_input is known. */
export type Refuse = (reason: string, details?: { readonly code?: string; readonly hint?: string }) => CliError;

/** Refusals of the bundle that a person named so. */
export function refusalOf(bundle: string): Refuse {
  return (reason, { code, hint = "Get the bundle again from the host that wrote it" } = {}) =>
    new CliError("bad_input", `Cannot read bundle "${bundle}": ${reason}`, {
      target: bundle,
      hint,
      ...(code === undefined ? {} : { code }),
    });
}
