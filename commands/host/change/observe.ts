/** What is found of an interrupted change. */
import { type ParsedIntent, parseIntent } from "../../../lib/change/intent.ts";
import { GIVEN_UP_FOLDER, JOURNAL_PATH, LINES_NAME, stagedFolder } from "../../../lib/change/paths.ts";
import type { Observed, ObservedFile, ObservedTail } from "../../../lib/change/recovery.ts";
import { isSeen, type Seen } from "../../../lib/change/seen.ts";
import {
  type ChangeIntent,
  type FileChange,
  INTENT_LIMIT_BYTES,
  INTENT_PATH,
  type JournalAppend,
} from "../../../lib/model/change.ts";
import { lookAt, type OpenStore, readDigest, readPieces } from "./whole_files.ts";

const NEWLINE = 0x0a;

/** The intent in the store; null where no change is under way. @throws FileFailure where it cannot be read */
export async function readIntent(store: OpenStore): Promise<ParsedIntent | null> {
  const seen = await lookAt(store, INTENT_PATH);
  if (seen.kind === "absent") return null;
  if (seen.kind === "other") return { ok: false, reason: `it is ${seen.what}` };
  if (seen.digest.bytes > INTENT_LIMIT_BYTES) return { ok: false, reason: `it has ${seen.digest.bytes} bytes` };
  const whole = new Uint8Array(seen.digest.bytes);
  let filled = 0;
  await readPieces(store, { path: INTENT_PATH, offset: 0, limit: whole.length }, (piece) => {
    whole.set(piece, filled);
    filled += piece.length;
  });
  return parseIntent(whole.subarray(0, filled));
}

/** Everything that decides what becomes of a change. @throws FileFailure where something cannot be read */
export async function observe(store: OpenStore, intent: ChangeIntent): Promise<Observed> {
  const isGivenUp = store.files.look(stagedFolder(intent)) === null;
  const staged = isGivenUp ? GIVEN_UP_FOLDER : stagedFolder(intent);
  const files: ObservedFile[] = [];
  for (const [index, change] of intent.changes.entries()) {
    files.push(await observeFile(store, change, `${staged}/${index}`));
  }
  const { append } = intent;
  if (append === null) return { files, tail: "unused", hasLines: true, isGivenUp };
  const linesAt = `${staged}/${LINES_NAME}`;
  const hasLines = isSeen(await lookAt(store, linesAt), append.appended);
  return { files, tail: await observeTail(store, append, hasLines ? linesAt : null), hasLines, isGivenUp };
}

async function observeFile(store: OpenStore, { path, kept_at }: FileChange, staged: string): Promise<ObservedFile> {
  const absent: Seen = { kind: "absent" };
  return {
    path: await lookAt(store, path),
    kept: kept_at === null ? absent : await lookAt(store, kept_at),
    staged: await lookAt(store, staged),
  };
}

/** The journal behind where the change appends; `linesPath` is where its lines wait, null where they do not. */
export async function observeTail(
  store: OpenStore,
  append: JournalAppend,
  linesPath: string | null,
): Promise<ObservedTail> {
  const { journal_bytes, existed, appended } = append;
  const facts = store.files.look(JOURNAL_PATH);
  if (facts === null) return existed ? "foreign" : "none";
  if (facts.type !== "file" || facts.bytes < journal_bytes) return "foreign";
  const tailBytes = facts.bytes - journal_bytes;
  if (tailBytes === 0) return "none";
  const compared = Math.min(tailBytes, appended.bytes);
  const tail = await readDigest(store, { path: JOURNAL_PATH, offset: journal_bytes, limit: compared });
  if (compared === appended.bytes && tail.sha256 === appended.sha256) return tailBytes > compared ? "more" : "all";
  const ours = linesPath === null ? null : await readDigest(store, { path: linesPath, offset: 0, limit: compared });
  if (compared < appended.bytes && ours?.sha256 === tail.sha256) return "part";
  return await observeOthers(store, facts.bytes, append);
}

/** What others appended may be followed by all of our lines, where both were written at the same moment. */
async function observeOthers(
  store: OpenStore,
  bytes: number,
  { journal_bytes, appended }: JournalAppend,
): Promise<ObservedTail> {
  const lastAt = bytes - appended.bytes;
  if (lastAt > journal_bytes) {
    const last = await readDigest(store, { path: JOURNAL_PATH, offset: lastAt, limit: appended.bytes });
    if (last.sha256 === appended.sha256) return "more";
  }
  let isLine = false;
  await readPieces(store, { path: JOURNAL_PATH, offset: bytes - 1, limit: 1 }, ([byte]) => isLine = byte === NEWLINE);
  return isLine ? "others" : "foreign";
}
