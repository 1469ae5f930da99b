/** Who may change a store: its owner, where nobody else can put something in the way (docs/security.md, "Who may change a store"). */
import { CliError } from "../model/errors.ts";
import { shellWord, syncCommand } from "../text/command_line.ts";
import { listText } from "../text/words.ts";

/** A folder as the operating system describes it. */
export interface FolderFacts {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export type OwnershipProblem =
  /** The store is another user's: who that is, and where the store lies. */
  | { readonly kind: "not_owner"; readonly path: string; readonly uid: number; readonly gid: number }
  /** Every user of the host can put something else where this folder's files are. */
  | { readonly kind: "open_to_all"; readonly path: string }
  /** Another user than the store's owner can do so. */
  | { readonly kind: "foreign_folder"; readonly path: string; readonly uid: number }
  /** Its group can, and this user could not close the folder to it for a while. */
  | { readonly kind: "open_to_group"; readonly path: string };

const OTHERS_WRITE = 0o002;
/** In such a folder nobody renames or removes what is another user's. */
const STICKY = 0o1000;

/** What keeps the user from changing the store at the root; `above` are all folders that the root lies in. */
export function findRootProblem(
  root: FolderFacts,
  above: readonly FolderFacts[],
  callerUid: number,
): OwnershipProblem | null {
  if (root.uid !== callerUid) return { kind: "not_owner", path: root.path, uid: root.uid, gid: root.gid };
  const open = above.find(isOpenToAll);
  return open === undefined ? findFolderProblem(root, callerUid) : { kind: "open_to_all", path: open.path };
}

/** What keeps the user from making a store in this folder of its own or of root's; `above` are all that it lies in. */
export function findParentProblem(
  parent: FolderFacts,
  above: readonly FolderFacts[],
  callerUid: number,
): OwnershipProblem | null {
  const { path, uid, gid } = parent;
  if (uid !== callerUid && uid !== 0) return { kind: "not_owner", path, uid, gid };
  const open = [parent, ...above].find(isOpenToAll);
  return open === undefined ? null : { kind: "open_to_all", path: open.path };
}

function isOpenToAll({ mode }: FolderFacts): boolean {
  return (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0;
}

/** What keeps the store's owner from changing anything in one of its folders. */
export function findFolderProblem(
  { path, mode, uid }: Omit<FolderFacts, "gid">,
  ownerUid: number,
): OwnershipProblem | null {
  if (uid !== ownerUid) return { kind: "foreign_folder", path, uid };
  return (mode & OTHERS_WRITE) === 0 ? null : { kind: "open_to_all", path };
}

/** What was tried, and by which command the owner would do it. */
interface Refused {
  /** What stands behind "Cannot"; a change of the store where absent. */
  readonly attempt?: string;
  /** Null where it is not known. */
  readonly again?: OwnerCommand | null;
}

/** The refusal of what was to be done in the folder at the root. */
export function ownershipError(
  root: string,
  problem: OwnershipProblem,
  { attempt = `change store "${root}"`, again = null }: Refused = {},
): CliError {
  const refused = (code: string, target: string, [state, hint]: readonly [string, string]) =>
    new CliError("denied", `Cannot ${attempt}: ${state}`, { target, code, hint });
  switch (problem.kind) {
    case "not_owner":
      return refused(problem.kind, root, [
        `it belongs to ${again?.owner.name ?? `user ${problem.uid}`}, and only its owner changes it`,
        again === null
          ? "Run the command as the user that owns the store"
          : `Run ${ownerCommand(again)}${copyFirst(again)}`,
      ]);
    case "open_to_all":
      return refused(problem.kind, problem.path, [
        `every user of this host can write "${problem.path}"`,
        `See that nobody has put anything there, and run chmod o-w ${shellWord(problem.path)}`,
      ]);
    case "open_to_group":
      return refused(problem.kind, problem.path, [
        `the group of "${problem.path}" can write it, and this user is not in that group`,
        `Run chmod g-w ${shellWord(problem.path)}`,
      ]);
    case "foreign_folder":
      return refused(problem.kind, problem.path, [
        `"${problem.path}" belongs to user ${problem.uid}, and not to the owner of the store`,
        "See what that user has put there, and give the folder to the owner of the store",
      ]);
  }
}

/** Keys are handed over by the person alone. */
function copyFirst({ closed }: OwnerCommand): string {
  if (closed.length === 0) return "";
  const [them, copies] = closed.length === 1 ? ["it", "a copy"] : ["them", "copies"];
  return `, with ${copies} of ${listText(closed)} where that user can read ${them}, which you remove afterwards`;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** Null where the host does not tell. */
  readonly name: string | null;
}

/** A command of this program, as the owner of a store runs it. */
export interface OwnerCommand {
  readonly owner: Account;
  readonly callerUid: number;
  /** The words behind `sourceos sync`. */
  readonly words: readonly string[];
  /** What comes on standard input, as the owner cannot open it by its name; null where nothing does. */
  readonly input: string | null;
  /** Files that it names and the owner may not be able to open. */
  readonly closed: readonly string[];
}

/** The command line by which this user runs it as the owner: root needs no sudo, which minimal hosts do not have. */
export function ownerCommand({ owner, callerUid, words, input }: OwnerCommand): string {
  const switching = callerUid !== 0
    ? ["sudo", "-u", owner.name ?? `#${owner.uid}`]
    : owner.name !== null
    ? ["runuser", "-u", owner.name]
    : ["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"];
  const line = `${[...switching, "--"].map(shellWord).join(" ")} ${syncCommand(...words)}`;
  return input === null ? line : `${line} < ${shellWord(input)}`;
}
