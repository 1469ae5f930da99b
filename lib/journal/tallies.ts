/** Running totals by lane, object and actor; memory grows with these, never with the events. */
import type { ActorActivity, JournalSummary, LaneSummary, ObjectHead } from "../model/journal.ts";
import { sortByCodePoints } from "../text/order.ts";
import type { TotalledEvent } from "./event.ts";
import { type EventMark, markedId, markedTime, markOf } from "./event_mark.ts";
import { createHeadTable, type PackedHeads } from "./heads.ts";
import { createNameTable, type NameTable } from "./name_table.ts";

interface Tallies {
  /** Returns how many events its object has by now; 0 where it has none. */
  add(event: TotalledEvent, mark: EventMark): number;
  /** Each list sorted by its key, by code point. */
  lanes(): readonly LaneSummary[];
  objects(): readonly ObjectHead[];
  /** In place of objects(), for another thread; of totals that went on from nothing. */
  packedObjects(): PackedHeads;
  actors(): readonly ActorActivity[];
}

type Totals = Pick<JournalSummary, "lanes" | "objects" | "actors">;

/** Of a lane or an actor. */
interface Tally {
  events: number;
  unapplied: number;
  readonly first: EventMark;
  last: EventMark;
  /** By the numbers of the types. */
  readonly types: Map<number, { count: number }>;
}

const NONE: Totals = { lanes: [], objects: [], actors: [] };

// What an event does not say stands as an empty string where the summary asks for a string.
const UNKNOWN = "";

/** Totals that go on from earlier ones, or empty ones. An event without a lane, object or producer adds to none. */
export function createTallies(before: Totals = NONE): Tallies {
  const names = { types: createNameTable(), lanes: createNameTable(), actors: createNameTable() };
  const objects = createHeadTable(names, before.objects);
  /** By the numbers of their names. */
  const lanes = new Map<number, Tally>();
  const actors = new Map<number, Tally>();

  function openTypes(counts: Readonly<Record<string, number>>): Tally["types"] {
    return new Map(Object.entries(counts).map(([type, count]) => [names.types.numberOf(type), { count }]));
  }

  for (const { lane, events, unapplied, by_type, last_event_id, last_event_at } of before.lanes) {
    const last = markOf({ event_id: last_event_id ?? UNKNOWN, created_at: last_event_at });
    lanes.set(names.lanes.numberOf(lane), { events, unapplied, first: last, last, types: openTypes(by_type) });
  }
  for (const { actor_id, events, by_type, ...seen } of before.actors) {
    actors.set(names.actors.numberOf(actor_id), {
      events,
      unapplied: 0,
      first: markOf({ event_id: seen.first_event_id, created_at: seen.first_event_at }),
      last: markOf({ event_id: seen.last_event_id, created_at: seen.last_event_at }),
      types: openTypes(by_type),
    });
  }

  function byType({ types }: Tally): Readonly<Record<string, number>> {
    const counts = new Map([...types].map(([type, { count }]) => [names.types.nameOf(type), count]));
    return Object.fromEntries(sortByCodePoints([...counts.keys()]).map((type) => [type, counts.get(type) ?? 0]));
  }

  return {
    add(event, mark) {
      const type = names.types.numberOf(event.event_type);
      const lane = names.lanes.numberOf(event.lane ?? UNKNOWN);
      const actor = names.actors.numberOf(event.producer ?? UNKNOWN);
      if (event.lane !== null) addTo(lanes, lane, { type, mark, applied: event.applied });
      if (event.producer !== null) addTo(actors, actor, { type, mark, applied: event.applied });
      if (event.object_id === null || isMadeUp(event.object_id, event.event_id)) return 0;
      return objects.add(event, event.object_id, { type, lane, actor, mark });
    },
    lanes: () =>
      sorted(names.lanes, lanes).map(([lane, tally]) => ({
        lane,
        events: tally.events,
        unapplied: tally.unapplied,
        last_event_id: markedId(tally.last),
        last_event_at: markedTime(tally.last),
        by_type: byType(tally),
      })),
    objects: () => objects.heads(),
    packedObjects: () => objects.packed(),
    actors: () =>
      sorted(names.actors, actors).map(([actorId, tally]) => ({
        actor_id: actorId,
        events: tally.events,
        first_event_id: markedId(tally.first),
        first_event_at: markedTime(tally.first) ?? UNKNOWN,
        last_event_id: markedId(tally.last),
        last_event_at: markedTime(tally.last) ?? UNKNOWN,
        by_type: byType(tally),
      })),
  };
}

function addTo(
  tallies: Map<number, Tally>,
  name: number,
  { type, mark, applied }: { readonly type: number; readonly mark: EventMark; readonly applied: boolean },
): void {
  let tally = tallies.get(name);
  if (tally === undefined) {
    tally = { events: 0, unapplied: 0, first: mark, last: mark, types: new Map() };
    tallies.set(name, tally);
  }
  tally.events++;
  if (!applied) tally.unapplied++;
  tally.last = mark;
  const counter = tally.types.get(type);
  if (counter === undefined) tally.types.set(type, { count: 1 });
  else counter.count++;
}

const MADE_UP = "object-";

/** The reference daemon gives an event that is about no object an id of its own; heads of those would grow with events. */
function isMadeUp(objectId: string, eventId: string): boolean {
  return objectId.length === MADE_UP.length + eventId.length && objectId.startsWith(MADE_UP) &&
    objectId.endsWith(eventId);
}

/** What there is a tally of, by its name, sorted. */
function sorted(names: NameTable, tallies: ReadonlyMap<number, Tally>): readonly (readonly [string, Tally])[] {
  return sortByCodePoints(names.names).flatMap((name) => {
    const tally = tallies.get(names.numberOf(name));
    return tally === undefined ? [] : [[name, tally] as const];
  });
}
