/** What wraps a bundle's tar, told by its first bytes. */

export type BundleEncoding = "age" | "armored_age" | "gzip" | "plain";

/** An age header of more recipients than this holds is refused: it is read whole. */
export const MAX_AGE_HEADER_BYTES = 64 * 1024;

const AGE = "age-encryption.org/";
const ARMORED_AGE = "-----BEGIN AGE ENCRYPTED FILE-----";
const LAST_HEADER_LINE = "\n--- ";

/** As many first bytes as tell an encoding. */
export const ENCODING_BYTES = ARMORED_AGE.length;

/** The outermost encoding of what starts so. */
export function detectEncoding(start: Uint8Array): BundleEncoding {
  const text = latin1(start.subarray(0, ENCODING_BYTES));
  if (text.startsWith(AGE)) return "age";
  if (text.startsWith(ARMORED_AGE)) return "armored_age";
  return text.startsWith("\x1f\x8b") ? "gzip" : "plain";
}

/** Whether an age header ends within these first bytes. */
export function hasWholeAgeHeader(start: Uint8Array): boolean {
  return latin1(start).includes(LAST_HEADER_LINE);
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
