/** A part of an id in the place of the whole, where only one id is meant by it. */

/** Fewer characters are no id that anybody means. */
const LEAST_CHARACTERS = 3;

/** The ids that begin with these characters, themselves, behind their kind, or in their last part. */
export function idsBeginning(typed: string, ids: readonly string[]): readonly string[] {
  if (typed.length < LEAST_CHARACTERS) return [];
  return ids.filter((id) =>
    [id, id.slice(id.indexOf(":") + 1), ...lastParts(id)].some((part) => part.startsWith(typed))
  );
}

/** What stands behind the last colon and behind the last hyphen. */
function lastParts(id: string): readonly string[] {
  return [id.slice(id.lastIndexOf(":") + 1), id.slice(id.lastIndexOf("-") + 1)];
}
