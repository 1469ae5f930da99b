/** Texts like `sha256:` and 64 lower-case digits as numbers in one array, which is never collected (see heads.ts). */
import { oneText } from "../text/own_text.ts";

const PREFIX = "sha256:";
const LENGTH = PREFIX.length + 64;
// Numbers of 16 bits: the engine writes larger ones as digits many times slower.
const WORDS = 16;
const DIGITS = 4;
const FIRST_SLOTS = 1_024;

interface DigestTable {
  /** Keeps the text at this place; false, and the place says nothing, where it is of another form. */
  write(slot: number, text: string): boolean;
  /** What was kept there. */
  read(slot: number): string;
  /** The numbers of so many places. */
  first(slots: number): Uint16Array<ArrayBuffer>;
}

/** @param earlier what first() gave; the table goes on in it */
export function createDigestTable(earlier?: Uint16Array<ArrayBuffer>): DigestTable {
  let words = earlier ?? new Uint16Array(FIRST_SLOTS * WORDS);

  return {
    write(slot, text) {
      if (text.length !== LENGTH || !text.startsWith(PREFIX)) return false;
      if ((slot + 1) * WORDS > words.length) {
        const larger = new Uint16Array(Math.max(words.length * 2, (slot + 1) * WORDS));
        larger.set(words);
        words = larger;
      }
      for (let word = 0; word < WORDS; word++) {
        let value = 0;
        for (let digit = 0; digit < DIGITS; digit++) {
          const four = digitValue(text.charCodeAt(PREFIX.length + word * DIGITS + digit));
          if (four < 0) return false;
          value = (value << 4) | four;
        }
        words[slot * WORDS + word] = value;
      }
      return true;
    },
    read(slot) {
      const pieces = [PREFIX];
      for (const word of words.subarray(slot * WORDS, (slot + 1) * WORDS)) {
        pieces.push(word.toString(16).padStart(DIGITS, "0"));
      }
      return oneText(pieces);
    },
    first: (slots) => words.slice(0, slots * WORDS),
  };
}

/** What a lower-case hexadecimal digit says; negative for any other unit. */
function digitValue(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30;
  return unit >= 0x61 && unit <= 0x66 ? unit - 0x61 + 10 : -1;
}
