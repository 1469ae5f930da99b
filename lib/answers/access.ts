/** What is told to a caller who may not read all of a store: who may, by the very command that was typed. */
import { CliError } from "../model/errors.ts";
import type { RecordKind } from "../model/kinds.ts";
import type { Account, Readers, StateSnapshot } from "../model/snapshot.ts";
import { kindUnknown, reasonDenied, reasonUnknown, type StorePart } from "../store/known.ts";
import { shellWord, typedCommand } from "../text/command_line.ts";
import { uncapitalised } from "../text/words.ts";

/** How somebody may run it who can read what this user cannot; null where nothing was denied. */
export function accessHint({ store, absence }: StateSnapshot, words: readonly string[]): string | null {
  const readers = store?.readers ?? (absence?.reason === "denied" ? absence.readers : undefined);
  if (readers === undefined) return null;
  const root = store?.origin === "disk" ? store.root : absence?.root ?? store?.root ?? null;
  const names = words.some((word) => word === "--store" || word.startsWith("--store="));
  const typed = [...typedCommand(words), ...(names || root === null ? [] : ["--store", root])].map(shellWord).join(" ");
  return [
    `Run ${asOwner(readers.owner)} ${typed}`,
    ...(readers.group === null ? [] : [`or as a member of group ${readers.group.name ?? readers.group.id}`]),
  ].join(", ");
}

/** `sudo -u NAME`; the number where it has no name, and without either as root. */
function asOwner(owner: Readers["owner"]): string {
  return owner === null || owner.id === 0 ? "sudo" : `sudo -u ${shellWord(accountText(owner))}`;
}

function accountText({ id, name }: Account): string {
  return name ?? `#${id}`;
}

const ON_DISK = "Name the store on disk with --store DIR";

interface Looking {
  readonly snapshot: StateSnapshot;
  /** See accessHint(). */
  readonly access: string | null;
}

/**
 * Refuses an answer about records that nobody here can see: neither "there are none" nor "not found" may be said of them.
 *
 * @throws CliError denied where the caller may not read all of them, no_state where only the daemon's API shows the store
 */
export function requireKnown(
  { snapshot: { store }, access }: Looking,
  attempt: string,
  kinds: readonly RecordKind[],
): void {
  const [unknown] = store === null ? [] : kinds.flatMap((kind) => kindUnknown(kind, store) ?? []);
  if (unknown === undefined) return;
  throw new CliError(unknown.exit, `Cannot ${attempt}: ${unknown.reason}`, {
    target: unknown.target,
    hint: access ?? (store?.origin === "daemon" ? ON_DISK : "Move the folder itself to where the link is"),
  });
}

/** As requireKnown(), for what is no record. */
export function requirePart({ snapshot: { store }, access }: Looking, attempt: string, part: StorePart): void {
  const reason = store === null ? null : reasonUnknown(part, store);
  if (reason === null) return;
  throw new CliError(access === null ? "no_state" : "denied", `Cannot ${attempt}: ${uncapitalised(reason)}`, {
    target: store?.root ?? null,
    hint: access ?? ON_DISK,
  });
}

/** Refuses what takes the whole store. @throws CliError as requireKnown() */
export function requireWhole({ snapshot: { store }, access }: Looking, attempt: string): void {
  if (store?.origin === "daemon") {
    throw new CliError("no_state", `Cannot ${attempt}: this is not known from the daemon's API`, {
      target: store.root,
      hint: access ?? ON_DISK,
    });
  }
  const reason = store === null ? null : reasonDenied(store);
  if (reason === null) return;
  throw new CliError("denied", `Cannot ${attempt}: ${uncapitalised(reason)}`, {
    target: store?.root ?? null,
    hint: access,
  });
}
