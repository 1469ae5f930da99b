/** What is told where there is no store to look at. */
import { CliError } from "../model/errors.ts";
import { syncCommand } from "../text/command_line.ts";
import type { Problem } from "../model/envelope.ts";
import { keepsState } from "../store/halves.ts";
import type { StateSnapshot, StoreAbsence, StoreSnapshot } from "../model/snapshot.ts";

/** The store of the snapshot. @throws CliError no_state, denied or io where there is none to read */
export function requireStore(
  { snapshot: { store, absence }, access }: { readonly snapshot: StateSnapshot; readonly access: string | null },
): StoreSnapshot {
  if (store !== null) return store;
  const { code, message, target, hint } = absenceProblem(absence, access);
  throw new CliError(absenceExit(absence), message, { code, target, hint });
}

/**
 * The store of the snapshot, where it keeps more than content-sync state; `attempt` stands behind "Cannot".
 *
 * @throws CliError no_state where it does not, and as requireStore() says
 */
export function requireStateStore(state: Parameters<typeof requireStore>[0], attempt: string): StoreSnapshot {
  const store = requireStore(state);
  if (keepsState(store)) return store;
  throw new CliError("no_state", `Cannot ${attempt}: ${withoutState(store)}`, {
    target: store.root,
    hint: "This is normal where the daemon brings content versions and nothing else; see",
    command: ["status"],
  });
}

/** What a host of content sync alone lacks, as a clause. */
export function withoutState({ root }: StoreSnapshot): string {
  return `"${root}" keeps content-sync state alone, with no manifest, journal or registries`;
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

/** `access` says who may read what was denied, see access.ts. */
export function absenceProblem(absence: StoreAbsence | null, access: string | null): Problem {
  const another = "Name the store with --store DIR";
  return {
    code: absenceExit(absence),
    message: absence?.message ?? "Cannot find a state store",
    target: absence?.root ?? null,
    hint: absence?.reason === "denied"
      ? access ?? "Run it as a user who may read the store"
      : absence?.empty === true && absence.root !== null
      ? `${another}, or make one here: ${syncCommand("init", "--store", absence.root)}`
      : another,
  };
}
