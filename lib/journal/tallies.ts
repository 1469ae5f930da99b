/** Running totals by lane, object and actor; memory grows with these, never with the events. */
import type { ActorActivity, JournalSummary, LaneSummary, ObjectHead } from "../model/journal.ts";
import { sortByCodePoints } from "../text/order.ts";
import type { JournalEvent } from "./event.ts";
import { createHeadTable } from "./heads.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type TypeCounts = Map<string, { count: number }>;
type Tally<T> = Mutable<Omit<T, "by_type">> & { readonly types: TypeCounts };

interface Tallies {
  /** Returns how many events its object has by now; 0 where it has none. */
  add(event: JournalEvent): number;
  /** Each list sorted by its key, by code point. */
  lanes(): readonly LaneSummary[];
  objects(): readonly ObjectHead[];
  actors(): readonly ActorActivity[];
}

type Totals = Pick<JournalSummary, "lanes" | "objects" | "actors">;

const NONE: Totals = { lanes: [], objects: [], actors: [] };

// What an event does not say stands as an empty string where the summary asks for a string.
const UNKNOWN = "";

/** Totals that go on from earlier ones, or empty ones. An event without a lane, object or producer adds to none. */
export function createTallies(before: Totals = NONE): Tallies {
  const lanes = new Map<string, Tally<LaneSummary>>(before.lanes.map((lane) => [lane.lane, openTally(lane)]));
  const objects = createHeadTable(before.objects);
  const actors = new Map<string, Tally<ActorActivity>>(
    before.actors.map((actor) => [actor.actor_id, openTally(actor)]),
  );

  const types = new Map<string, string>();

  /** The same text, but one string for all that are alike. */
  function shareType(type: string): string {
    const known = types.get(type);
    if (known !== undefined) return known;
    types.set(type, type);
    return type;
  }

  function addToLane(event: JournalEvent, lane: string): Tally<LaneSummary> {
    let tally = lanes.get(lane);
    if (tally === undefined) {
      tally = { lane, events: 0, unapplied: 0, types: new Map(), last_event_id: null, last_event_at: null };
      lanes.set(lane, tally);
    }
    tally.events++;
    if (!event.applied) tally.unapplied++;
    tally.last_event_id = event.event_id;
    tally.last_event_at = event.created_at;
    countType(tally.types, event.event_type);
    return tally;
  }

  function addToActor(event: JournalEvent, actorId: string): Tally<ActorActivity> {
    let tally = actors.get(actorId);
    if (tally === undefined) {
      tally = {
        actor_id: actorId,
        events: 0,
        types: new Map(),
        first_event_id: event.event_id,
        first_event_at: event.created_at ?? UNKNOWN,
        last_event_id: UNKNOWN,
        last_event_at: UNKNOWN,
      };
      actors.set(actorId, tally);
    }
    tally.events++;
    tally.last_event_id = event.event_id;
    tally.last_event_at = event.created_at ?? UNKNOWN;
    countType(tally.types, event.event_type);
    return tally;
  }

  return {
    add(event) {
      const lane = event.lane === null ? UNKNOWN : addToLane(event, event.lane).lane;
      const producer = event.producer === null ? UNKNOWN : addToActor(event, event.producer).actor_id;
      if (event.object_id === null || isMadeUp(event.object_id, event.event_id)) return 0;
      return objects.add(event, event.object_id, { type: shareType(event.event_type), producer, lane });
    },
    lanes: () => sortedValues(lanes).map(({ types, ...lane }) => ({ ...lane, by_type: sortedCounts(types) })),
    objects: () => objects.heads(),
    actors: () => sortedValues(actors).map(({ types, ...actor }) => ({ ...actor, by_type: sortedCounts(types) })),
  };
}

function openTally<T extends { readonly by_type: Readonly<Record<string, number>> }>(
  { by_type, ...totals }: T,
): Omit<T, "by_type"> & { types: TypeCounts } {
  return { ...totals, types: new Map(Object.entries(by_type).map(([type, count]) => [type, { count }])) };
}

const MADE_UP = "object-";

/** The reference daemon gives an event that is about no object an id of its own; heads of those would grow with events. */
function isMadeUp(objectId: string, eventId: string): boolean {
  return objectId.length === MADE_UP.length + eventId.length && objectId.startsWith(MADE_UP) &&
    objectId.endsWith(eventId);
}

function countType(types: TypeCounts, type: string): void {
  const counter = types.get(type);
  if (counter === undefined) types.set(type, { count: 1 });
  else counter.count++;
}

function sortedValues<Value>(map: ReadonlyMap<string, Value>): readonly Value[] {
  return sortByCodePoints([...map.keys()]).flatMap((key) => map.get(key) ?? []);
}

function sortedCounts(types: TypeCounts): Readonly<Record<string, number>> {
  return Object.fromEntries(sortByCodePoints([...types.keys()]).map((type) => [type, types.get(type)?.count ?? 0]));
}
