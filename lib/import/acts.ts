/** Who made the events of which object, and when last: a few bytes for each, as a bundle may tell of a million objects. */
import type { Hold } from "../bundle/holding.ts";
import { clockDigits, dateDigits, isTimestamp, timestampOfDigits } from "../text/time.ts";
import { createColumn, createShared } from "./columns.ts";

/** What somebody did with an object. */
export interface Act {
  readonly producer: string;
  /** The latest time of an event. */
  readonly at: string;
  /** Of the last event, counted within the object's history from 1. */
  readonly number: number;
}

interface Acts {
  note(object: number, act: Act): void;
  /** In the order of their first events. */
  of(object: number): readonly Act[];
}

const ACT_BYTES = 24;
const ODD_TIME_BYTES = 100;
const BEYOND_BYTES = 60;
/** So many are looked through; of an object with more, the others are found by their producers. */
const FEW = 8;
const MOST_PRODUCERS = 2 ** 32;

/** Of so many objects, which are told by their numbers from 0. @param hold is told of the memory that it takes */
export function createActs(objects: number, hold: Hold): Acts {
  const producers = createShared<string>(hold);
  // The number of an object's first and last act, from 1, and of the one behind each.
  const first = new Uint32Array(objects);
  const last = new Uint32Array(objects);
  const next = createColumn();
  const by = createColumn();
  const numbers = createColumn();
  const dates = createColumn();
  const clocks = createColumn();
  /** The times that have another form than the store's, by the act. */
  const odd = new Map<number, string>();
  const beyondFew = new Map<number, number>();
  for (const column of [next, by, numbers, dates, clocks]) column.push(0);

  function find(object: number, producer: number): number | null {
    let count = 0;
    for (let act = first[object] ?? 0; act !== 0; act = next.at(act)) {
      if (by.at(act) === producer) return act;
      if (++count === FEW) return beyondFew.get(object * MOST_PRODUCERS + producer) ?? null;
    }
    return null;
  }

  function add(object: number, producer: number): number {
    hold(ACT_BYTES);
    const act = next.length;
    let count = 0;
    for (let one = first[object] ?? 0; one !== 0 && count < FEW; one = next.at(one)) count++;
    if (count === FEW) {
      hold(BEYOND_BYTES);
      beyondFew.set(object * MOST_PRODUCERS + producer, act);
    }
    next.push(0);
    by.push(producer);
    for (const column of [numbers, dates, clocks]) column.push(0);
    const before = last[object] ?? 0;
    if (before === 0) first[object] = act;
    else next.set(before, act);
    last[object] = act;
    return act;
  }

  function timeOf(act: number): string {
    return odd.get(act) ?? (dates.at(act) === 0 ? "" : timestampOfDigits(dates.at(act), clocks.at(act)));
  }

  function noteTime(act: number, at: string): void {
    if (at < timeOf(act)) return;
    if (isTimestamp(at)) {
      odd.delete(act);
      dates.set(act, dateDigits(at));
      clocks.set(act, clockDigits(at));
    } else {
      hold(ODD_TIME_BYTES + at.length);
      odd.set(act, at);
    }
  }

  return {
    note(object, { producer: name, at, number }) {
      const producer = producers.numberOf(name, () => name);
      const act = find(object, producer) ?? add(object, producer);
      numbers.set(act, number);
      noteTime(act, at);
    },
    of(object) {
      const acts: Act[] = [];
      for (let act = first[object] ?? 0; act !== 0; act = next.at(act)) {
        acts.push({ producer: producers.at(by.at(act)), at: timeOf(act), number: numbers.at(act) });
      }
      return acts;
    },
  };
}
