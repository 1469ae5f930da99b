/** The receipts of an inventory: so many that they are listed by name, and their digests once anybody looked. */
import { RECEIPTS_FOLDER } from "../model/content_sync_names.ts";
import type { InventoryReceipts, MissingContentSync } from "../model/derived.ts";
import { compareCodePoints } from "../text/order.ts";

/** A line of so many is no longer than what is decoded at once. */
const NAMES_A_LINE = 500;
/** So many of the newest are looked at, as many as are opened. */
const NEWEST_DIGESTED = 300;

type MissingReceipts = Pick<MissingContentSync, "receipts" | "pruned">;

/** What is there of the receipts. */
export interface ReceiptsThere {
  /** Of the files in receipts/, ascending. */
  readonly names: readonly string[];
  /** Of files in folders below it: where somebody archives receipts. */
  readonly archived: ReadonlySet<string>;
}

/**
 * What is listed and gone. Whoever prunes receipts begins with the oldest: what is older than all that is there is
 * pruned, unless an earlier rebuild missed it while older ones were there.
 */
export function missingReceipts(
  listed: readonly InventoryReceipts[],
  { names, archived }: ReceiptsThere,
): MissingReceipts {
  const [oldest = null] = names;
  const isThere = createLookup(names);
  const receipts: InventoryReceipts[] = [];
  let pruned: MissingReceipts["pruned"] = null;
  for (const line of listed) {
    const gone: number[] = [];
    line.names.forEach((name, index) => {
      if (isThere(name) || archived.has(name)) return;
      if (line.lost_at !== null || oldest === null || compareCodePoints(name, oldest) > 0) gone.push(index);
      else pruned = withPruned(pruned, name, line.seen_at);
    });
    if (gone.length > 0) receipts.push({ ...line, ...picked(line, gone) });
  }
  return { receipts, pruned };
}

/** The lines without the names that are there. */
export function withoutThere(
  lines: readonly InventoryReceipts[],
  isThere: (name: string) => boolean,
): readonly InventoryReceipts[] {
  return lines.flatMap((line) => {
    const gone = line.names.flatMap((name, index) => isThere(name) ? [] : [index]);
    return gone.length === 0 ? [] : [{ ...line, ...picked(line, gone) }];
  });
}

function withPruned(
  pruned: MissingReceipts["pruned"],
  name: string,
  seenAt: string,
): NonNullable<MissingReceipts["pruned"]> {
  if (pruned === null) return { count: 1, first: name, last: name, seen_at: seenAt };
  return {
    count: pruned.count + 1,
    first: compareCodePoints(name, pruned.first) < 0 ? name : pruned.first,
    last: compareCodePoints(name, pruned.last) > 0 ? name : pruned.last,
    seen_at: seenAt > pruned.seen_at ? seenAt : pruned.seen_at,
  };
}

function picked({ names, sha256 }: InventoryReceipts, indexes: readonly number[]) {
  return {
    names: indexes.flatMap((index) => names[index] ?? []),
    sha256: indexes.map((index) => sha256[index] ?? null),
  };
}

/** Whether a name is among these, which are ascending: at once where they are asked for in that order. */
function createLookup(names: readonly string[]): (name: string) => boolean {
  let next = 0;
  return (name) => {
    if (names[next] !== name) next = firstFrom(names, name);
    if (names[next] !== name) return false;
    next++;
    return true;
  };
}

/** The place of the first that is not before it. */
function firstFrom(names: readonly string[], name: string): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareCodePoints(names[middle] ?? "", name) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The receipts of the next inventory before anybody looked at their bytes. */
interface ReceiptsDraft {
  readonly names: readonly string[];
  readonly known: ReadonlyMap<string, string>;
  /** Paths of those whose digest is wanted, and is not known: they are written once. */
  readonly digested: readonly string[];
  readonly kept: readonly InventoryReceipts[];
}

/**
 * Of the receipts that are there, those whose name says a time up to then, so that a plan lists the same once newer ones
 * have come; and of those that are gone what no rebuild forgets.
 */
export function draftReceipts(listed: readonly InventoryReceipts[], there: ReceiptsThere, at: string): ReceiptsDraft {
  const known = new Map<string, string>();
  const before = new Set<string>();
  for (const line of listed) {
    line.names.forEach((name, index) => {
      before.add(name);
      const sha256 = line.sha256[index] ?? null;
      if (sha256 !== null) known.set(name, sha256);
    });
  }
  const until = nameTime(at);
  const names = there.names.filter((name) => isDated(name) && (before.has(name) || nameTime(name) <= until));
  const lostAt = there.names.length === 0 ? null : at;
  return {
    names,
    known,
    digested: names.slice(-NEWEST_DIGESTED).filter((name) => !known.has(name)).map((name) =>
      `${RECEIPTS_FOLDER}/${name}`
    ),
    kept: missingReceipts(listed, there).receipts.map((line) => ({ ...line, lost_at: line.lost_at ?? lostAt })),
  };
}

/** Its lines, with what was looked at by now. */
export function receiptLines(
  { names, known, kept }: ReceiptsDraft,
  digests: ReadonlyMap<string, { readonly sha256: string }>,
  at: string,
): readonly InventoryReceipts[] {
  const digestOf = (name: string) => known.get(name) ?? digests.get(`${RECEIPTS_FOLDER}/${name}`)?.sha256 ?? null;
  const lines: InventoryReceipts[] = [];
  for (let start = 0; start < names.length; start += NAMES_A_LINE) {
    const some = names.slice(start, start + NAMES_A_LINE);
    lines.push({ kind: "receipts", names: some, sha256: some.map(digestOf), seen_at: at, lost_at: null });
  }
  return [...lines, ...kept];
}

/** The daemon begins each name with the time of the receipt, `-` for `:` and `_` for `T`; without one it has no order. */
function isDated(name: string): boolean {
  return /^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d/.test(name);
}

function nameTime(text: string): string {
  return text.slice(0, 19).replaceAll(":", "-").replace("T", "_");
}
