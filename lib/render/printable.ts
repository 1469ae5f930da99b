/** Makes foreign text harmless for a terminal: what would steer it, or hide in it, is shown as an escape. */
import { isJsonObject } from "../text/json.ts";

interface Characters {
  /** False: everything outside ASCII is escaped too. */
  readonly unicode: boolean;
}

/**
 * Controls, format characters (bidi, zero-width, tags), lone surrogates, separators, what a terminal leaves out, and
 * blanks that look like a space. The ideographic space stays: it is wide enough to be seen, and common in names.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]|(?![ \u3000])\p{Zs}/gu;
const UNSAFE_OR_NOT_ASCII = /[^\x20-\x7e]/gu;

/** What nearly every text is, and no escape is made of. */
const PLAIN = /^[\x20-\x7e]*$/;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]);

/** The text on one line, with each unsafe character as `\n`, `\x1b` or `\u{202e}`. Safe text comes back as it is. */
export function printable(text: string, { unicode }: Characters): string {
  if (PLAIN.test(text)) return text;
  // A mark without a letter before it would settle on whatever is printed to its left.
  const anchored = unicode ? text.replace(/^\p{M}/u, escapeCharacter) : text;
  return anchored.replace(unicode ? UNSAFE : UNSAFE_OR_NOT_ASCII, escapeCharacter);
}

/**
 * The document with every string and key made printable, all the way down. What is safe in it is no copy: of a hundred
 * thousand records there is no second one.
 *
 * A human renderer is given only such a document, so that it cannot leak a control character.
 */
export function printableDocument<Document>(document: Document, characters: Characters): Document {
  // Text stays text and every field stays where it is, which the type checker cannot see.
  return printableValue(document, characters) as Document;
}

function printableValue(value: unknown, characters: Characters): unknown {
  if (typeof value === "string") return printable(value, characters);
  if (Array.isArray(value)) {
    const items = value.map((item) => printableValue(item, characters));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  let isSafe = true;
  const entries = Object.entries(value).map(([key, item]) => {
    const shown = [printable(key, characters), printableValue(item, characters)] as const;
    isSafe &&= shown[0] === key && shown[1] === item;
    return shown;
  });
  // fromEntries defines fields and never assigns them, so that a `__proto__` key is a key like any other.
  return isSafe ? value : Object.fromEntries(entries);
}

function escapeCharacter(character: string): string {
  const short = SHORT_ESCAPES.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}
