/** A bundle's bytes, made in two passes: the manifest, which comes first, needs the hash of what comes behind it. */
import { bagInfoText, BAGIT_TEXT, manifestText } from "../../../lib/bundle/bag.ts";
import {
  BAG_INFO_PATH,
  BAGIT_PATH,
  BUNDLE_MEMBERS,
  type BundleMember,
  DESCRIPTOR_PATH,
  isPayload,
  isTagFile,
  JOURNAL_PATH,
  MANIFEST_PATH,
  SIGNATURE_PATH,
  TAG_MANIFEST_PATH,
} from "../../../lib/bundle/members.ts";
import { BLOCK_BYTES, buildTarHeader, MAX_MEMBER_BYTES, paddingBytes } from "../../../lib/bundle/tar_header.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { parseTimestamp } from "../../../lib/text/time.ts";
import type { FileDigest } from "../../../lib/model/change.ts";
import { createRunningHash } from "../files/hashing.ts";
import { createTurns } from "../files/next_turn.ts";
import type { BundleContent, ByteSource } from "../types/bundle.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { type Bytes, streamOf } from "./byte_streams.ts";

export interface Sealing {
  readonly sign: ((message: Uint8Array) => Promise<Uint8Array>) | null;
  readonly encrypt: ((bytes: Bytes) => Bytes) | null;
  readonly gzip: boolean;
}

interface Member extends FileDigest {
  readonly path: string;
  readonly source: ByteSource;
}

/**
 * The bundle. The same content without encryption gives the same bytes.
 *
 * @throws CliError io where a source says something else the second time; unsupported for a member of 8 GiB
 */
export function bundleBytes(
  content: BundleContent,
  { sign, encrypt, gzip }: Sealing,
  progress: ProgressTaker,
): Bytes {
  const tar = tarBytes(content, sign, progress);
  const packed = gzip ? gzipped(tar) : tar;
  return encrypt === null ? packed : encrypt(packed);
}

async function* tarBytes(
  content: BundleContent,
  sign: Sealing["sign"],
  progress: ProgressTaker,
): Bytes {
  const seconds = (parseTimestamp(content.descriptor.created_at) ?? 0) / 1000;
  const nextTurn = createTurns();
  let hashed = 0;
  const members = await measureMembers(content, async (bytes) => {
    hashed += bytes;
    progress.report({ phase: "hash", done: hashed, total: null, unit: "bytes" });
    await nextTurn();
  });
  const tagManifest = members.find(({ path }) => path === TAG_MANIFEST_PATH);
  if (sign !== null && tagManifest !== undefined) {
    members.push(await measure(SIGNATURE_PATH, bytesSource(await sign(whole(tagManifest.source)))));
  }
  const total = members.reduce((sum, { bytes }) => sum + bytes, 0);
  let written = 0;
  for (const { path, bytes, sha256, source } of members) {
    yield buildTarHeader({ path, bytes }, seconds);
    const hash = createRunningHash();
    for (const chunk of source.open()) {
      hash.update(chunk);
      yield chunk;
      written += chunk.length;
      progress.report({ phase: "write", done: written, total, unit: "bytes" });
      await nextTurn();
    }
    if (hash.digest() !== sha256) {
      throw new CliError("io", `Cannot write a bundle: its member "${path}" was not the same when it was read again`);
    }
    yield new Uint8Array(paddingBytes(bytes));
  }
  yield new Uint8Array(2 * BLOCK_BYTES);
}

/** Called with how many bytes more were hashed. */
type Hashed = (bytes: number) => Promise<void>;

/** All members but the signature, in their order. */
async function measureMembers(content: BundleContent, hashed: Hashed): Promise<Member[]> {
  const payload: Member[] = [];
  for (const member of BUNDLE_MEMBERS.filter(({ path }) => isPayload(path))) {
    const source = payloadSource(member, content);
    if (source !== null) payload.push(await measure(member.path, source, hashed));
  }
  const before = new Map([[BAGIT_PATH, BAGIT_TEXT]]);
  before.set(
    BAG_INFO_PATH,
    bagInfoText({
      createdAt: content.descriptor.created_at,
      payloadBytes: payload.reduce((sum, { bytes }) => sum + bytes, 0),
      payloadFiles: payload.length,
    }),
  );
  before.set(MANIFEST_PATH, manifestText(payload));
  const tagFiles = await Promise.all(
    BUNDLE_MEMBERS.filter(({ path }) => isTagFile(path))
      .map(({ path }) => measure(path, textSource(before.get(path) ?? ""))),
  );
  return [...tagFiles, ...payload, await measure(TAG_MANIFEST_PATH, textSource(manifestText(tagFiles)))];
}

function payloadSource({ path, kind }: BundleMember, content: BundleContent): ByteSource | null {
  if (path === DESCRIPTOR_PATH) return textSource(`${stringifyJson(content.descriptor, 2)}\n`);
  if (path === JOURNAL_PATH) return content.journal;
  return (kind === null ? null : content.records.get(kind)) ?? null;
}

async function measure(path: string, source: ByteSource, hashed?: Hashed): Promise<Member> {
  const hash = createRunningHash();
  let bytes = 0;
  for (const chunk of source.open()) {
    hash.update(chunk);
    bytes += chunk.length;
    await hashed?.(chunk.length);
  }
  if (bytes > MAX_MEMBER_BYTES) {
    throw new CliError("unsupported", `Cannot write a bundle: its member "${path}" has ${bytes} bytes`, {
      target: path,
      hint: `A member of a bundle can have ${MAX_MEMBER_BYTES} bytes; export fewer objects at once`,
    });
  }
  return { path, source, sha256: hash.digest(), bytes };
}

function textSource(text: string): ByteSource {
  return bytesSource(new TextEncoder().encode(text));
}

function bytesSource(bytes: Uint8Array): ByteSource {
  return { open: () => [bytes] };
}

function whole(source: ByteSource): Uint8Array {
  return Uint8Array.from([...source.open()].flatMap((chunk) => [...chunk]));
}

async function* gzipped(bytes: Bytes): Bytes {
  yield* streamOf(bytes).pipeThrough(new CompressionStream("gzip"));
}
