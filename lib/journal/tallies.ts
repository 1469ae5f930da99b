/** Running totals by lane, object and actor; memory grows with these, never with the events. */
import type { ActorActivity, JournalSummary, LaneSummary, ObjectHead } from "../model/journal.ts";
import { compareCodePoints } from "../text/order.ts";
import type { JournalEvent } from "./event.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type TypeCounts = Map<string, number>;
type Tally<T> = Mutable<Omit<T, "by_type">> & { readonly types: TypeCounts };

export interface Tallies {
  add(event: JournalEvent): void;
  /** Each list sorted by its key, by code point. */
  lanes(): readonly LaneSummary[];
  objects(): readonly ObjectHead[];
  actors(): readonly ActorActivity[];
}

export type Totals = Pick<JournalSummary, "lanes" | "objects" | "actors">;

const NONE: Totals = { lanes: [], objects: [], actors: [] };

// What an event does not say stands as an empty string where the summary asks for a string.
const UNKNOWN = "";

/** Totals that go on from earlier ones, or empty ones. An event without a lane, object or producer adds to none. */
export function createTallies(before: Totals = NONE): Tallies {
  const lanes = new Map<string, Tally<LaneSummary>>(before.lanes.map((lane) => [lane.lane, openTally(lane)]));
  const objects = new Map<string, Mutable<ObjectHead>>(before.objects.map((head) => [head.object_id, { ...head }]));
  const actors = new Map<string, Tally<ActorActivity>>(
    before.actors.map((actor) => [actor.actor_id, openTally(actor)]),
  );

  function addToLane(event: JournalEvent, lane: string): void {
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
  }

  function addToObject(event: JournalEvent, objectId: string): void {
    let head = objects.get(objectId);
    if (head === undefined) {
      head = {
        object_id: objectId,
        events: 0,
        deleted: false,
        first_event_id: event.event_id,
        last_event_id: UNKNOWN,
        last_event_type: UNKNOWN,
        last_event_at: UNKNOWN,
        last_producer: UNKNOWN,
        lane: UNKNOWN,
        line: 0,
        offset: 0,
      };
      objects.set(objectId, head);
    }
    head.events++;
    if (event.event_type === "delete") head.deleted = true;
    else if (event.event_type === "add" || event.event_type === "update") head.deleted = false;
    head.last_event_id = event.event_id;
    head.last_event_type = event.event_type;
    head.last_event_at = event.created_at ?? UNKNOWN;
    head.last_producer = event.producer ?? UNKNOWN;
    head.lane = event.lane ?? UNKNOWN;
    head.line = event.line;
    head.offset = event.offset;
  }

  function addToActor(event: JournalEvent, actorId: string): void {
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
  }

  return {
    add(event) {
      if (event.lane !== null) addToLane(event, event.lane);
      if (event.object_id !== null) addToObject(event, event.object_id);
      if (event.producer !== null) addToActor(event, event.producer);
    },
    lanes: () => sortedValues(lanes).map(({ types, ...lane }) => ({ ...lane, by_type: sortedCounts(types) })),
    objects: () => sortedValues(objects).map((head) => ({ ...head })),
    actors: () => sortedValues(actors).map(({ types, ...actor }) => ({ ...actor, by_type: sortedCounts(types) })),
  };
}

function openTally<T extends { readonly by_type: Readonly<Record<string, number>> }>(
  { by_type, ...totals }: T,
): Omit<T, "by_type"> & { types: TypeCounts } {
  return { ...totals, types: new Map(Object.entries(by_type)) };
}

function countType(types: TypeCounts, type: string): void {
  types.set(type, (types.get(type) ?? 0) + 1);
}

function sortedValues<Value>(map: ReadonlyMap<string, Value>): readonly Value[] {
  return [...map].sort(([a], [b]) => compareCodePoints(a, b)).map(([, value]) => value);
}

function sortedCounts(types: TypeCounts): Readonly<Record<string, number>> {
  return Object.fromEntries([...types].sort(([a], [b]) => compareCodePoints(a, b)));
}
