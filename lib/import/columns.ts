/** Whole numbers by the million, four bytes each: where each were an object, a bundle could fill the memory. */

/** Whole numbers below 2^32, one behind the other. */
export interface Column {
  readonly length: number;
  push(value: number): void;
  /** 0 where there is none. */
  at(index: number): number;
  set(index: number, value: number): void;
}

/** Of a block: nothing is copied where a column grows, and little is left empty. */
const BLOCK_LENGTH = 2 ** 14;

export function createColumn(): Column {
  const blocks: Uint32Array[] = [];
  let length = 0;
  const blockAt = (index: number) => blocks[Math.floor(index / BLOCK_LENGTH)];
  const set = (index: number, value: number) => {
    const block = blockAt(index);
    if (block !== undefined) block[index % BLOCK_LENGTH] = value;
  };
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length % BLOCK_LENGTH === 0) blocks.push(new Uint32Array(BLOCK_LENGTH));
      set(length++, value);
    },
    at: (index) => blockAt(index)?.[index % BLOCK_LENGTH] ?? 0,
    set,
  };
}

/** As many numbers as the array has, all 0 at first. */
export function createCells(numbers: Uint8Array | Uint32Array): Pick<Column, "at" | "set"> {
  return {
    at: (index) => numbers[index] ?? 0,
    set(index, value) {
      numbers[index] = value;
    },
  };
}

/** A list of whole numbers for each row, row behind row. */
interface ListColumn {
  push(list: readonly number[]): void;
  at(row: number): readonly number[];
}

export function createListColumn(): ListColumn {
  const ends = createColumn();
  const items = createColumn();
  return {
    push(list) {
      for (const item of list) items.push(item);
      ends.push(items.length);
    },
    at(row) {
      const list: number[] = [];
      const end = ends.at(row);
      for (let index = ends.at(row - 1); index < end; index++) list.push(items.at(index));
      return list;
    },
  };
}

/** Values that many rows share, each kept once and told by its number. */
export interface Shared<Value> {
  /** The number of the value with this key; `make` is asked for it where it is new. */
  numberOf(key: string, make: () => Value): number;
  at(number: number): Value;
}

/** @param hold is told of the bytes that each new value takes */
export function createShared<Value>(hold: (bytes: number) => void): Shared<Value> {
  const numbers = new Map<string, number>();
  const values: Value[] = [];
  return {
    numberOf(key, make) {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      // The key, what is told of it, and both of their places.
      hold(2 * key.length + 150);
      numbers.set(key, values.length);
      values.push(make());
      return values.length - 1;
    },
    at(number) {
      const value = values[number];
      if (value === undefined) throw new RangeError(`There is no value ${number}`);
      return value;
    },
  };
}
