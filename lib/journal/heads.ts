/**
 * The newest event of each object while the journal is read.
 *
 * Every event replaces one. So what replaces is numbers and strings that are there anyway: strings of its own would each
 * outlive the young generation, and collecting them again takes longer than parsing the journal.
 */
import type { ObjectHead } from "../model/journal.ts";
import { sortByCodePoints } from "../text/order.ts";
import { clockDigits, dateDigits, isTimestamp, timestampOfDigits } from "../text/time.ts";
import { stringField } from "../text/json.ts";
import type { JournalEvent } from "./event.ts";
import { createDigestTable } from "./digest_table.ts";
import { isImportEvent } from "./import_event.ts";
import { formatEventId, parseEventId } from "./ordinals.ts";

/** What many events have in common, as strings that are kept in any case. */
interface SharedTexts {
  readonly type: string;
  /** Empty where the event has none, as is `lane`. */
  readonly producer: string;
  readonly lane: string;
}

interface HeadTable {
  /** Returns how many events the object has by now. */
  add(event: JournalEvent, objectId: string, shared: SharedTexts): number;
  /** Sorted by object, by code point. */
  heads(): readonly ObjectHead[];
}

interface OpenHead {
  events: number;
  deleted: boolean;
  readonly firstEventId: string;
  /** Of the newest event; 0 where its id is no ordinal's, which then stands in `oddId`. */
  ordinal: number;
  oddId: string;
  /** Of the newest event, as digits; 0 where its time is none of the store's form, and then stands in `oddTime`. */
  date: number;
  clock: number;
  oddTime: string;
  type: string;
  producer: string;
  lane: string;
  line: number;
  offset: number;
  /** Where its content hash is in the table of digests, if it is there. */
  readonly slot: number;
  hasDigest: boolean;
  /** A content hash of another form; empty where there is none. */
  oddHash: string;
}

// What an event does not say stands as an empty string where the summary asks for a string.
const UNKNOWN = "";

// What is longer is no hash, and would be kept for every object.
const LONGEST_HASH = 256;

const EMPTY_HEAD: OpenHead = {
  events: 0,
  deleted: false,
  firstEventId: UNKNOWN,
  ordinal: 0,
  oddId: UNKNOWN,
  date: 0,
  clock: 0,
  oddTime: UNKNOWN,
  type: UNKNOWN,
  producer: UNKNOWN,
  lane: UNKNOWN,
  line: 0,
  offset: 0,
  slot: 0,
  hasDigest: false,
  oddHash: UNKNOWN,
};

/** A table that goes on from these heads. */
export function createHeadTable(before: readonly ObjectHead[]): HeadTable {
  const digests = createDigestTable();
  const table = new Map<string, OpenHead>();
  for (const head of before) table.set(head.object_id, openHead(head));

  /** What changes an object without saying its hash leaves none; what an import writes of itself changes nothing. */
  function takeHash(head: OpenHead, { event_type: type, payload }: JournalEvent): void {
    const hash = type === "delete" ? null : stringField(payload, "content_hash");
    if (hash !== null || !isImportEvent({ payload })) setHash(head, hash ?? UNKNOWN);
  }

  function setHash(head: OpenHead, hash: string): void {
    head.hasDigest = digests.write(head.slot, hash);
    head.oddHash = head.hasDigest || hash.length > LONGEST_HASH ? UNKNOWN : hash;
  }

  function newHead(firstEventId: string): OpenHead {
    return { ...EMPTY_HEAD, firstEventId, slot: table.size };
  }

  function openHead(head: ObjectHead): OpenHead {
    const { events, deleted, last_event_type: type, last_producer: producer, lane, line, offset } = head;
    const open = { ...newHead(head.first_event_id), events, deleted, type, producer, lane, line, offset };
    setNewest(open, head.last_event_id, head.last_event_at);
    setHash(open, head.content_hash ?? UNKNOWN);
    return open;
  }

  function closeHead(objectId: string, head: OpenHead): ObjectHead {
    const hash = head.hasDigest ? digests.read(head.slot) : head.oddHash;
    return {
      object_id: objectId,
      events: head.events,
      deleted: head.deleted,
      first_event_id: head.firstEventId,
      last_event_id: head.ordinal === 0 ? head.oddId : formatEventId(head.ordinal),
      last_event_type: head.type,
      last_event_at: head.date === 0 ? head.oddTime : timestampOfDigits(head.date, head.clock),
      last_producer: head.producer,
      lane: head.lane,
      line: head.line,
      offset: head.offset,
      ...(hash === UNKNOWN ? {} : { content_hash: hash }),
    };
  }

  return {
    add(event, objectId, { type, producer, lane }) {
      let head = table.get(objectId);
      if (head === undefined) {
        head = newHead(event.event_id);
        table.set(objectId, head);
      }
      head.events++;
      if (type === "delete" || type === "add" || type === "update") {
        head.deleted = type === "delete";
        takeHash(head, event);
      }
      setNewest(head, event.event_id, event.created_at);
      head.type = type;
      head.producer = producer;
      head.lane = lane;
      head.line = event.line;
      head.offset = event.offset;
      return head.events;
    },
    heads() {
      return sortByCodePoints([...table.keys()]).flatMap((objectId) => {
        const head = table.get(objectId);
        return head === undefined ? [] : [closeHead(objectId, head)];
      });
    },
  };
}

function setNewest(head: OpenHead, eventId: string, time: string | null): void {
  const ordinal = parseEventId(eventId);
  head.ordinal = ordinal ?? 0;
  head.oddId = ordinal === null ? eventId : UNKNOWN;
  const isSound = time !== null && isTimestamp(time);
  head.date = isSound ? dateDigits(time) : 0;
  head.clock = isSound ? clockDigits(time) : 0;
  head.oddTime = isSound ? UNKNOWN : time ?? UNKNOWN;
}
