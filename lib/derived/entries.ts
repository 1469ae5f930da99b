/** Reads back the entries of an index, as buildIndex() writes them. */
import type { Covers } from "../model/derived.ts";
import { textOf } from "../model/fields.ts";
import { parseJsonObject } from "../text/parse_json.ts";
import type { ActorActivity, ObjectHead } from "../model/journal.ts";
import { integerField, isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import { createLineCutter, type LineBlock, visitLines } from "../journal/lines.ts";

const LEAST_LIMIT_BYTES = 256 * 1024 * 1024;
/** An entry repeats what lines of the journal say, nothing of it so often. */
const TIMES_THE_JOURNAL = 16;

/**
 * No entries file of an index has more bytes, whatever the journal of that length says: what is longer is no index, and
 * not read.
 */
export function entriesLimit(journalBytes: number): number {
  return Math.max(LEAST_LIMIT_BYTES, TIMES_THE_JOURNAL * journalBytes);
}

export interface EntriesReader<Entry> {
  /** Takes the next bytes of the entries file, cut anywhere; the chunk may be filled again afterwards. */
  add(chunk: Uint8Array): void;
  /** The entries in the order of the file, or null where a line is none. To be called once. */
  finish(): readonly Entry[] | null;
}

/** A reader of the entries of `object-heads`, which tell of nothing that the index does not cover. */
export function readObjectHeads(covers: Covers): EntriesReader<ObjectHead> {
  return createEntriesReader(toObjectHead, (head) => head.object_id, covers);
}

/** A reader of the entries of `actor-activity`, likewise. */
export function readActorActivity(covers: Covers): EntriesReader<ActorActivity> {
  return createEntriesReader(toActorActivity, (activity) => activity.actor_id, covers);
}

function createEntriesReader<Entry extends { readonly events: number }>(
  toEntry: (value: JsonObject, covers: Covers) => Entry | null,
  keyOf: (entry: Entry) => string,
  covers: Covers,
): EntriesReader<Entry> {
  const cutter = createLineCutter();
  const entries: Entry[] = [];
  let isSound = true;
  let lastKey: string | null = null;
  let eventsLeft = covers.events;

  function addLine(line: string | null): void {
    const parsed = line === null ? null : parseJsonObject(line);
    const entry = parsed?.ok === true ? toEntry(parsed.value, covers) : null;
    if (entry === null || entry.events < 1 || (lastKey !== null && compareCodePoints(lastKey, keyOf(entry)) >= 0)) {
      isSound = false;
      return;
    }
    lastKey = keyOf(entry);
    eventsLeft -= entry.events;
    if (eventsLeft < 0) isSound = false;
    entries.push(entry);
  }

  function addBlock(block: LineBlock): void {
    if (block.kind === "lines") visitLines(block.bytes, decodeUtf8(block.bytes), addLine);
    else isSound = false;
  }

  return {
    add: (chunk) => cutter.add(chunk).forEach(addBlock),
    finish: () => cutter.finish() === null && isSound ? entries : null,
  };
}

// By hand, as checking the contract of each of a hundred thousand would take longer than reading them.
function toObjectHead(value: JsonObject, { journal_bytes: bytes }: Covers): ObjectHead | null {
  const { deleted } = value;
  const id = textOf(value, "object_id");
  const first = stringField(value, "first_event_id");
  const last = stringField(value, "last_event_id");
  const type = stringField(value, "last_event_type");
  const at = stringField(value, "last_event_at");
  const producer = stringField(value, "last_producer");
  const lane = stringField(value, "lane");
  const events = integerField(value, "events");
  const line = integerField(value, "line");
  const offset = integerField(value, "offset");
  const hash = stringField(value, "content_hash");
  if (typeof deleted !== "boolean" || id === null || first === null || last === null || type === null) return null;
  if (at === null || producer === null || lane === null || events === null || line === null || offset === null) {
    return null;
  }
  if (line < 1 || line > bytes || offset < 0 || offset >= bytes) return null;
  return {
    object_id: id,
    events,
    deleted,
    first_event_id: first,
    last_event_id: last,
    last_event_type: type,
    last_event_at: at,
    last_producer: producer,
    lane,
    line,
    offset,
    ...(hash === null ? {} : { content_hash: hash }),
  };
}

function toActorActivity(value: JsonObject): ActorActivity | null {
  const id = textOf(value, "actor_id");
  const events = integerField(value, "events");
  const types = toCounts(value.by_type);
  const first = stringField(value, "first_event_id");
  const firstAt = stringField(value, "first_event_at");
  const last = stringField(value, "last_event_id");
  const lastAt = stringField(value, "last_event_at");
  if (id === null || events === null || types === null || first === null) return null;
  if (firstAt === null || last === null || lastAt === null) return null;
  return {
    actor_id: id,
    events,
    by_type: types,
    first_event_id: first,
    first_event_at: firstAt,
    last_event_id: last,
    last_event_at: lastAt,
  };
}

function toCounts(value: unknown): Readonly<Record<string, number>> | null {
  if (!isJsonObject(value)) return null;
  const counts = Object.entries(value).flatMap(([type, count]) =>
    typeof count === "number" && Number.isSafeInteger(count) && count > 0 ? [[type, count] as const] : []
  );
  return counts.length === Object.keys(value).length ? Object.fromEntries(counts) : null;
}
