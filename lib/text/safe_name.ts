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

/** What an id may not hold where it goes from one host to another: it could steer a terminal, hide, or name another file. */
const UNLAWFUL: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/[\p{Cc}\p{Zl}\p{Zp}]/u, "a control character"],
  [/\p{Bidi_Control}/u, "a character that turns the direction of text"],
  // Joiners are part of ordinary words and emoji.
  [/(?![\u200c\u200d])\p{Cf}/u, "a character that nobody sees"],
  [/\p{Cs}/u, "half a character"],
  [/[/\\]/, "a path separator"],
  [/\.\./, '".."'],
];

/** Why no record that goes from one host to another may have this id, as a clause; null where it may. */
export function flawOfId(id: string): string | null {
  // Most ids are this plain.
  if (/^\w[\w:-]*$/.test(id)) return null;
  const found = UNLAWFUL.find(([pattern]) => pattern.test(id));
  if (found !== undefined) return `it holds ${found[1]}`;
  return safeRecordName(id) === null ? "it makes no file name" : null;
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
