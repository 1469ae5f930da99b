/** Reads the one record that an id names, without a look at the others of its registry. */
import { foldersAbove, isPlainPath } from "../../../lib/change/paths.ts";
import { KINDS, type RecordKind } from "../../../lib/model/kinds.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import { recordPathOf } from "../../../lib/store/record_path.ts";
import { lookAt } from "./file_entry.ts";
import { readJsonFile } from "./json_file.ts";

/** The record in that file, which no folder on the way leads to by a link: null where it is not there or cannot be read. */
export function readKeptRecord(root: string, path: string): JsonObject | null {
  const isReal = foldersAbove(path).every((folder) => lookAt(`${root}/${folder}`, folder).type === "directory");
  if (!isPlainPath(path) || !isReal) return null;
  return readJsonFile(`${root}/${path}`, lookAt(`${root}/${path}`, path)).record;
}

/** The record, where the daemon looks for it: null where that file is not there, cannot be read or holds another record. */
export function readOneRecord(root: string, kind: RecordKind, id: string): JsonObject | null {
  const { folder, idOf } = KINDS[kind];
  const path = recordPathOf(kind, id);
  // What a link leads to is no part of the store.
  if (path === null || lookAt(`${root}/${folder}`, folder).type !== "directory") return null;
  const { record } = readJsonFile(`${root}/${path}`, lookAt(`${root}/${path}`, path));
  return record !== null && idOf(record) === id ? record : null;
}
