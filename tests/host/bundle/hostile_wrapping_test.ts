/** Bundles over a limit, and what compression, encryption and signatures can hide: each is refused with its own words. */
import { assertEquals, assertRejects } from "@std/assert";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { streamOf } from "../../../commands/host/bundle/byte_streams.ts";
import { createEncryption } from "../../../commands/host/bundle/encryption.ts";
import { readBundle, type ReadingOptions } from "../../../commands/host/bundle/open_bundle.ts";
import { BUNDLE_LIMITS } from "../../../lib/bundle/limits.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { bundleOf, contentOf, readingOptions } from "../../helpers/bundles.ts";
import {
  assertRefused,
  EVENTS_PATH,
  flipped,
  members,
  OBJECTS_PATH,
  rewritten,
  sound,
} from "../../helpers/damaged_bundles.ts";
import { concat, editedHeader, packTar, textEntry } from "../../helpers/tars.ts";
import { inTemporaryFolder } from "../../helpers/tools.ts";

const zipped = await bundleOf(contentOf(), { gzip: true });
const identity = await generateX25519Identity();
const other = await generateX25519Identity();
const encrypt = await createEncryption([await identityToRecipient(identity)]);
const encrypted = await bundleOf(contentOf(), { encrypt });
const encoder = new TextEncoder();
const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
const limited = (limits: Partial<ReadingOptions["limits"]>) => ({ limits: { ...BUNDLE_LIMITS, ...limits } });

type Case = readonly [name: string, bytes: Uint8Array, reason: string, options?: Partial<ReadingOptions>];

const cases: readonly Case[] = [
  [
    "with too many records",
    sound,
    "it holds 3 records, more than the limit of 2",
    limited({ records: 2 }),
  ],
  [
    "with too many events for the limit",
    sound,
    "it holds 2 events, more than the limit of 1",
    limited({ events: 1 }),
  ],
  [
    "with more events than it says",
    rewritten(EVENTS_PATH, "1\n".repeat(11)),
    `its member "${EVENTS_PATH}" takes it over the limit of 10 lines`,
    limited({ events: 10 }),
  ],
  [
    "of a billion tiny records",
    rewritten(OBJECTS_PATH, "1\n".repeat(100_000)),
    `its member "${OBJECTS_PATH}" takes it over the limit of 999 lines`,
    limited({ records: 1000 }),
  ],
  [
    "with a long line",
    sound,
    `line 2 of its member "${OBJECTS_PATH}" is longer than 75 bytes`,
    limited({ lineBytes: 75 }),
  ],
  ["that is too large", sound, "it is larger than 5000 bytes", limited({ bundleBytes: 5000 })],
  ["that is too large unpacked", zipped, "unpacked, it is larger than 5000 bytes", limited({ contentBytes: 5000 })],
  [
    "that grows too much",
    zipped,
    "unpacked, it is more than 2 times as large as it is now",
    limited({ expansion: 2, freeBytes: 4000 }),
  ],
  ["with a damaged compression", flipped(zipped, 100), "its compression is damaged, or something follows it"],
  [
    "with a cut compression",
    zipped.subarray(0, zipped.length - 1),
    "its compression is damaged, or something follows it",
  ],
  [
    "with bytes behind its compression",
    concat([zipped, encoder.encode("x")]),
    "its compression is damaged, or something follows it",
  ],
  [
    "with another behind its compression",
    concat([zipped, zipped]),
    "its compression is damaged, or something follows it",
  ],
  ["that is compressed twice", await gzip(zipped), "it is no tar archive, or a header in it is damaged"],
  ["that is encrypted, without an identity", encrypted, "it is encrypted"],
  ["that is encrypted to somebody else", encrypted, "none of the identities given opens it", { identities: [other] }],
  ["with a damaged encryption", flipped(encrypted, encrypted.length - 1), "its encryption is damaged", {
    identities: [identity],
  }],
  ["with a cut encryption", encrypted.subarray(0, encrypted.length - 1), "its encryption is damaged", {
    identities: [identity],
  }],
  ["with bytes behind its encryption", concat([encrypted, Uint8Array.of(1)]), "its encryption is damaged", {
    identities: [identity],
  }],
  [
    "with a damaged age header",
    flipped(encrypted, latin1(encrypted).indexOf("\n--- ") + 6),
    "its encryption is damaged",
    { identities: [identity] },
  ],
  [
    "with an age header without end",
    concat([encoder.encode("age-encryption.org/v1\n"), new Uint8Array(200_000).fill(0x61)]),
    "its age header does not end within 65536 bytes",
    { identities: [identity] },
  ],
  [
    "with an age header of a later version",
    encoder.encode("age-encryption.org/v9\n--- x\n"),
    "its encryption is damaged",
    { identities: [identity] },
  ],
  ["in armor", encoder.encode("-----BEGIN AGE ENCRYPTED FILE-----\n"), "it is encrypted in the armored form of age", {
    identities: [identity],
  }],
  ["that must be signed and is not", sound, "it is not signed", { requireSignature: true }],
  [
    "with a signature that is none",
    packTar([...members, textEntry("signature.ed25519", "short")]),
    'its member "signature.ed25519" is no Ed25519 signature',
  ],
];

for (const [name, bytes, reason, options] of cases) {
  Deno.test(`a bundle ${name} is refused`, () => assertRefused(bytes, reason, options));
}

Deno.test("a compressed bomb is refused long before it is unpacked", () =>
  inTemporaryFolder(async (folder) => {
    const parts = members.slice(0, 6).flatMap(({ path, content }) => [...blocksOf(path, content)]);
    const journal = editedHeader(EVENTS_PATH, 0, [[124, "77777777777"]]);
    async function* bomb(): AsyncIterable<Uint8Array> {
      yield* parts;
      yield journal;
      const block = encoder.encode(`${"a".repeat(1_000_000)}\n`);
      for (let sent = 0; sent < 8 * 2 ** 30; sent += block.length) {
        unpacked = sent;
        yield block;
        await Promise.resolve();
      }
    }
    let unpacked = 0;
    const bytes = streamOf(bomb()).pipeThrough(new CompressionStream("gzip"));
    const error = await assertRejects(
      () => readBundle(bytes, readingOptions(folder, limited({ freeBytes: 2 ** 26 }))),
      CliError,
    );
    assertEquals(
      error.message,
      'Cannot read bundle "b.tar": unpacked, it is more than 250 times as large as it is now',
    );
    assertEquals(unpacked < 2 ** 28, true, `${unpacked}`);
  }));

function* blocksOf(path: string, content: Uint8Array): Iterable<Uint8Array> {
  const whole = packTar([{ path, content }]);
  yield whole.subarray(0, whole.length - 1024);
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  return await new Response(ReadableStream.from([bytes.slice()]).pipeThrough(new CompressionStream("gzip"))).bytes();
}

const packed: readonly (readonly [encoding: string, magic: readonly number[], unpack: string])[] = [
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd], "zstd -dc"],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz -dc"],
  ["bzip2", [0x42, 0x5a, 0x68, 0x39], "bzip2 -dc"],
  ["zip", [0x50, 0x4b, 3, 4], "unzip -p"],
];

for (const [encoding, magic, unpack] of packed) {
  Deno.test(`a bundle that is packed with ${encoding} is refused with the way to unpack it`, () =>
    inTemporaryFolder(async (folder) => {
      for (const [name, shown] of [["my bundle", "'my bundle'"], ["-", "FILE"]] as const) {
        const bytes = streamOf(chunks([Uint8Array.from(magic), sound]));
        const error = await assertRejects(() => readBundle(bytes, readingOptions(folder, { name })), CliError);
        assertEquals([error.exit, error.message, error.hint], [
          "bad_input",
          `Cannot read bundle "${name}": it is packed with ${encoding}, which is not read here`,
          `Unpack it on the way: ${unpack} ${shown} | sourceos sync import -`,
        ]);
      }
    }));
}

async function* chunks(parts: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}
