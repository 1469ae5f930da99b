/** What a host tells of its users: their names, and what permission bits let them read. */

/** The name of a user in the text of /etc/passwd; null where it names none of that number. */
export function nameInPasswd(passwd: string, uid: number): string | null {
  for (const line of passwd.split("\n")) {
    const [name = "", , number] = line.split(":");
    if (number === String(uid) && name !== "") return name;
  }
  return null;
}

export interface Permissions {
  readonly mode: number;
  readonly uid: number;
}

/**
 * Whether a user can read a file for certain; `above` are the folders on the way to it. Which groups the user is in is not
 * known, so that what only a group may do counts as closed.
 */
export function canSurelyRead(uid: number, file: Permissions, above: readonly Permissions[]): boolean {
  const READ = 0o4, SEARCH = 0o1;
  const may = (wanted: number) => ({ mode, uid: ownerUid }: Permissions) =>
    uid === 0 || (uid === ownerUid ? (mode & wanted << 6) !== 0 : (mode & wanted << 3) !== 0 && (mode & wanted) !== 0);
  return above.every(may(SEARCH)) && may(READ)(file);
}
