/** Files of a store as the file system describes them; nothing is opened and no link is followed. */
import type { FileEntry } from "../../../lib/model/snapshot.ts";
import { NAME_NOT_UTF8 } from "../../../lib/store/known.ts";
import { formatTimestamp } from "../../../lib/text/time.ts";
import { ioReason } from "../files/io_reason.ts";

/** The entry of a path; a path that cannot be looked at carries the problem. */
export function lookAt(absolute: string, relative: string): FileEntry {
  try {
    return describe(Deno.lstatSync(absolute), relative);
  } catch (error) {
    return { ...unseen(relative), problem: ioReason(error).reason };
  }
}

/**
 * The entry of a path that a listing named; null where it has gone since, as a daemon's temporary files do. Where the
 * runtime lists a name that is not UTF-8, it shows U+FFFD, and cannot find it again.
 */
export function lookAtListed(absolute: string, relative: string): FileEntry | null {
  return describeListed(absolute, relative)?.file() ?? null;
}

/** As lookAtListed(), described on demand, with all that the file system says; null is that of what cannot be looked at. */
export function describeListed(
  absolute: string,
  relative: string,
): { readonly info: Deno.FileInfo | null; file(): FileEntry } | null {
  try {
    const info = Deno.lstatSync(absolute);
    return { info, file: () => describe(info, relative) };
  } catch (error) {
    const { exit, reason } = ioReason(error);
    const problem = exit !== "not_found" ? reason : relative.includes("\ufffd") ? NAME_NOT_UTF8 : null;
    return problem === null ? null : { info: null, file: () => ({ ...unseen(relative), problem }) };
  }
}

/** An entry of which nothing is known. */
function unseen(path: string): FileEntry {
  return { path, type: "other", bytes: 0, mode: null, uid: null, modified_at: null, problem: null };
}

function describe(info: Deno.FileInfo, path: string): FileEntry {
  return {
    path,
    type: fileType(info),
    bytes: info.isFile ? info.size : 0,
    mode: info.mode === null ? null : info.mode & 0o7777,
    uid: info.uid,
    modified_at: modifiedAt(info),
    problem: null,
  };
}

function fileType(info: Deno.FileInfo): FileEntry["type"] {
  if (info.isSymlink) return "symlink";
  if (info.isFile) return "file";
  if (info.isDirectory) return "directory";
  if (info.isFifo === true) return "fifo";
  if (info.isSocket === true) return "socket";
  if (info.isBlockDevice === true) return "block_device";
  return info.isCharDevice === true ? "char_device" : "other";
}

/** File systems can hold times that no timestamp of ours can say. */
function modifiedAt({ mtime }: Deno.FileInfo): string | null {
  if (mtime === null || Number.isNaN(mtime.getTime())) return null;
  const year = mtime.getUTCFullYear();
  return year < 0 || year > 9999 ? null : formatTimestamp(mtime);
}

/** The names in a folder, sorted, so that the same store always reads the same. @throws the operating system's error. */
export function sortedNames(folder: string): readonly string[] {
  return [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
}
