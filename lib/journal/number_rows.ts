/** Rows of numbers in one array, which is never collected: a row each for what an object would take many times as long. */

const FIRST_ROWS = 1_024;

interface NumberRows {
  /** 0 where nothing was set. */
  at(row: number, field: number): number;
  set(row: number, field: number, value: number): void;
  /** The numbers of so many rows, one row behind the other. */
  first(rows: number): Float64Array<ArrayBuffer>;
}

/**
 * @param fields how many numbers a row has
 * @param earlier what first() gave; the table goes on in it
 */
export function createNumberRows(fields: number, earlier?: Float64Array<ArrayBuffer>): NumberRows {
  let numbers = earlier ?? new Float64Array(FIRST_ROWS * fields);
  return {
    at: (row, field) => numbers[row * fields + field] ?? 0,
    set(row, field, value) {
      const index = row * fields + field;
      if (index >= numbers.length) {
        const larger = new Float64Array(Math.max(numbers.length * 2, index + 1));
        larger.set(numbers);
        numbers = larger;
      }
      numbers[index] = value;
    },
    first: (rows) => numbers.slice(0, rows * fields),
  };
}
