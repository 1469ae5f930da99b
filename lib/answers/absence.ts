/** What is told where there is no store to look at. */
import { CliError } from "../model/errors.ts";
import type { Problem } from "../model/envelope.ts";
import type { StateSnapshot, StoreAbsence, StoreSnapshot } from "../model/snapshot.ts";

/** The store of the snapshot. @throws CliError no_state, denied or io where there is none to read */
export function requireStore({ snapshot: { store, absence } }: { readonly snapshot: StateSnapshot }): StoreSnapshot {
  if (store !== null) return store;
  const { code, message, target, hint } = absenceProblem(absence);
  throw new CliError(absenceExit(absence), message, { code, target, hint });
}

/** The exit code that a missing store has. */
export function absenceExit(absence: StoreAbsence | null): "no_state" | "denied" | "io" {
  switch (absence?.reason) {
    case "denied":
      return "denied";
    case "io_error":
      return "io";
    default:
      return "no_state";
  }
}

export function absenceProblem(absence: StoreAbsence | null): Problem {
  return {
    code: absenceExit(absence),
    message: absence?.message ?? "Cannot find a state store",
    target: absence?.root ?? null,
    hint: "Name the store with --store DIR, or start sourceos-syncd so that it creates one",
  };
}
