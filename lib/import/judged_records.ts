/** What was said of every record of a bundle, in a few bytes each: there may be a million of them. */
import type { Hold } from "../bundle/holding.ts";
import { RECORD_KINDS, type RecordKind } from "../model/kinds.ts";
import { type Place, placeKey } from "../policy/subject.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { Lookup } from "../store/lookup.ts";
import { createColumn, createListColumn, createShared } from "./columns.ts";
import { importPath } from "./paths.ts";
import type { Judgement } from "./rules.ts";
import { positionIn } from "./sorted_ids.ts";

export interface NamedRecord {
  readonly kind: RecordKind;
  readonly id: string;
}

/** A record of a bundle with what was said of it. */
export interface JudgedRecord extends Judgement, Place {
  /** Its place among all of them, from 0. */
  readonly index: number;
  readonly kind: RecordKind;
  readonly id: string;
  /** Of its line in the bundle, from 1. */
  readonly number: number;
  /** Where it lies here, or would lie; null where its id makes no file name. */
  readonly path: string | null;
  /** What is here under its id. */
  readonly local: ReadableRecord | null;
  /** Whether it is deleted or a tombstone. */
  readonly gone: boolean;
  /** The objects that it is about; none for an object. */
  readonly objects: readonly string[];
  readonly references: readonly NamedRecord[];
  /** Of an actor: the ids of the import bridges that may bring it; null where none is asked for. */
  readonly vouchers: readonly string[] | null;
}

/** All of them, kind by kind as they were added. Each is made when it is asked for: none is the same thing twice. */
export interface JudgedRecords extends Iterable<JudgedRecord> {
  readonly count: number;
  /** By ascending id. */
  ofKind(kind: RecordKind): Iterable<JudgedRecord>;
  find(named: NamedRecord): JudgedRecord | null;
}

/** What is added for a line; what it names is told by the numbers that `named` gave it. */
interface AddedRecord {
  readonly id: string;
  readonly judgement: Judgement;
  readonly place: Place;
  readonly gone: boolean;
  readonly objects: readonly number[];
  readonly references: readonly number[];
  readonly vouchers: readonly string[] | null;
}

interface JudgedTable {
  readonly records: JudgedRecords;
  /** What the records name, each once. */
  readonly names: {
    numberOf(kind: RecordKind, id: string): number;
    at(number: number): NamedRecord;
  };
  /** The next records are of this kind, which comes once, and their ids ascend. */
  begin(kind: RecordKind): void;
  add(record: AddedRecord): void;
  /** Says something else of one that was added. */
  judge(index: number, judgement: Judgement): void;
}

interface Segment {
  readonly kind: RecordKind;
  readonly start: number;
  end: number;
}

/** What a record takes without its id and what it names. */
const RECORD_BYTES = 60;
const REFERENCE_BYTES = 4;
const NAME_BYTES = 150;

/** @param hold is told how much memory the records take */
export function createJudgedTable(lookup: Pick<Lookup, "record">, hold: Hold): JudgedTable {
  const segments: Segment[] = [];
  const ids: string[] = [];
  const judgements = createColumn();
  const places = createColumn();
  const gone = createColumn();
  const objects = createListColumn();
  const references = createListColumn();
  const vouchers = new Map<number, number>();
  const sharedJudgements = createShared<Judgement>(hold);
  const sharedPlaces = createShared<Place>(hold);
  const sharedVouchers = createShared<readonly string[]>(hold);
  const names: NamedRecord[] = [];
  const nameNumbers = new Map(RECORD_KINDS.map((kind) => [kind, new Map<string, number>()]));

  function numberOfName(kind: RecordKind, id: string): number {
    const numbers = nameNumbers.get(kind);
    const before = numbers?.get(id);
    if (before !== undefined) return before;
    hold(NAME_BYTES + id.length);
    numbers?.set(id, names.length);
    names.push({ kind, id });
    return names.length - 1;
  }

  function nameAt(number: number): NamedRecord {
    const name = names[number];
    if (name === undefined) throw new RangeError(`There is no name ${number}`);
    return name;
  }

  function numberOfPlace({ profileId, workspaceId }: Place): number {
    return sharedPlaces.numberOf(placeKey({ profileId, workspaceId }), () => ({ profileId, workspaceId }));
  }

  function numberOfJudgement(judgement: Judgement): number {
    return sharedJudgements.numberOf(`${judgement.rule} ${judgement.message}`, () => judgement);
  }

  class Row implements JudgedRecord {
    constructor(readonly index: number, private readonly segment: Segment) {}
    get kind() {
      return this.segment.kind;
    }
    get id() {
      return ids[this.index] ?? "";
    }
    get number() {
      return this.index - this.segment.start + 1;
    }
    get local() {
      return lookup.record(this.kind, this.id);
    }
    get path() {
      return this.local?.path ?? importPath(this.kind, this.id);
    }
    get outcome() {
      return sharedJudgements.at(judgements.at(this.index)).outcome;
    }
    get rule() {
      return sharedJudgements.at(judgements.at(this.index)).rule;
    }
    get message() {
      return sharedJudgements.at(judgements.at(this.index)).message;
    }
    get profileId() {
      return sharedPlaces.at(places.at(this.index)).profileId;
    }
    get workspaceId() {
      return sharedPlaces.at(places.at(this.index)).workspaceId;
    }
    get gone() {
      return gone.at(this.index) === 1;
    }
    get objects() {
      return objects.at(this.index).map((number) => nameAt(number).id);
    }
    get references() {
      return references.at(this.index).map(nameAt);
    }
    get vouchers() {
      const number = vouchers.get(this.index);
      return number === undefined ? null : sharedVouchers.at(number);
    }
  }

  function* rowsIn(some: readonly Segment[]): Generator<JudgedRecord> {
    for (const segment of some) {
      for (let index = segment.start; index < segment.end; index++) yield new Row(index, segment);
    }
  }

  return {
    records: {
      get count() {
        return ids.length;
      },
      [Symbol.iterator]: () => rowsIn(segments),
      ofKind(kind) {
        const ofIt = segments.filter((segment) => segment.kind === kind);
        return { [Symbol.iterator]: () => rowsIn(ofIt) };
      },
      find({ kind, id }) {
        const segment = segments.find((one) => one.kind === kind);
        if (segment === undefined) return null;
        const index = positionIn(ids, id, segment);
        return index < segment.end && ids[index] === id ? new Row(index, segment) : null;
      },
    },
    names: { numberOf: numberOfName, at: nameAt },
    begin(kind) {
      segments.push({ kind, start: ids.length, end: ids.length });
    },
    add(record) {
      const segment = segments.at(-1);
      if (segment === undefined) throw new RangeError("No kind was begun");
      const { id, place, objects: about, references: named } = record;
      hold(RECORD_BYTES + id.length + REFERENCE_BYTES * (about.length + named.length));
      if (record.vouchers !== null) {
        const list = record.vouchers;
        vouchers.set(ids.length, sharedVouchers.numberOf(JSON.stringify(list), () => list));
      }
      judgements.push(numberOfJudgement(record.judgement));
      places.push(numberOfPlace(place));
      gone.push(record.gone ? 1 : 0);
      objects.push(about);
      references.push(named);
      ids.push(id);
      segment.end++;
    },
    judge: (index, judgement) => judgements.set(index, numberOfJudgement(judgement)),
  };
}
