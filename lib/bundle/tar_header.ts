/**
 * One header block of a POSIX ustar archive (IEEE 1003.1, "ustar Interchange Format").
 *
 * Written in one form only. Read strictly in what decides about a member (its name, type and size), while owner, mode and
 * time are not looked at: an operator may have packed the members again with `tar`.
 */
import { decodeUtf8 } from "../text/utf8.ts";

export const BLOCK_BYTES = 512;

/** What eleven octal digits hold: 8 GiB less one byte. */
export const MAX_MEMBER_BYTES = 0o77777777777;

export interface TarMember {
  readonly path: string;
  readonly bytes: number;
}

const NAME = { start: 0, length: 100 };
const MODE = { start: 100, length: 8 };
const OWNER = { start: 108, length: 8 };
const GROUP = { start: 116, length: 8 };
const SIZE = { start: 124, length: 12 };
const TIME = { start: 136, length: 12 };
const CHECKSUM = { start: 148, length: 8 };
const TYPE = { start: 156, length: 1 };
const LINK = { start: 157, length: 100 };
const MAGIC = { start: 257, length: 8 };
const DEVICE_MAJOR = { start: 329, length: 8 };
const DEVICE_MINOR = { start: 337, length: 8 };
const PREFIX = { start: 345, length: 155 };
type Field = typeof NAME;

/** Folders, and what formats other than ustar put before a file. */
const BY_DEFAULT = ["5", "x", "g", "L"];

const POSIX_MAGIC = "ustar\x0000";
const GNU_MAGIC = "ustar  \0";
const REGULAR_FILE = "0";
const SPACE = 0x20;

const OTHER_TYPES: ReadonlyMap<string, string> = new Map([
  ["1", "a hard link"],
  ["2", "a symbolic link"],
  ["3", "a character device"],
  ["4", "a block device"],
  ["5", "a folder"],
  ["6", "a FIFO"],
  ["x", "a PAX extension"],
  ["g", "a PAX extension"],
  ["L", "a GNU extension"],
  ["K", "a GNU extension"],
  ["S", "a sparse file"],
]);

/**
 * The header of a regular file that root owns and everybody may read, as `tar --format=ustar` writes it.
 *
 * @param seconds since 1970, the member's time
 * @throws RangeError where the path or a number does not fit into its field
 */
export function buildTarHeader({ path, bytes }: TarMember, seconds: number): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  const encoder = new TextEncoder();
  const put = (field: Field, text: string) => {
    const encoded = encoder.encode(text);
    if (encoded.length > field.length) throw new RangeError(`Cannot write a tar header: "${text}" does not fit`);
    block.set(encoded, field.start);
  };
  put(NAME, path);
  put(MODE, octal(0o644, MODE));
  put(OWNER, octal(0, OWNER));
  put(GROUP, octal(0, GROUP));
  put(SIZE, octal(bytes, SIZE));
  put(TIME, octal(seconds, TIME));
  put(TYPE, REGULAR_FILE);
  put(MAGIC, POSIX_MAGIC);
  put(DEVICE_MAJOR, octal(0, DEVICE_MAJOR));
  put(DEVICE_MINOR, octal(0, DEVICE_MINOR));
  put(CHECKSUM, `${checksum(block).toString(8).padStart(6, "0")}\0 `);
  return block;
}

type TarHeaderReading =
  | { readonly ok: true; readonly member: TarMember }
  /** `reason` is a phrase without a full stop; `repacked` whether tar writes such a one where it is not told otherwise. */
  | { readonly ok: false; readonly reason: string; readonly repacked: boolean };

/** The member that a header block announces, or why it is not one that a bundle can have. */
export function parseTarHeader(block: Uint8Array): TarHeaderReading {
  const refuse = (reason: string, repacked = false): TarHeaderReading => ({ ok: false, reason, repacked });
  if (parseOctal(block, CHECKSUM) !== checksum(block)) {
    return refuse("it is no tar archive, or a header in it is damaged");
  }
  const magic = text(block, MAGIC);
  if (magic !== POSIX_MAGIC && magic !== GNU_MAGIC) return refuse("it is a tar archive of a format other than ustar");
  const path = paddedText(block, NAME);
  if (path === null || path === "") return refuse("the name of a member is malformed");
  const type = text(block, TYPE);
  if (type !== REGULAR_FILE) {
    const what = OTHER_TYPES.get(type) ?? "of an unknown type";
    return refuse(`its member "${path}" is ${what}, not a file`, BY_DEFAULT.includes(type));
  }
  if (paddedText(block, PREFIX) !== "") return refuse(`its member "${path}" lies below another folder`, true);
  if (paddedText(block, LINK) !== "") return refuse(`its member "${path}" names a link target`);
  const bytes = parseOctal(block, SIZE);
  if (bytes === null) return refuse(`the size of its member "${path}" is malformed`);
  return { ok: true, member: { path, bytes } };
}

/** How many zero bytes follow a content of that length. */
export function paddingBytes(length: number): number {
  return (BLOCK_BYTES - length % BLOCK_BYTES) % BLOCK_BYTES;
}

function octal(value: number, { length }: Field): string {
  const digits = value.toString(8).padStart(length - 1, "0");
  if (!Number.isSafeInteger(value) || value < 0 || digits.length >= length) {
    throw new RangeError(`Cannot write a tar header: ${value} does not fit`);
  }
  return `${digits}\0`;
}

/** The number, or null: digits, then NUL or space to the field's end. */
function parseOctal(block: Uint8Array, field: Field): number | null {
  const [, digits] = /^([0-7]+)[\0 ]*$/.exec(text(block, field)) ?? [];
  return digits === undefined ? null : parseInt(digits, 8);
}

/** The text before the first NUL, or null where anything but NUL follows it, or where it is not UTF-8. */
function paddedText(block: Uint8Array, { start, length }: Field): string | null {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  if (end < 0) return decodeUtf8(field);
  return field.subarray(end).every((byte) => byte === 0) ? decodeUtf8(field.subarray(0, end)) : null;
}

function text(block: Uint8Array, { start, length }: Field): string {
  return String.fromCharCode(...block.subarray(start, start + length));
}

/** The sum of all bytes, with spaces in the place of the sum. */
function checksum(block: Uint8Array): number {
  let sum = 0;
  for (const [index, byte] of block.subarray(0, BLOCK_BYTES).entries()) {
    const isOwn = index >= CHECKSUM.start && index < CHECKSUM.start + CHECKSUM.length;
    sum += isOwn ? SPACE : byte;
  }
  return sum;
}
