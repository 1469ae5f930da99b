/**
 * Which of two histories of an object goes on from the other: that of a bundle, or the one in the journal here.
 *
 * Events have other ids in every store, so that they are told by their content. What an import writes of itself belongs
 * to no history. Neither history is held: each is a running hash, so that memory grows with objects, never with events.
 */
import type { Hold } from "../bundle/holding.ts";
import { createActs } from "./acts.ts";
import { createCells } from "./columns.ts";
import type { IdSet } from "./sorted_ids.ts";
import { EVENT_SCHEMA, isWhole, readEvent, type WholeEvent } from "../journal/event.ts";
import { isHistory } from "../journal/import_event.ts";
import { laneLagLimit } from "../journal/lanes.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import type { JsonObject } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";
import { parseTimestamp } from "../text/time.ts";

/** `here` and `bundle` count events; both are 0 where nothing tells of the object. */
export type HistoryRelation = "none" | "only_bundle" | "only_here" | "equal" | "behind" | "ahead" | "diverged";

export interface HistoryCounts {
  /** Seen from here: `behind` where the bundle goes on from what is here. */
  readonly relation: HistoryRelation;
  readonly here: number;
  readonly bundle: number;
}

export interface ObjectHistory extends HistoryCounts {
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

interface HistoryEvent extends WholeEvent {
  readonly object_id: string;
}

/** The event as part of an object's history; null for what is no whole event, names no object, or tells of an import or its undo. */
export function historyEvent(value: JsonObject): HistoryEvent | null {
  const event = readEvent(value, 0, 0);
  if (event === null || value["schema"] !== EVENT_SCHEMA || !isWhole(event, value)) return null;
  return namesObject(event) && isHistory(value) ? event : null;
}

function namesObject(event: WholeEvent): event is HistoryEvent {
  return event.object_id !== null;
}

/** What is the same of an event in every store that holds it. */
function eventContent({ event_id: _, applied: __, ...content }: JsonObject): string {
  return canonicalJson(content);
}

/** Takes the bundle's events, then those here, then the bundle's again, each in their order. */
interface HistoryComparison {
  countBundle(value: JsonObject): void;
  addHere(value: JsonObject): void;
  addBundle(value: JsonObject): void;
  finish(): Histories;
}

/** The history of each object of which there is one; each is made when it is asked for. */
export interface Histories {
  get(objectId: string): ObjectHistory | undefined;
  /** As get(), and less of it. */
  counts(objectId: string): HistoryCounts | undefined;
}

interface ComparisonFacts {
  /** When the store was read. */
  readonly now: string;
  readonly sha256Hex: Sha256Hex;
  /** Is told how much memory it takes; what it throws goes through. */
  readonly hold: Hold;
}

/** Of an object that is here too, the running hashes of both histories. */
interface Hashes {
  here: string;
  /** Of as many events as the bundle has. */
  hereAtBundle: string | null;
  bundle: string;
  bundleSeen: number;
  agrees: boolean;
}

const OBJECT_BYTES = 40;

/** A comparison of the histories of these objects. */
export function createHistoryComparison(objects: IdSet, { now, sha256Hex, hold }: ComparisonFacts): HistoryComparison {
  const moment = parseTimestamp(now) ?? -Infinity;
  hold(OBJECT_BYTES * objects.count);
  const column = () => createCells(new Uint32Array(objects.count));
  const [bundle, here] = [column(), column()];
  // Of the bundle's events the number of the last one of its sort, from 1; 0 where there is none.
  const [lastDeletion, lastUndated, lastWaiting] = [column(), column(), column()];
  const deleted = createCells(new Uint8Array(objects.count));
  const acts = createActs(objects.count, hold);
  /** Of those that are here too, which are no more than the store has. */
  const hashes = new Map<number, Hashes>();
  const next = (hash: string, value: JsonObject) => sha256Hex(`${hash}\n${eventContent(value)}`);

  /** Takes an event of one of the objects, and no other. */
  function takeEvent(value: JsonObject, take: (object: number, event: WholeEvent) => void): void {
    const event = historyEvent(value);
    const object = event === null ? -1 : objects.indexOf(event.object_id);
    if (event !== null && object >= 0) take(object, event);
  }

  function countsOf(object: number): HistoryCounts {
    const counts = { here: here.at(object), bundle: bundle.at(object) };
    return { relation: relationOf({ ...counts, agrees: hashes.get(object)?.agrees === true }), ...counts };
  }

  function knownNumber(id: string): number | null {
    const object = objects.indexOf(id);
    return object < 0 || (bundle.at(object) === 0 && here.at(object) === 0) ? null : object;
  }

  return {
    countBundle: (value) =>
      takeEvent(value, (object, { event_type: type, lane, producer, created_at: at, applied }) => {
        const number = bundle.at(object) + 1;
        bundle.set(object, number);
        if (type === "delete") {
          lastDeletion.set(object, number);
          deleted.set(object, 1);
        } else if (type === "add" || type === "update") deleted.set(object, 0);
        if (!applied && laneLagLimit(lane) === 0) lastWaiting.set(object, number);
        const time = parseTimestamp(at);
        if (time === null || time > moment) lastUndated.set(object, number);
        acts.note(object, { producer, at, number });
      }),
    addHere: (value) =>
      takeEvent(value, (object) => {
        const hash = hashes.get(object) ?? { here: "", hereAtBundle: null, bundle: "", bundleSeen: 0, agrees: false };
        hashes.set(object, hash);
        here.set(object, here.at(object) + 1);
        hash.here = next(hash.here, value);
        if (here.at(object) === bundle.at(object)) hash.hereAtBundle = hash.here;
      }),
    addBundle: (value) =>
      takeEvent(value, (object) => {
        const hash = hashes.get(object);
        if (hash === undefined || hash.bundleSeen === Math.min(here.at(object), bundle.at(object))) return;
        hash.bundleSeen++;
        hash.bundle = next(hash.bundle, value);
        hash.agrees = hash.bundle === (hash.hereAtBundle ?? hash.here);
      }),
    finish: () => ({
      counts(id) {
        const object = knownNumber(id);
        return object === null ? undefined : countsOf(object);
      },
      get(id) {
        const object = knownNumber(id);
        if (object === null) return undefined;
        const counts = countsOf(object);
        const isAdded = (number: number) => number > counts.here;
        const done = acts.of(object);
        return {
          ...counts,
          producers: new Map(done.map(({ producer, at }) => [producer, at])),
          deleted: deleted.at(object) === 1,
          added: {
            producers: done.flatMap(({ producer, number }) => isAdded(number) ? producer : []),
            deletion: isAdded(lastDeletion.at(object)),
            undated: isAdded(lastUndated.at(object)),
            waiting: isAdded(lastWaiting.at(object)),
          },
        };
      },
    }),
  };
}

/** Of histories of which at least one has an event. */
function relationOf(
  { here, bundle, agrees }: Pick<HistoryCounts, "here" | "bundle"> & { readonly agrees: boolean },
): HistoryRelation {
  if (here === 0) return "only_bundle";
  if (bundle === 0) return "only_here";
  if (!agrees) return "diverged";
  return here < bundle ? "behind" : here > bundle ? "ahead" : "equal";
}
