/** The users of this host, as far as files tell of them. */
import process from "node:process";
import { dirname, resolve } from "@std/path/posix";
import { canSurelyRead, nameInPasswd, type Permissions } from "../../../lib/change/accounts.ts";
import { ioReason } from "./io_reason.ts";
import type { Accounts } from "../types/host.ts";

const PASSWD = "/etc/passwd";

export const accounts: Accounts = {
  uid: () => effectiveUser().uid,
  nameOf(uid) {
    const passwd = attempt(() => Deno.readTextFileSync(PASSWD));
    return passwd === null ? null : nameInPasswd(passwd, uid);
  },
  canSurelyRead(path, uid) {
    const permissions = attempt(() => {
      const real = Deno.realPathSync(resolve(path));
      return [real, ...foldersOf(real)].map(permissionsOf);
    });
    const [file, ...above] = permissions ?? [];
    return file !== undefined && canSurelyRead(uid, file, above);
  },
};

/** The user that this process acts as, and its group. Takes the permission for `sys=uid,gid`. */
export function effectiveUser(): { readonly uid: number; readonly gid: number } {
  const uid = process.geteuid?.();
  // There is a permission for the group that the process was started with, and none for the one that it acts as.
  const gid = Deno.gid();
  if (uid === undefined || gid === null) throw new TypeError("This operating system numbers no users");
  return { uid, gid };
}

/** Every folder that an absolute path lies in, the innermost first. */
export function foldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersOf(folder)];
}

function permissionsOf(path: string): Permissions {
  const { mode, uid } = Deno.lstatSync(path);
  return { mode: mode ?? 0, uid: uid ?? 0 };
}

/** Null where the operating system does not let it be seen. */
function attempt<Result>(look: () => Result): Result | null {
  try {
    return look();
  } catch (error) {
    ioReason(error); // What is no failure of the operating system is thrown on.
    return null;
  }
}
