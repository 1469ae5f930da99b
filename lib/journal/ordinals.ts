/**
 * Judging event ids by their ordinals: seen twice, missing, out of order.
 *
 * The reference daemon numbers an event by counting the non-blank lines before it (docs/domain.md, "The store on disk"), so every such line takes
 * an ordinal, whether or not it shows one. A line that shows none of its own (unreadable, malformed id, an id seen
 * before) is taken to stand for the ordinal that would follow; only what such lines do not account for is missing. An
 * ordinal that turns up after a higher one is out of order, and is then not missing.
 */

export type OrdinalVerdict = "in_order" | "duplicate" | "out_of_order";

/** A run of ordinals that no event showed, before a certain event. */
export interface Gap<Position> {
  readonly from: number;
  readonly to: number;
  /** How many lines without an ordinal of their own may be some of these. */
  readonly unplaced: number;
  /** What the higher ordinal was found with. */
  readonly before: Position;
}

/** All that a ledger has to remember. */
export interface LedgerMemory<Position> {
  readonly highest: number;
  readonly unplaced: number;
  readonly forgotten: number;
  /** Up to here every gap is kept; null while that is everywhere. */
  readonly certainUpTo: number | null;
  /** Ascending, apart from one another. */
  readonly gaps: readonly Gap<Position>[];
}

interface OrdinalLedger<Position> {
  /** Whether the ordinal is the one that follows the highest. */
  isNext(ordinal: number): boolean;
  /** Takes an event's ordinal; the position is kept where a gap lies before it. */
  take(ordinal: number, position: Position): OrdinalVerdict;
  /** Takes lines that show no ordinal. */
  takeUnplaced(lines: number): void;
  /** The gaps that hold more ordinals than unplaced lines, lowest first. */
  missing(): readonly Gap<Position>[];
  /** How many gaps were met after the limit and could not be kept. */
  forgotten(): number;
  /** What a later ledger can go on from. */
  memory(): LedgerMemory<Position>;
}

// Every kept gap costs memory and look-ups; a journal with more is far beyond a list of its gaps.
const MAX_GAPS = 10_000;

/**
 * A ledger that goes on from what another one remembered, or an empty one. Beyond `maxGaps` gaps, an ordinal seen twice
 * there cannot be told from one out of order.
 */
export function createOrdinalLedger<Position>(
  maxGaps: number = MAX_GAPS,
  before: LedgerMemory<Position> | null = null,
): OrdinalLedger<Position> {
  const gaps: Gap<Position>[] = [...before?.gaps ?? []];
  let highest = before?.highest ?? 0;
  let unplaced = before?.unplaced ?? 0;
  let forgotten = before?.forgotten ?? 0;
  let certainUpTo: number | null = before?.certainUpTo ?? null;

  function openGap(ordinal: number, position: Position): void {
    if (ordinal === highest + 1) return;
    if (gaps.length < maxGaps && certainUpTo === null) {
      const from = highest + 1;
      gaps.push({ from, to: ordinal - 1, unplaced: Math.min(unplaced, ordinal - from), before: position });
      return;
    }
    certainUpTo ??= highest;
    if (ordinal - highest - 1 > unplaced) forgotten++;
  }

  return {
    isNext: (ordinal) => ordinal === highest + 1,
    take(ordinal, position) {
      if (ordinal > highest) {
        openGap(ordinal, position);
        highest = ordinal;
        unplaced = 0;
        return "in_order";
      }
      if (certainUpTo !== null && ordinal > certainUpTo) return "out_of_order";
      const index = gapAt(gaps, ordinal);
      const gap = gaps[index];
      if (gap === undefined) {
        unplaced++;
        return "duplicate";
      }
      gaps.splice(index, 1, ...without(gap, ordinal));
      return "out_of_order";
    },
    takeUnplaced(lines) {
      unplaced += lines;
    },
    missing() {
      return gaps.filter((gap) => gap.to - gap.from + 1 > gap.unplaced);
    },
    forgotten() {
      return forgotten;
    },
    memory() {
      return { highest, unplaced, forgotten, certainUpTo, gaps: [...gaps] };
    },
  };
}

function gapAt<Position>(gaps: readonly Gap<Position>[], ordinal: number): number {
  let low = 0;
  let high = gaps.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const gap = gaps[middle];
    if (gap === undefined) break;
    if (ordinal < gap.from) high = middle - 1;
    else if (ordinal > gap.to) low = middle + 1;
    else return middle;
  }
  return -1;
}

function without<Position>(gap: Gap<Position>, ordinal: number): readonly Gap<Position>[] {
  const lowerSize = ordinal - gap.from;
  const upperSize = gap.to - ordinal;
  const lowerUnplaced = Math.min(gap.unplaced, lowerSize);
  const upperUnplaced = Math.min(gap.unplaced - lowerUnplaced, upperSize);
  return [
    ...(lowerSize > 0 ? [{ ...gap, to: ordinal - 1, unplaced: lowerUnplaced }] : []),
    ...(upperSize > 0 ? [{ ...gap, from: ordinal + 1, unplaced: upperUnplaced }] : []),
  ];
}

const PREFIX = "evt-";
const ID_DIGITS = 8;
const ZERO = 0x30;

/**
 * The ordinal that the event id says, or null where it is not the way an ordinal is written (docs/domain.md, "The store
 * on disk").
 */
export function parseEventId(id: string): number | null {
  const digits = id.length - PREFIX.length;
  if (digits < ID_DIGITS || !id.startsWith(PREFIX)) return null;
  if (digits > ID_DIGITS && id.charCodeAt(PREFIX.length) === ZERO) return null;
  let ordinal = 0;
  for (let index = PREFIX.length; index < id.length; index++) {
    const digit = id.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return null;
    ordinal = ordinal * 10 + digit;
  }
  return ordinal >= 1 && Number.isSafeInteger(ordinal) ? ordinal : null;
}

/** The event id of an ordinal, as the reference daemon writes it. */
export function formatEventId(ordinal: number): string {
  return `evt-${String(ordinal).padStart(ID_DIGITS, "0")}`;
}
