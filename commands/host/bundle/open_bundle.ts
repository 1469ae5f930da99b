/** Reading a bundle: everything is put aside and verified before anything of it is handed on. */
import { type BagCheck, createBagCheck } from "../../../lib/bundle/bag_check.ts";
import {
  type ContentLine,
  createEventParser,
  createRecordParser,
  createRepeatedParser,
  type LineParser,
} from "../../../lib/bundle/content_lines.ts";
import { detectEncoding, ENCODING_BYTES, unpackerOf } from "../../../lib/bundle/encoding.ts";
import type { BundleLimits } from "../../../lib/bundle/limits.ts";
import { createLineCounter } from "../../../lib/bundle/line_counter.ts";
import { BUNDLE_MEMBERS, type BundleMember, JOURNAL_PATH, SIGNATURE_PATH } from "../../../lib/bundle/members.ts";
import { refusalOf, type Refuse } from "../../../lib/bundle/refusal.ts";
import { createTarCutter } from "../../../lib/bundle/tar_cutter.ts";
import { createLineCutter, visitLines } from "../../../lib/journal/lines.ts";
import { shellWord, syncCommand } from "../../../lib/text/command_line.ts";
import { decodeUtf8 } from "../../../lib/text/utf8.ts";
import { createRunningHash } from "../files/hashing.ts";
import { createSpool } from "../files/spool.ts";
import type { BundleSignature, OpenBundle, Spool } from "../types/bundle.ts";
import { type Bytes, failingWith, measured, peek, streamOf } from "./byte_streams.ts";
import { decrypted } from "./encryption.ts";
import type { VerifyKey } from "./keys.ts";

export interface ReadingOptions {
  /** How a person calls the bundle. */
  readonly name: string;
  /** The command that reads it, as it was typed, but from standard input. */
  readonly fromInput: string;
  /** Where its lines are put aside. */
  readonly folder: string;
  readonly verifyKey: VerifyKey | null;
  readonly requireSignature: boolean;
  readonly identities: readonly string[];
  readonly limits: BundleLimits;
  /** @throws CliError timeout once the time of --max-time is up */
  checkTime(): void;
}

/** What a compressed chunk can become is a thousand times as long. */
const COMPRESSED_CHUNK_BYTES = 4 * 1024;

interface Unwrapped {
  readonly tar: Bytes;
  readonly encrypted: boolean;
  readonly compressed: boolean;
}

/** @throws CliError bad_input, too_new; io where its lines cannot be put aside; and what the bytes throw */
export async function readBundle(bytes: Bytes, options: ReadingOptions): Promise<OpenBundle> {
  const refuse = refusalOf(options.name);
  const source = bytes[Symbol.asyncIterator]();
  const raw = measured({ [Symbol.asyncIterator]: () => source });
  const spools = new Map<string, Spool>();
  const close = () => spools.forEach((spool) => spool.close());
  try {
    const { tar, encrypted, compressed } = await unwrap(bounded(raw, options.limits, refuse), options, refuse);
    const check = createBagCheck(options.name, options.limits, refuse);
    const content = withinExpansion(tar, raw.soFar, options.limits, refuse);
    await takeMembers(content, { check, spools, refuse, options });
    const { descriptor, tagManifest, signature } = check.finish();
    const lines = memberReader(spools, options, refuse);
    return {
      descriptor,
      digest: raw.digest(),
      encrypted,
      compressed,
      signature: await judgeSignature(signature, tagManifest, options, refuse),
      kinds: BUNDLE_MEMBERS.flatMap(({ path, kind }) => kind !== null && spools.has(path) ? [kind] : []),
      records(kind) {
        const path = BUNDLE_MEMBERS.find((member) => member.kind === kind)?.path ?? "";
        return lines(path, () => createRecordParser(kind, path, refuse));
      },
      events: () => lines(JOURNAL_PATH, () => createEventParser(JOURNAL_PATH, refuse)),
      close,
    };
  } catch (error) {
    close();
    // A stage that was never asked for anything does not end what is before it.
    await source.return?.();
    throw error;
  }
}

async function* bounded(raw: ReturnType<typeof measured>, { bundleBytes }: BundleLimits, refuse: Refuse): Bytes {
  for await (const chunk of raw.bytes) {
    if (raw.soFar() > bundleBytes) throw refuse(`it is larger than ${bundleBytes} bytes`);
    yield chunk;
  }
}

async function unwrap(
  bytes: Bytes,
  { identities, name, fromInput }: ReadingOptions,
  refuse: Refuse,
): Promise<Unwrapped> {
  const outer = await peek(bytes, ENCODING_BYTES);
  const encoding = detectEncoding(outer.start);
  if (outer.start.length === 0) throw refuse("it is empty");
  if (encoding === "armored_age") {
    throw refuse("it is encrypted in the armored form of age", {
      code: "encrypted",
      hint: "Decrypt it first with age --decrypt --identity FILE",
    });
  }
  const unpacker = unpackerOf(encoding);
  if (unpacker !== null) {
    const command = [...unpacker, name === "-" ? "FILE" : name].map(shellWord).join(" ");
    throw refuse(`it is packed with ${encoding}, which is not read here`, {
      hint: `Unpack it on the way: ${command} | ${fromInput}`,
    });
  }
  if (encoding !== "age") return unzip(outer.all, encoding === "gzip", false, refuse);
  const inner = await peek(decrypted(outer.all, identities, refuse), ENCODING_BYTES);
  return unzip(inner.all, detectEncoding(inner.start) === "gzip", true, refuse);
}

function unzip(bytes: Bytes, compressed: boolean, encrypted: boolean, refuse: Refuse): Unwrapped {
  return { tar: compressed ? gunzipped(bytes, refuse) : bytes, compressed, encrypted };
}

async function* gunzipped(bytes: Bytes, refuse: Refuse): Bytes {
  yield* failingWith(
    streamOf(bytes, COMPRESSED_CHUNK_BYTES).pipeThrough(new DecompressionStream("gzip")),
    () => refuse("its compression is damaged, or something follows it"),
  );
}

async function* withinExpansion(tar: Bytes, read: () => number, limits: BundleLimits, refuse: Refuse): Bytes {
  let unpacked = 0;
  for await (const chunk of tar) {
    unpacked += chunk.length;
    if (unpacked > limits.contentBytes) throw refuse(`unpacked, it is larger than ${limits.contentBytes} bytes`);
    if (unpacked > limits.freeBytes && unpacked > read() * limits.expansion) {
      throw refuse(`unpacked, it is more than ${limits.expansion} times as large as it is now`);
    }
    yield chunk;
  }
}

interface Intake {
  readonly check: BagCheck;
  readonly spools: Map<string, Spool>;
  readonly refuse: Refuse;
  readonly options: ReadingOptions;
}

/** Where the bytes of the member go that is being read. */
interface Receiver {
  add(bytes: Uint8Array): void;
  end(): void;
}

async function takeMembers(tar: Bytes, intake: Intake): Promise<void> {
  const cutter = createTarCutter(intake.refuse);
  let receiver: Receiver | null = null;
  for await (const chunk of tar) {
    for (const piece of cutter.add(chunk)) {
      if (piece.kind === "member") {
        const member = intake.check.begin(piece.member);
        receiver = member.content === "small"
          ? receiveSmall(member, piece.member.bytes, intake)
          : receiveLines(member, intake);
      } else if (piece.kind === "bytes") receiver?.add(piece.bytes);
      else receiver?.end();
    }
  }
  cutter.finish();
}

function receiveSmall(member: BundleMember, length: number, { check }: Intake): Receiver {
  const content = new Uint8Array(length);
  let at = 0;
  return {
    add(bytes) {
      content.set(bytes, at);
      at += bytes.length;
    },
    end() {
      const hash = createRunningHash();
      hash.update(content);
      check.takeSmall(member, content, { sha256: hash.digest(), bytes: length });
    },
  };
}

function receiveLines(member: BundleMember, { check, spools, refuse, options: { folder, limits } }: Intake): Receiver {
  const spool = createSpool(folder);
  spools.set(member.path, spool);
  const hash = createRunningHash();
  const rules = { path: member.path, maxLines: check.linesLeft(member), maxLineBytes: limits.lineBytes };
  const counter = createLineCounter(rules, refuse);
  return {
    add(bytes) {
      counter.add(bytes);
      hash.update(bytes);
      spool.write(bytes);
    },
    end: () => check.takeLines(member, counter.finish(), { sha256: hash.digest(), bytes: spool.bytes() }),
  };
}

async function judgeSignature(
  signature: Uint8Array | null,
  message: Uint8Array,
  { verifyKey, requireSignature }: ReadingOptions,
  refuse: Refuse,
): Promise<BundleSignature> {
  if (signature === null) {
    if (!requireSignature && verifyKey === null) return { state: "none" };
    throw refuse("it is not signed", {
      code: "unsigned",
      hint: `Have it signed with ${syncCommand("export", "--sign", "KEY")}, or leave the key out to read it unsigned`,
    });
  }
  if (verifyKey === null) return { state: "unverified" };
  if (await verifyKey.verify(signature, message)) return { state: "valid", key: verifyKey.fingerprint };
  throw refuse(`its member "${SIGNATURE_PATH}" is not of the key given`, {
    code: "wrong_signature",
    hint: "Ask whoever signed it for the public key; if that is the one given, the bundle is not theirs",
  });
}

/** Reads the lines of a member again and again. */
function memberReader(spools: ReadonlyMap<string, Spool>, options: ReadingOptions, refuse: Refuse) {
  /** The members of which every line was looked at: what is put aside has no name, and stays as it is. */
  const checked = new Set<string>();
  return function* (path: string, createParser: () => LineParser): Iterable<ContentLine> {
    const parse = checked.has(path) ? createRepeatedParser(path, refuse) : createParser();
    yield* linesOf(spools.get(path), parse, options);
    checked.add(path);
  };
}

function* linesOf(
  spool: Spool | undefined,
  parse: LineParser,
  { limits: { lineBytes }, checkTime }: ReadingOptions,
): Iterable<ContentLine> {
  if (spool === undefined) return;
  const cutter = createLineCutter(lineBytes);
  for (const chunk of spool.open()) {
    checkTime();
    for (const block of cutter.add(chunk)) {
      if (block.kind !== "lines") continue;
      const lines: ContentLine[] = [];
      visitLines(block.bytes, decodeUtf8(block.bytes), (text) => lines.push(parse(text)));
      yield* lines;
    }
  }
}
