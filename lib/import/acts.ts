/** Who made the events of which object, and when last: a few bytes for each, as a bundle may tell of a million objects. */
import type { Hold } from "../bundle/holding.ts";
import { clockDigits, dateDigits, isTimestamp, timestampOfDigits } from "../text/time.ts";
import { createCells, createColumn, createShared } from "./columns.ts";

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
const BEYOND_BYTES = 100;
/** So many are looked through; of an object with more, the others are found by their producers. */
const FEW = 8;

/** Of so many objects, which are told by their numbers from 0. @param hold is told of the memory that it takes */
export function createActs(objects: number, hold: Hold): Acts {
  const producers = createShared<string>(hold);
  // The number of an object's first and last act, from 1, and of the one behind each.
  const first = createCells(new Uint32Array(objects));
  const last = createCells(new Uint32Array(objects));
  const counts = createCells(new Uint32Array(objects));
  const next = createColumn();
  const by = createColumn();
  const numbers = createColumn();
  const dates = createColumn();
  const clocks = createColumn();
  /** The times that have another form than the store's, by the act. */
  const odd = new Map<number, string>();
  /** By object and producer. */
  const beyondFew = new Map<string, number>();
  for (const column of [next, by, numbers, dates, clocks]) column.push(0);

  function find(object: number, producer: number): number | undefined {
    let act = first.at(object);
    for (let count = 0; act !== 0 && count < FEW; count++) {
      if (by.at(act) === producer) return act;
      act = next.at(act);
    }
    return beyondFew.get(`${object} ${producer}`);
  }

  function add(object: number, producer: number): number {
    hold(ACT_BYTES);
    const act = next.length;
    if (counts.at(object) >= FEW) {
      hold(BEYOND_BYTES);
      beyondFew.set(`${object} ${producer}`, act);
    }
    counts.set(object, counts.at(object) + 1);
    for (const column of [next, numbers, dates, clocks]) column.push(0);
    by.push(producer);
    const before = last.at(object);
    if (before === 0) first.set(object, act);
    else next.set(before, act);
    last.set(object, act);
    return act;
  }

  function timeOf(act: number): string {
    return odd.get(act) ?? (dates.at(act) === 0 ? "" : timestampOfDigits(dates.at(act), clocks.at(act)));
  }

  function noteTime(act: number, at: string): void {
    if (at <= timeOf(act)) return;
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
      for (let act = first.at(object); act !== 0; act = next.at(act)) {
        acts.push({ producer: producers.at(by.at(act)), at: timeOf(act), number: numbers.at(act) });
      }
      return acts;
    },
  };
}
