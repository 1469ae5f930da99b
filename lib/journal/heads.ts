/**
 * The newest event of each object while the journal is read.
 *
 * Every event replaces one, so what replaces is numbers: see event_mark.ts.
 */
import type { ObjectHead } from "../model/journal.ts";
import { compareCodePoints, sortByCodePoints } from "../text/order.ts";
import { ownText } from "../text/own_text.ts";
import { stringField } from "../text/json.ts";
import type { TotalledEvent } from "./event.ts";
import { createDigestTable } from "./digest_table.ts";
import { type EventMark, markedId, markedTime, markOf } from "./event_mark.ts";
import { isHistory } from "./import_event.ts";
import { createNameTable, type NameTable } from "./name_table.ts";
import { createNumberRows } from "./number_rows.ts";

/** What many events have in common. A name that an event does not say is empty, where the summary asks for a text. */
interface EventNames {
  readonly types: NameTable;
  readonly lanes: NameTable;
  readonly actors: NameTable;
}

/** The numbers of an event's names, and its mark. */
interface NumberedEvent {
  readonly type: number;
  readonly lane: number;
  readonly actor: number;
  readonly mark: EventMark;
}

/** A table's rows as they can be handed to another thread, without a copy of what is largest of it. */
export interface PackedHeads {
  readonly types: readonly string[];
  readonly lanes: readonly string[];
  readonly actors: readonly string[];
  /** By row, as are the numbers and digests. */
  readonly objects: readonly string[];
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly digests: Uint16Array<ArrayBuffer>;
  readonly oddFirstIds: ReadonlyMap<number, string>;
  readonly oddMarks: ReadonlyMap<number, EventMark>;
  readonly oddHashes: ReadonlyMap<number, string>;
}

interface HeadTable {
  /** Returns how many events the object has by now. */
  add(event: TotalledEvent, objectId: string, numbered: NumberedEvent): number;
  /** Sorted by object, by code point. The table goes on from them. */
  heads(): readonly ObjectHead[];
  /** What came to this table, for unpackHeads(); without the heads that it went on from. */
  packed(): PackedHeads;
}

// What an event does not say stands as an empty string where the summary asks for a string.
const UNKNOWN = "";

// The numbers of a row.
const EVENTS = 0;
const DELETED = 1;
const TYPE = 2;
const LANE = 3;
const ACTOR = 4;
const LINE = 5;
const OFFSET = 6;
const HASH = 7;
const FIRST_ORDINAL = 8;
const ORDINAL = 9;
const DATE = 10;
const CLOCK = 11;
const FIELDS = 12;

/** What the field HASH says: where the content hash is, if there is one. */
const NO_HASH = 0;
const DIGEST = 1;
const ODD_HASH = 2;

// What is longer is no hash, and would be kept for every object.
const LONGEST_HASH = 256;

/** A table that goes on from these heads, in the order of their objects: one that nothing comes to is kept as it is. */
export function createHeadTable(
  names: EventNames,
  earlier: readonly ObjectHead[],
  packed?: PackedHeads,
): HeadTable {
  let before = earlier;
  let objects = createNameTable(packed?.objects);
  let rows = createNumberRows(FIELDS, packed?.numbers);
  let digests = createDigestTable(packed?.digests);
  // By row, what is of another form than the store's; they say nothing where the row's numbers do.
  const oddFirstIds = new Map(packed?.oddFirstIds);
  const oddMarks = new Map(packed?.oddMarks);
  const oddHashes = new Map(packed?.oddHashes);

  /** The row of an object, which is new where `first` is its first event. */
  function rowOf(objectId: string, first: Pick<EventMark, "ordinal" | "oddId">): number {
    const row = objects.numberOf(objectId);
    if (rows.at(row, EVENTS) > 0) return row;
    const head = findHead(before, objectId);
    if (head === null) setFirst(row, first);
    else openHead(row, head);
    return row;
  }

  function setFirst(row: number, { ordinal, oddId }: Pick<EventMark, "ordinal" | "oddId">): void {
    rows.set(row, FIRST_ORDINAL, ordinal);
    if (ordinal === 0) oddFirstIds.set(row, oddId);
  }

  function setNewest(row: number, mark: EventMark): void {
    rows.set(row, ORDINAL, mark.ordinal);
    rows.set(row, DATE, mark.date);
    rows.set(row, CLOCK, mark.clock);
    if (mark.ordinal === 0 || mark.date === 0) oddMarks.set(row, mark);
  }

  function newestOf(row: number): EventMark {
    const [ordinal, date, clock] = [rows.at(row, ORDINAL), rows.at(row, DATE), rows.at(row, CLOCK)];
    const odd = ordinal === 0 || date === 0 ? oddMarks.get(row) : undefined;
    return odd ?? { ordinal, oddId: "", date, clock, oddTime: null };
  }

  function setHash(row: number, hash: string | null): void {
    const isHash = hash !== null && hash !== "" && hash.length <= LONGEST_HASH;
    const isDigest = isHash && digests.write(row, hash);
    const isOdd = isHash && !isDigest;
    if (isOdd) oddHashes.set(row, ownText(hash));
    rows.set(row, HASH, isDigest ? DIGEST : isOdd ? ODD_HASH : NO_HASH);
  }

  function hashOf(row: number): string | null {
    const form = rows.at(row, HASH);
    return form === DIGEST ? digests.read(row) : form === ODD_HASH ? oddHashes.get(row) ?? null : null;
  }

  /** What changes an object without saying its hash leaves none; what an import writes of itself changes nothing. */
  function takeHash(row: number, { event_type: type, payload }: TotalledEvent): void {
    const hash = type === "delete" ? null : stringField(payload, "content_hash");
    if (hash !== null || isHistory({ payload })) setHash(row, hash);
  }

  function openHead(row: number, head: ObjectHead): void {
    setFirst(row, markOf({ event_id: head.first_event_id, created_at: null }));
    rows.set(row, EVENTS, head.events);
    rows.set(row, DELETED, head.deleted ? 1 : 0);
    rows.set(row, TYPE, names.types.numberOf(head.last_event_type));
    rows.set(row, LANE, names.lanes.numberOf(head.lane));
    rows.set(row, ACTOR, names.actors.numberOf(head.last_producer));
    rows.set(row, LINE, head.line);
    rows.set(row, OFFSET, head.offset);
    setNewest(row, markOf({ event_id: head.last_event_id, created_at: head.last_event_at }));
    setHash(row, head.content_hash ?? null);
  }

  function closeHead(objectId: string, row: number): ObjectHead {
    const newest = newestOf(row);
    const hash = hashOf(row);
    return {
      object_id: objectId,
      events: rows.at(row, EVENTS),
      deleted: rows.at(row, DELETED) === 1,
      first_event_id: markedId({ ordinal: rows.at(row, FIRST_ORDINAL), oddId: oddFirstIds.get(row) ?? UNKNOWN }),
      last_event_id: markedId(newest),
      last_event_type: names.types.nameOf(rows.at(row, TYPE)),
      last_event_at: markedTime(newest) ?? UNKNOWN,
      last_producer: names.actors.nameOf(rows.at(row, ACTOR)),
      lane: names.lanes.nameOf(rows.at(row, LANE)),
      line: rows.at(row, LINE),
      offset: rows.at(row, OFFSET),
      ...(hash === null ? {} : { content_hash: hash }),
    };
  }

  return {
    add(event, objectId, { type, lane, actor, mark }) {
      const row = rowOf(objectId, mark);
      const events = rows.at(row, EVENTS) + 1;
      rows.set(row, EVENTS, events);
      const { event_type: name } = event;
      if (name === "delete" || name === "add" || name === "update") {
        rows.set(row, DELETED, name === "delete" ? 1 : 0);
        takeHash(row, event);
      }
      rows.set(row, TYPE, type);
      rows.set(row, LANE, lane);
      rows.set(row, ACTOR, actor);
      rows.set(row, LINE, event.line);
      rows.set(row, OFFSET, event.offset);
      setNewest(row, mark);
      return events;
    },
    heads() {
      const ids = sortByCodePoints(objects.names);
      before = merged(before, ids.map((objectId) => closeHead(objectId, objects.numberOf(objectId))));
      // Who asks a second time gets the same heads but for what has come since, and no rows are kept beside them.
      objects = createNameTable();
      rows = createNumberRows(FIELDS);
      digests = createDigestTable();
      for (const odd of [oddFirstIds, oddMarks, oddHashes]) odd.clear();
      return before;
    },
    packed: () => ({
      types: names.types.names,
      lanes: names.lanes.names,
      actors: names.actors.names,
      objects: objects.names,
      numbers: rows.first(objects.names.length),
      digests: digests.first(objects.names.length),
      oddFirstIds,
      oddMarks,
      oddHashes,
    }),
  };
}

/** The heads of a packed table, as its heads() would have given them. */
export function unpackHeads(packed: PackedHeads): readonly ObjectHead[] {
  const names = {
    types: createNameTable(packed.types),
    lanes: createNameTable(packed.lanes),
    actors: createNameTable(packed.actors),
  };
  return createHeadTable(names, [], packed).heads();
}

/** The head of the object among these, which are in order; null where it has none. */
function findHead(heads: readonly ObjectHead[], objectId: string): ObjectHead | null {
  let [low, high] = [0, heads.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const head = heads[middle];
    const difference = head === undefined ? 0 : compareCodePoints(head.object_id, objectId);
    if (difference === 0) return head ?? null;
    if (difference < 0) low = middle + 1;
    else high = middle;
  }
  return null;
}

/** Both lists in the order of their objects, of which each is once in it: as the later one has it. */
function merged(earlier: readonly ObjectHead[], later: readonly ObjectHead[]): readonly ObjectHead[] {
  const heads: ObjectHead[] = [];
  let next = 0;
  for (const head of later) {
    for (let kept = earlier[next]; kept !== undefined; kept = earlier[++next]) {
      const difference = compareCodePoints(kept.object_id, head.object_id);
      if (difference < 0) heads.push(kept);
      else {
        if (difference === 0) next++;
        break;
      }
    }
    heads.push(head);
  }
  return heads.length === 0 ? earlier : [...heads, ...earlier.slice(next)];
}
