/** Where the file of a record lies: by its kind's folder and its id (docs/domain.md, "The store on disk"). */
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { safeRecordName } from "../text/safe_name.ts";

/** Relative to the store's root; null where nothing of the id can be a file's name. */
export function recordPathOf(kind: RecordKind, id: string): string | null {
  const name = safeRecordName(id);
  return name === null ? null : `${KINDS[kind].folder}/${name}.json`;
}
