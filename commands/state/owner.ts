/** Handing a change over to the owner of the store, who alone may make it (docs/security.md, "Who may change a store"). */
import { type OwnerCommand, ownershipError, type OwnershipProblem } from "../../lib/change/who_may_change.ts";
import type { CliError } from "../../lib/model/errors.ts";
import type { RawOptions } from "../frame/option_reader.ts";
import type { StateOptions } from "../frame/options.ts";
import type { Host } from "../host/types/host.ts";

/** How the command is typed again. */
export interface Retyping {
  readonly options: RawOptions;
  /** The file that the command reads, such as a plan; null where it reads none. */
  readonly input: string | null;
  /** Files of keys that it reads besides, which no command hands over. */
  readonly keys?: readonly string[];
  /** The words behind `sourceos sync` with these options, and with that file in the place of the input. */
  readonly words: (options: RawOptions, input: string) => readonly string[];
}

/** Asked before anything of the store is read. @throws CliError denied where this user may not change the store in force */
export async function requireOwner(
  { store }: Pick<StateOptions, "store">,
  retyping: Retyping,
  host: Host,
): Promise<void> {
  const { root } = await host.stores.choose(store);
  const refusal = await ownershipRefusal(root, retyping, host);
  if (refusal !== null) throw refusal;
}

/** Why this user may not change the store, with the command to paste where that is known; null where it may. */
export async function ownershipRefusal(root: string, retyping: Retyping, host: Host): Promise<CliError | null> {
  const problem = (await host.changer()).findProblem(root);
  if (problem === null) return null;
  return ownershipError(root, problem, {
    again: problem.kind === "not_owner" ? commandOfOwner(problem, { store: problem.path, retyping, host }) : null,
  });
}

type Stranger = Extract<OwnershipProblem, { readonly kind: "not_owner" }>;

interface Again {
  /** The path of the store. */
  readonly store: string;
  readonly retyping: Retyping;
  readonly host: Host;
}

/** The same command for the owner, who finds the same store and reads the same file. */
export function commandOfOwner(
  { uid, gid }: Pick<Stranger, "uid" | "gid">,
  { store, retyping: { options, input, keys = [], words }, host }: Again,
): OwnerCommand {
  const isPiped = input !== null && input !== "-" && !host.accounts.canSurelyRead(input, uid);
  return {
    owner: { uid, gid, name: host.accounts.nameOf(uid) },
    callerUid: host.accounts.uid(),
    words: words({ ...options, ...surroundings(options, host), store }, isPiped ? "-" : input ?? ""),
    input: isPiped ? input : null,
    closed: keys.filter((file) => !host.accounts.canSurelyRead(file, uid)),
  };
}

/** What the environment says in the place of options: sudo takes it away. */
const VARIABLES = [
  ["daemon", "SOURCEOS_SYNCD_URL"],
  ["profile", "SOURCEOS_PROFILE"],
  ["workspace", "SOURCEOS_WORKSPACE"],
  ["device", "SOURCEOS_DEVICE"],
] as const;

function surroundings(options: RawOptions, { environment }: Host): RawOptions {
  return Object.fromEntries(VARIABLES.flatMap(([name, variable]) => {
    const value = name in options ? null : environment(variable);
    return value === null ? [] : [[name, value]];
  }));
}
