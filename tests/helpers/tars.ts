/** Tar archives taken apart and put together again, with faults that no honest program makes. */
import { bagInfoText, manifestText } from "../../lib/bundle/bag.ts";
import { isPayload, isTagFile } from "../../lib/bundle/members.ts";
import { BLOCK_BYTES, buildTarHeader, paddingBytes, parseTarHeader } from "../../lib/bundle/tar_header.ts";
import { createRunningHash } from "../../commands/host/files/hashing.ts";

export interface TarEntry {
  readonly path: string;
  readonly content: Uint8Array;
  /** Where absent, the one that path and content ask for. */
  readonly header?: Uint8Array;
}

const SECONDS = Date.parse("2026-02-03T04:05:06Z") / 1000;
const encoder = new TextEncoder();

export function textEntry(path: string, text: string): TarEntry {
  return { path, content: encoder.encode(text) };
}

/** The members with two of them in each other's place. */
export function swapped(entries: readonly TarEntry[], first: number, second: number): readonly TarEntry[] {
  return entries.map((entry, at) => (at === first ? entries[second] : at === second ? entries[first] : entry) ?? entry);
}

/** The members of a sound archive. */
export function unpackTar(tar: Uint8Array): readonly TarEntry[] {
  const entries: TarEntry[] = [];
  for (let at = 0;;) {
    const reading = parseTarHeader(tar.subarray(at, at + BLOCK_BYTES));
    if (!reading.ok) return entries;
    const { path, bytes } = reading.member;
    at += BLOCK_BYTES;
    entries.push({ path, content: tar.subarray(at, at + bytes) });
    at += bytes + paddingBytes(bytes);
  }
}

/** The archive of these members, with its end. */
export function packTar(entries: readonly TarEntry[]): Uint8Array {
  const parts = entries.flatMap(({ path, content, header }) => [
    header ?? buildTarHeader({ path, bytes: content.length }, SECONDS),
    content,
    new Uint8Array(paddingBytes(content.length)),
  ]);
  return concat([...parts, new Uint8Array(2 * BLOCK_BYTES)]);
}

/** A header with these bytes at these places, and the checksum that goes with them. */
export function editedHeader(path: string, length: number, edits: readonly (readonly [at: number, text: string])[]) {
  const header = buildTarHeader({ path, bytes: length }, SECONDS);
  for (const [at, text] of edits) {
    header.set(Uint8Array.from(text, (letter) => letter.charCodeAt(0)).subarray(0, BLOCK_BYTES - at), at);
  }
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(encoder.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return header;
}

/** The members with a manifest and bag-info.txt that fit their payload, whatever it is. */
export function withFittingManifest(entries: readonly TarEntry[]): readonly TarEntry[] {
  const payload = entries.filter(({ path }) => isPayload(path));
  const info = bagInfoText({
    createdAt: "2026-02-03",
    payloadBytes: payload.reduce((sum, { content }) => sum + content.length, 0),
    payloadFiles: payload.length,
  });
  const texts = new Map([["bag-info.txt", info], ["manifest-sha256.txt", manifestText(payload.map(listed))]]);
  return entries.map((entry) => {
    const text = texts.get(entry.path);
    return text === undefined ? entry : textEntry(entry.path, text);
  });
}

/** The members with all that fits their payload, but a signature. */
export function resealed(entries: readonly TarEntry[]): readonly TarEntry[] {
  const inner = withFittingManifest(entries);
  const tagManifest = manifestText(inner.filter(({ path }) => isTagFile(path)).map(listed));
  return inner.map((entry) => entry.path === "tagmanifest-sha256.txt" ? textEntry(entry.path, tagManifest) : entry);
}

function listed({ path, content }: TarEntry) {
  const hash = createRunningHash();
  hash.update(content);
  return { path, sha256: hash.digest() };
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
