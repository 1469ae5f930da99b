/**
 * Which of two histories of an object goes on from the other: that of a bundle, or the one in the journal here.
 *
 * Events have other ids in every store, so that they are told by their content. What an import writes of itself belongs
 * to no history. Neither history is held: each is a running hash, so that memory grows with objects, never with events.
 */
import { textOf } from "../model/fields.ts";
import { EVENT_SCHEMA, isWhole, readEvent } from "../journal/event.ts";
import { isImportEvent } from "../journal/import_event.ts";
import { laneLagLimit } from "../journal/lane_limits.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { parseTimestamp } from "../text/time.ts";

/** `here` and `bundle` count events; both are 0 where nothing tells of the object. */
export type HistoryRelation = "none" | "only_bundle" | "only_here" | "equal" | "behind" | "ahead" | "diverged";

export interface ObjectHistory {
  /** Seen from here: `behind` where the bundle goes on from what is here. */
  readonly relation: HistoryRelation;
  readonly here: number;
  readonly bundle: number;
  /** Of the bundle's newest event. */
  readonly lastEventId: string | null;
  /** Who made the bundle's events, each with the latest time of one. */
  readonly producers: ReadonlyMap<string, string>;
  /** Whether the bundle's history ends with the object deleted. */
  readonly deleted: boolean;
  readonly added: AddedEvents;
}

/** What there is among those events of the bundle that would come behind those here. */
interface AddedEvents {
  readonly producers: readonly string[];
  readonly deletion: boolean;
  /** One that happened at no moment that has passed. */
  readonly undated: boolean;
  /** One that is not applied, in a lane in which none may wait. */
  readonly waiting: boolean;
}

/** An event of an object's history. */
interface HistoryEvent {
  readonly objectId: string;
  readonly value: JsonObject;
}

/** The event as part of an object's history; null for what is no whole event, names no object, or tells of an import. */
export function historyEvent(value: JsonObject): HistoryEvent | null {
  const event = readEvent(value, 0, 0);
  if (event === null || event.object_id === null) return null;
  if (value["schema"] !== EVENT_SCHEMA || !isWhole(event, value)) return null;
  return isImportEvent(value) ? null : { objectId: event.object_id, value };
}

/** What is the same of an event in every store that holds it. */
function eventContent({ event_id: _, applied: __, ...content }: JsonObject): string {
  return canonicalJson(content);
}

interface Running {
  bundle: number;
  here: number;
  hereHash: string;
  /** Of as many events as the bundle has. */
  hereHashAtBundle: string | null;
  bundleSeen: number;
  bundleHash: string;
  agrees: boolean;
  lastEventId: string | null;
  deleted: boolean;
  readonly producers: Map<string, Act>;
  /** Of the bundle's events the number of the last one of its sort, from 1; 0 where there is none. */
  lastDeletion: number;
  lastUndated: number;
  lastWaiting: number;
}

/** The latest time of a producer, and the number of its last event. */
interface Act {
  readonly at: string;
  readonly number: number;
}

/** Takes the bundle's events, then those here, then the bundle's again, each in their order. */
interface HistoryComparison {
  countBundle(value: JsonObject): void;
  /** The objects of which the bundle has events. */
  objects(): ReadonlySet<string>;
  addHere(value: JsonObject): void;
  addBundle(value: JsonObject): void;
  finish(): ReadonlyMap<string, ObjectHistory>;
}

/** A comparison of the histories of these objects; `now` is when the store was read. */
export function createHistoryComparison(
  objects: ReadonlySet<string>,
  { now, sha256Hex }: { readonly now: string; readonly sha256Hex: Sha256Hex },
): HistoryComparison {
  const moment = parseTimestamp(now) ?? -Infinity;
  const table = new Map<string, Running>();
  const next = (hash: string, value: JsonObject) => sha256Hex(`${hash}\n${eventContent(value)}`);

  function entryOf(value: JsonObject): Running | null {
    const event = historyEvent(value);
    if (event === null || !objects.has(event.objectId)) return null;
    const known = table.get(event.objectId);
    if (known !== undefined) return known;
    const entry = newEntry();
    table.set(event.objectId, entry);
    return entry;
  }

  return {
    countBundle(value) {
      const entry = entryOf(value);
      if (entry === null) return;
      entry.bundle++;
      entry.lastEventId = textOf(value, "event_id");
      noteSort(entry, value);
      const producer = stringField(value, "producer") ?? "";
      const at = textOf(value, "created_at") ?? "";
      const before = entry.producers.get(producer)?.at ?? "";
      entry.producers.set(producer, { at: at >= before ? at : before, number: entry.bundle });
      const time = parseTimestamp(at);
      if (time === null || time > moment) entry.lastUndated = entry.bundle;
    },
    objects: () => new Set(table.keys()),
    addHere(value) {
      const entry = entryOf(value);
      if (entry === null) return;
      entry.here++;
      entry.hereHash = next(entry.hereHash, value);
      if (entry.here === entry.bundle) entry.hereHashAtBundle = entry.hereHash;
    },
    addBundle(value) {
      const entry = entryOf(value);
      if (entry === null) return;
      const common = Math.min(entry.here, entry.bundle);
      if (entry.bundleSeen === common) return;
      entry.bundleSeen++;
      entry.bundleHash = next(entry.bundleHash, value);
      if (entry.bundleSeen < common) return;
      entry.agrees = entry.bundleHash === (entry.here <= entry.bundle ? entry.hereHash : entry.hereHashAtBundle);
    },
    finish: () => new Map([...table].map(([id, entry]) => [id, historyOf(entry)])),
  };
}

function newEntry(): Running {
  return {
    bundle: 0,
    here: 0,
    hereHash: "",
    hereHashAtBundle: null,
    bundleSeen: 0,
    bundleHash: "",
    agrees: false,
    lastEventId: null,
    deleted: false,
    producers: new Map(),
    lastDeletion: 0,
    lastUndated: 0,
    lastWaiting: 0,
  };
}

function noteSort(entry: Running, value: JsonObject): void {
  const type = textOf(value, "event_type");
  if (type === "delete") {
    entry.lastDeletion = entry.bundle;
    entry.deleted = true;
  } else if (type === "add" || type === "update") entry.deleted = false;
  if (value["applied"] === false && laneLagLimit(stringField(value, "lane") ?? "") === 0) {
    entry.lastWaiting = entry.bundle;
  }
}

function historyOf(entry: Running): ObjectHistory {
  const { here, bundle, lastEventId, deleted, producers } = entry;
  return {
    relation: relationOf(entry),
    here,
    bundle,
    lastEventId,
    producers: new Map([...producers].map(([id, { at }]) => [id, at])),
    deleted,
    added: {
      producers: [...producers].flatMap(([id, { number }]) => number > here ? id : []),
      deletion: entry.lastDeletion > here,
      undated: entry.lastUndated > here,
      waiting: entry.lastWaiting > here,
    },
  };
}

function relationOf({ here, bundle, agrees }: Running): HistoryRelation {
  if (here === 0) return bundle === 0 ? "none" : "only_bundle";
  if (bundle === 0) return "only_here";
  if (!agrees) return "diverged";
  return here === bundle ? "equal" : here < bundle ? "behind" : "ahead";
}
