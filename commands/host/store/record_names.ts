/** The names of the records of a store, for completing a word: nothing is judged, and what cannot be read is not there. */
import { join } from "@std/path/posix";
import { isJsonObject, type JsonObject } from "../../../lib/text/json.ts";
import { entriesPath } from "../../../lib/derived/build.ts";
import { idsThatBegin } from "../../../lib/derived/sorted_entries.ts";
import { KINDS } from "../../../lib/model/kinds.ts";
import type { NamedRecords } from "../../../lib/answers/completed_ids.ts";

/** Gives up the permission to write, and looks at the store. */
export function recordNames(root: string): NamedRecords {
  Deno.permissions.revokeSync({ name: "write" });
  return {
    *namesIn(folder) {
      try {
        for (const { name } of Deno.readDirSync(join(root, folder))) yield name;
      } catch {
        // Who presses Tab reads no errors.
      }
    },
    recordAt(path) {
      try {
        return recordIn(Deno.readTextFileSync(join(root, path)));
      } catch {
        return null;
      }
    },
    indexedObjects(beginning, most) {
      try {
        return indexedObjects(root, beginning, most);
      } catch {
        return null;
      }
    },
  };
}

/** A folder of fewer bytes is listed as fast as an index is looked into, and surely has every record. */
const LARGE_FOLDER_BYTES = 1024 * 1024;

function indexedObjects(root: string, beginning: string, most: number): readonly string[] | null {
  const folder = Deno.lstatSync(join(root, KINDS.object.folder));
  const path = join(root, entriesPath("object-heads"));
  const { isFile, mtime, size } = Deno.lstatSync(path);
  if (folder.size < LARGE_FOLDER_BYTES || !isFile || mtime === null || folder.mtime === null) return null;
  // Since then a record has come or gone.
  if (mtime < folder.mtime) return null;
  using entries = Deno.openSync(path, { read: true });
  return idsThatBegin({ bytes: size, read: (offset, length) => bytesAt(entries, offset, length) }, beginning, most);
}

function bytesAt(file: Deno.FsFile, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  file.seekSync(offset, Deno.SeekMode.Start);
  return bytes.subarray(0, file.readSync(bytes) ?? 0);
}

function recordIn(text: string): JsonObject | null {
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : null;
}
