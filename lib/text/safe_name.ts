/** The name that the reference daemon gives to a record's file (docs/domain.md, "The store on disk"). */

/**
 * The file name of the record with that id, without ".json": letters, digits, `-`, `_` and `.` stay, every other
 * character becomes `_`, dots at both ends go. Null where nothing of the id is left.
 */
export function safeRecordName(recordId: string): string | null {
  // Most ids are this plain, and every record is asked for its name.
  if (/^[\w-][!-~]*[\w-]$/.test(recordId)) return recordId.replace(/[^\w.-]/g, "_");
  const name = stripSpace(recordId).replace(/[^\p{L}\p{N}_.-]/gu, "_").replace(/^\.+|\.+$/g, "");
  return name === "" ? null : name;
}

/** The daemon strips what Python calls white space, which is not quite what `trim()` does. */
function stripSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charAt(start))) start++;
  while (end > start && isSpace(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

function isSpace(letter: string): boolean {
  return letter !== "\ufeff" && (/\s/.test(letter) || "\x1c\x1d\x1e\x1f\x85".includes(letter));
}
