/** What wraps a bundle's tar, told by its first bytes. */

export type BundleEncoding = "age" | "armored_age" | "gzip" | "plain" | UnreadEncoding;

/** Encodings that are known by their first bytes, and left to their own tools. */
type UnreadEncoding = "zstd" | "xz" | "bzip2" | "zip";

/** An age header of more recipients than this holds is refused: it is read whole. */
export const MAX_AGE_HEADER_BYTES = 64 * 1024;

const AGE = "age-encryption.org/";
const ARMORED_AGE = "-----BEGIN AGE ENCRYPTED FILE-----";
const LAST_HEADER_LINE = "\n--- ";

const UNREAD: readonly { readonly encoding: UnreadEncoding; readonly magic: string }[] = [
  { encoding: "zstd", magic: "\x28\xb5\x2f\xfd" },
  { encoding: "xz", magic: "\xfd7zXZ\0" },
  { encoding: "bzip2", magic: "BZh" },
  { encoding: "zip", magic: "PK\x03\x04" },
];

/** What writes the tar inside to standard output, where the file's name follows. */
const UNPACKERS: Readonly<Record<UnreadEncoding, readonly string[]>> = {
  zstd: ["zstd", "-dc"],
  xz: ["xz", "-dc"],
  bzip2: ["bzip2", "-dc"],
  zip: ["unzip", "-p"],
};

/** The command to start with where a file is in an encoding that is left to its own tool; null for every other. */
export function unpackerOf(encoding: BundleEncoding): readonly string[] | null {
  return encoding === "zstd" || encoding === "xz" || encoding === "bzip2" || encoding === "zip"
    ? UNPACKERS[encoding]
    : null;
}

/** As many first bytes as tell an encoding. */
export const ENCODING_BYTES = ARMORED_AGE.length;

/** The outermost encoding of what starts so. */
export function detectEncoding(start: Uint8Array): BundleEncoding {
  const text = latin1(start.subarray(0, ENCODING_BYTES));
  if (text.startsWith(AGE)) return "age";
  if (text.startsWith(ARMORED_AGE)) return "armored_age";
  if (text.startsWith("\x1f\x8b")) return "gzip";
  return UNREAD.find(({ magic }) => text.startsWith(magic))?.encoding ?? "plain";
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
