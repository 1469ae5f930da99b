/**
 * Reads what the content-sync half of the daemon keeps. It writes most of that in place, so that what looks torn is read
 * once more a moment later. Of the receipts, which can be a hundred thousand, only the newest are opened.
 */
import { createAuditReading } from "../../../lib/content_sync/audit.ts";
import { parseVersion } from "../../../lib/content_sync/version.ts";
import type { AppliedVersion, AuditLog, ContentSyncState } from "../../../lib/model/content_sync.ts";
import {
  AUDIT_PATH,
  QUEUE_FOLDER,
  QUEUE_MANIFEST_PATH,
  QUEUE_STATES,
  RECEIPTS_FOLDER,
  REPLAY_FOLDER,
  VERSION_PATH,
} from "../../../lib/model/content_sync_names.ts";
import type { RecordKind } from "../../../lib/model/kinds.ts";
import type { FileEntry, RecordEntry } from "../../../lib/model/snapshot.ts";
import { ioReason } from "../files/io_reason.ts";
import type { ReceiptDepth } from "../types/store_reader.ts";
import { lookAt, lookAtListed } from "./file_entry.ts";
import { collectFile, type Found, listFolder } from "./folder_reader.ts";
import { readJsonFile, readTextFile } from "./json_file.ts";
import { listReceipts } from "./receipt_names.ts";

/** As many cycles as there are in a day at the daemon's usual interval, and three times what it looks at itself. */
const NEWEST_RECEIPTS = 300;

const WAIT_MS = 60;
const CHUNK_BYTES = 256 * 1024;

interface ContentSyncRequest {
  /** What of it stands at the top of the store. */
  readonly tops: readonly FileEntry[];
  readonly receipts: ReceiptDepth;
  /** Takes the records, and every file that is none. */
  readonly found: Found;
}

interface ContentSyncReading {
  /** Null where there is nothing of it. */
  readonly state: ContentSyncState | null;
  /** Of every receipt, ascending; null where nobody could list them. */
  readonly receiptNames: readonly string[] | null;
}

/** Never throws for what the file system does. */
export async function readContentSync(
  root: string,
  { tops, receipts, found }: ContentSyncRequest,
): Promise<ContentSyncReading> {
  const version = tops.find(({ path }) => path === VERSION_PATH) ?? null;
  const folder = (name: string) =>
    tops.find(({ path, type, problem }) => path === name && type === "directory" && problem === null) ?? null;
  const [receiptsFolder, queueFolder] = [folder(RECEIPTS_FOLDER), folder(QUEUE_FOLDER)];
  for (const file of tops) if (file !== receiptsFolder && file !== queueFolder) collectFile(root, file, found);
  const isAbsent = !tops.some(({ path }) => path === RECEIPTS_FOLDER);
  const receiptNames = receiptsFolder === null ? (isAbsent ? [] : null) : readReceiptNames(root, receiptsFolder, found);
  if (version === null && receiptsFolder === null && queueFolder === null) return { state: null, receiptNames };
  const state = {
    version: version === null ? null : await onceMore(() => readVersion(root), ({ state }) => state !== "ok"),
    receipts: receiptsFolder === null || receiptNames === null
      ? null
      : readReceipts(root, receiptNames, { depth: receipts, found }),
    queue: queueFolder === null ? null : await readQueue(root, queueFolder, found),
  };
  await readTornOnceMore(root, found.records);
  return { state, receiptNames };
}

/** What is read, and where it looks torn, what is read a moment later. */
async function onceMore<Read>(read: () => Read, isTorn: (read: Read) => boolean): Promise<Read> {
  const first = read();
  if (!isTorn(first)) return first;
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  return read();
}

function readVersion(root: string): AppliedVersion {
  const path = `${root}/${VERSION_PATH}`;
  const read = readTextFile(path, lookAt(path, VERSION_PATH));
  return read.state === "ok" ? parseVersion(read.text) : { ...read, value: null };
}

/** The names of the receipts; what else lies there goes to `found`. Null where the folder cannot be listed. */
function readReceiptNames(root: string, folder: FileEntry, found: Found): readonly string[] | null {
  try {
    const { names, others } = listReceipts(root);
    found.folders.push(folder);
    for (const path of others.map((name) => `${folder.path}/${name}`)) {
      const file = lookAtListed(`${root}/${path}`, path);
      if (file !== null) collectFile(root, file, found);
    }
    return names;
  } catch (error) {
    found.files.push({ ...folder, problem: ioReason(error).reason });
    return null;
  }
}

/** The receipts that are to be opened go to `found`; of the others only their number is known, and no file is looked at. */
function readReceipts(
  root: string,
  names: readonly string[],
  { depth, found }: { readonly depth: ReceiptDepth; readonly found: Found },
): ContentSyncState["receipts"] {
  const opened = depth.all
    ? names
    : names.filter((name, index) => index >= names.length - NEWEST_RECEIPTS || isNamed(name, depth.named));
  for (const name of opened) {
    const entry = readRecord(root, "receipt", `${RECEIPTS_FOLDER}/${name}`);
    if (entry !== null) found.records.push(entry);
  }
  return { total: names.length, unread: names.length - opened.length, oldest: names[0] ?? null };
}

/** Whether the file may be that of the receipt: the daemon ends its name with as much of the id. */
function isNamed(name: string, id: string | null): boolean {
  if (id === null) return false;
  const tail = id.slice(Math.max(id.lastIndexOf(":"), id.lastIndexOf("/")) + 1);
  return name === tail || name.endsWith(`-${tail.slice(0, 16)}.json`);
}

function readRecord(root: string, kind: RecordKind, path: string): RecordEntry | null {
  const file = lookAtListed(`${root}/${path}`, path);
  return file === null ? null : { kind, file, ...readJsonFile(`${root}/${path}`, file) };
}

async function readQueue(root: string, folder: FileEntry, found: Found): Promise<ContentSyncState["queue"]> {
  let manifest: NonNullable<ContentSyncState["queue"]>["manifest"] = null;
  let audit: AuditLog | null = null;
  let replays = 0;
  for (const file of listFolder(root, folder, found)) {
    const isFolder = file.type === "directory" && file.problem === null;
    const state = QUEUE_STATES.find((known) => file.path === `${QUEUE_FOLDER}/${known}`);
    if (isFolder && state !== undefined) {
      readItems(root, file, found);
      continue;
    }
    const before = found.files.length;
    collectFile(root, file, found);
    if (file.path === REPLAY_FOLDER) {
      replays = found.files.slice(before).filter(({ path }) => path.endsWith(".json")).length;
    } else if (file.path === QUEUE_MANIFEST_PATH) {
      const { oddities: _, ...read } = readJsonFile(`${root}/${file.path}`, file);
      manifest = read;
    } else if (file.path === AUDIT_PATH) {
      const { endsTorn: _, ...read } = await onceMore(() => readAudit(root), ({ endsTorn }) => endsTorn);
      audit = read;
    }
  }
  return { manifest, audit, replays };
}

function readItems(root: string, folder: FileEntry, found: Found): void {
  for (const file of listFolder(root, folder, found)) {
    if (!file.path.endsWith(".json")) collectFile(root, file, found);
    else found.records.push({ kind: "queue", file, ...readJsonFile(`${root}/${file.path}`, file) });
  }
}

function readAudit(root: string): AuditLog & { readonly endsTorn: boolean } {
  const nothing = { lines: 0, bad: 0, bad_lines: [], endsTorn: false };
  const path = `${root}/${AUDIT_PATH}`;
  const { type } = lookAt(path, AUDIT_PATH);
  if (type !== "file") return { ...nothing, state: "not_a_file", error: `it is a ${type.replace("_", " ")}` };
  try {
    const reading = createAuditReading();
    using file = Deno.openSync(path, { read: true });
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
      reading.add(buffer.subarray(0, count));
    }
    return { state: "ok", error: null, ...reading.finish() };
  } catch (error) {
    const { exit, reason } = ioReason(error);
    return { ...nothing, state: exit === "denied" ? "denied" : "io_error", error: reason };
  }
}

/** A receipt that was being written when it was read is whole by now. */
async function readTornOnceMore(root: string, records: RecordEntry[]): Promise<void> {
  const torn = records.flatMap((entry, index) => entry.state === "not_json" ? [{ entry, index }] : []);
  if (torn.length === 0) return;
  await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  for (const { entry: { kind, file }, index } of torn) {
    const again = readRecord(root, kind, file.path);
    if (again !== null) records[index] = again;
  }
}
