/** The texts that make a tar of files a BagIt bag (RFC 8493). Each has one form only, so that equal payloads give equal bags. */

export interface ManifestEntry {
  readonly path: string;
  /** In lower-case hex. */
  readonly sha256: string;
}

export const BAGIT_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

interface BagInfo {
  /** When the bundle was made, as a timestamp of the store's form. */
  readonly createdAt: string;
  readonly payloadBytes: number;
  readonly payloadFiles: number;
}

/** bag-info.txt: the day, and the payload's octets and files. */
export function bagInfoText({ createdAt, payloadBytes, payloadFiles }: BagInfo): string {
  const day = createdAt.slice(0, "0000-00-00".length);
  return `Bagging-Date: ${day}\nPayload-Oxum: ${payloadBytes}.${payloadFiles}\n`;
}

/** A manifest as `sha256sum` writes and checks it. */
export function manifestText(entries: readonly ManifestEntry[]): string {
  return entries.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
}

const MANIFEST_LINE = /^([0-9a-f]{64}) {2}([^\0\r\n]+)$/;

/** The first respect in which a manifest differs from what was found, as a phrase, or null where there is none. */
export function compareManifest(
  name: string,
  text: string,
  found: readonly ManifestEntry[],
): string | null {
  if (text === manifestText(found)) return null;
  const lines = text.split("\n");
  const wrong = lines.slice(0, -1).findIndex((line) => !MANIFEST_LINE.test(line));
  if (wrong >= 0) return `line ${wrong + 1} of its member "${name}" is malformed`;
  const listed = new Map(lines.slice(0, -1).map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const { path, sha256 } of found) {
    const expected = listed.get(path);
    if (expected === undefined) return `its member "${path}" is not listed in "${name}"`;
    if (expected !== sha256) return `its member "${path}" does not have the SHA-256 that "${name}" gives`;
  }
  const paths = new Set(found.map(({ path }) => path));
  const absent = [...listed.keys()].find((path) => !paths.has(path));
  if (absent !== undefined) return `its member "${absent}", which "${name}" lists, is missing`;
  return `its member "${name}" is not in the order of the members`;
}
