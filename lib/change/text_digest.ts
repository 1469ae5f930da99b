/** The image of a file that is still a text. */
import type { FileImage } from "../model/change.ts";

/** The hash and length of the text's UTF-8 bytes. */
export function imageOfText(text: string, sha256Hex: (text: string) => string): FileImage {
  return { sha256: sha256Hex(text), bytes: new TextEncoder().encode(text).length };
}
