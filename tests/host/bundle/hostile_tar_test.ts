/** Bundles whose archive is none, or holds what no bundle holds: each is refused with its own words. */
import { BUNDLE_LIMITS } from "../../../lib/bundle/limits.ts";
import {
  assertRefused,
  EVENTS_PATH,
  flipped,
  headed,
  inserted,
  members,
  OBJECTS_PATH,
  reordered,
  replaced,
  sound,
} from "../../helpers/damaged_bundles.ts";
import type { ReadingOptions } from "../../../commands/host/bundle/open_bundle.ts";
import { concat, textEntry } from "../../helpers/tars.ts";

const encoder = new TextEncoder();
const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
const limited = (limits: Partial<ReadingOptions["limits"]>) => ({ limits: { ...BUNDLE_LIMITS, ...limits } });
const TYPE_AT = 156;

type Case = readonly [name: string, bytes: Uint8Array, reason: string, options?: Partial<ReadingOptions>];

const cases: readonly Case[] = [
  ["of no bytes", new Uint8Array(), "it is empty"],
  ["that is another file", encoder.encode("hello\n".repeat(200)), "it is no tar archive, or a header in it is damaged"],
  ["of a few bytes", encoder.encode("hello\n"), "it ends too early"],
  ["cut in a header", sound.subarray(0, 700 * 2), "it ends too early"],
  ["cut in a content", sound.subarray(0, 520), "it ends too early"],
  ["without its end", sound.subarray(0, sound.length - 1024), "it ends too early"],
  ["with half its end", sound.subarray(0, sound.length - 512), "it ends too early"],
  ["cut in its last block", sound.subarray(0, sound.length - 1), "it ends too early"],
  ["with a bit flipped in a header", flipped(sound, 3), "it is no tar archive, or a header in it is damaged"],
  ["with a bit flipped in bagit.txt", flipped(sound, 515), 'its member "bagit.txt" is not that of BagIt 1.0'],
  [
    "with a bit flipped in a record",
    flipped(sound, latin1(sound).indexOf("object:alpha") + 1),
    `its member "${OBJECTS_PATH}" does not have the SHA-256 that "manifest-sha256.txt" gives`,
  ],
  ["with a bit flipped in the padding", flipped(sound, 1020), "bytes stand where the archive has to be empty"],
  ["with another behind it", concat([sound, sound]), "bytes stand where the archive has to be empty"],
  ["with a byte behind it", concat([sound, Uint8Array.of(0)]), "it ends too early"],
  ["with zeros without end behind it", concat([sound, new Uint8Array(70_000)]), "too much follows its last member"],
  ["with an empty block inside", concat([new Uint8Array(512), sound]), "an empty block stands between its members"],
  ["in another order", reordered(4, 5), `its member "data/records/actor.ndjson" is out of order`],
  ["with its payload first", reordered(0, 3), 'its member "bagit.txt" is missing before "data/bundle.json"'],
  [
    "with a member twice",
    replaced(OBJECTS_PATH, ...members.slice(5, 6), ...members.slice(5, 6)),
    `it has two members "${OBJECTS_PATH}"`,
  ],
  [
    "without its journal",
    replaced(EVENTS_PATH),
    `its member "${EVENTS_PATH}" is missing before "tagmanifest-sha256.txt"`,
  ],
  ["without its last member", replaced("tagmanifest-sha256.txt"), 'its member "tagmanifest-sha256.txt" is missing'],
  [
    "without a member that it lists",
    replaced(OBJECTS_PATH),
    `its member "${OBJECTS_PATH}", which "manifest-sha256.txt" lists, is missing`,
  ],
  [
    "with a member that it does not list",
    inserted(EVENTS_PATH, textEntry("data/records/schema.ndjson", '{"schema_id":"s"}\n')),
    'its member "data/records/schema.ndjson" is not listed in "manifest-sha256.txt"',
  ],
  ...[
    "data/extra.txt",
    "data/records/unknown.ndjson",
    "data/records/../../escape.ndjson",
    "../escape",
    "/etc/passwd",
    "./bagit.txt",
    "data/records/object.ndjson/",
    "data/records/оbject.ndjson",
    "a\nb",
    "__proto__",
  ].map((path): Case => [
    `with the member ${JSON.stringify(path)}`,
    inserted("data/bundle.json", textEntry(path, "x")),
    `it has a member "${path}", which no bundle has`,
  ]),
  ["with a hidden name", headed("bagit.txt", [[20, "hidden"]]), "the name of a member is malformed"],
  ["with a name that is not UTF-8", headed("bagit.txt", [[0, "\xff"]]), "the name of a member is malformed"],
  [
    "with a folder before the name",
    headed("bagit.txt", [[345, "up"]]),
    'its member "bagit.txt" lies below another folder',
  ],
  ["with a target in a file's header", headed("bagit.txt", [[157, "x"]]), 'its member "bagit.txt" names a link target'],
  ...([
    ["1", "a hard link"],
    ["2", "a symbolic link"],
    ["3", "a character device"],
    ["4", "a block device"],
    ["5", "a folder"],
    ["6", "a FIFO"],
    ["7", "of an unknown type"],
    ["x", "a PAX extension"],
    ["g", "a PAX extension"],
    ["L", "a GNU extension"],
    ["S", "a sparse file"],
    ["\0", "of an unknown type"],
  ] as const).map(([type, what]): Case => [
    `with ${what} (${JSON.stringify(type)}) in it`,
    headed("bag-info.txt", [[TYPE_AT, type]]),
    `its member "bag-info.txt" is ${what}, not a file`,
  ]),
  [
    "of an old tar format",
    headed("bagit.txt", [[257, "\0".repeat(8)]]),
    "it is a tar archive of a format other than ustar",
  ],
  ["with a size in base 256", headed("bagit.txt", [[124, "\x80"]]), 'the size of its member "bagit.txt" is malformed'],
  [
    "with a negative size",
    headed("bagit.txt", [[124, "-0000000001"]]),
    'the size of its member "bagit.txt" is malformed',
  ],
  [
    "with a small member of 8 GiB",
    headed("bagit.txt", [[124, "77777777777"]]),
    'its member "bagit.txt" is larger than 1048576 bytes',
  ],
  [
    "with a journal of 8 GiB that is not there",
    headed(EVENTS_PATH, [[124, "77777777777"]]),
    `line 3 of its member "${EVENTS_PATH}" is longer than 200 bytes`,
    limited({ lineBytes: 200 }),
  ],
];

for (const [name, bytes, reason, options] of cases) {
  Deno.test(`a bundle ${name} is refused`, () => assertRefused(bytes, reason, options));
}
