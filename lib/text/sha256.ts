/**
 * The SHA-256 of the UTF-8 bytes of a text, or of texts one behind the other, in lower-case hex. Passed in wherever it is
 * needed: hashing is the host's.
 */
export type Sha256Hex = (text: string | Iterable<string>) => string;

/** The hash and length of the UTF-8 bytes of the texts, one behind the other, of which one is held at a time. */
export function digestOfTexts(
  texts: Iterable<string>,
  sha256Hex: Sha256Hex,
): { readonly sha256: string; readonly bytes: number } {
  const encoder = new TextEncoder();
  let bytes = 0;
  function* counted() {
    for (const text of texts) {
      bytes += encoder.encode(text).length;
      yield text;
    }
  }
  return { sha256: sha256Hex(counted()), bytes };
}
