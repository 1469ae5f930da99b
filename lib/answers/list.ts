/** A list of records, filtered, ordered and cut, or one record in full. */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { targetName } from "../store/catalog.ts";
import { checkContract } from "../store/contract.ts";
import { redacted } from "../policy/redaction.ts";
import { CliError } from "../model/errors.ts";
import type { RecordItem, RecordListData } from "../model/documents/record_list.ts";
import type { JsonObject } from "../text/json.ts";
import { requireOne, type Wanted } from "../store/require_one.ts";
import { resolveTarget } from "../store/target.ts";
import { idsBeginning } from "../text/short_id.ts";
import type { ListKind } from "./list_columns.ts";
import { LIST_KINDS, type ListedKind } from "./list_kinds.ts";

export interface ListRequest {
  readonly kind: ListedKind;
  /** One record in full, or null for the list. */
  readonly id: string | null;
  /** Filter values by the flag's name. */
  readonly filters: ReadonlyMap<string, string>;
  /** A column's name, with `-` before it for descending order; null orders by id. */
  readonly sort: string | null;
  readonly limit: number | null;
}

/** `unread` is how many of the kind were not opened. @throws CliError usage for an unknown sort column or an ambiguous id, not_found for an id that nothing has. */
export function listRecords(request: ListRequest, catalog: Catalog, unread = 0): RecordListData {
  const listKind = LIST_KINDS[request.kind];
  const all = catalog.ofKind(request.kind);
  const one = request.id === null ? null : findOne(request.id, listKind, catalog);
  const candidates = one === null ? all : [one];
  const matched = candidates.filter(({ record }) =>
    listKind.filters.every((filter) => {
      const wanted = request.filters.get(filter.name);
      return wanted === undefined || filter.matches(record, wanted);
    })
  );
  const order = sortOrder(request.sort, listKind);
  const items = [...matched]
    .sort((left, right) => order.compare(left.record, right.record) || compare(left.path, right.path))
    .slice(0, request.limit ?? matched.length)
    .map(toItem);
  return {
    kind: request.kind,
    total: all.length,
    matched: matched.length,
    returned: items.length,
    filters: Object.fromEntries(request.filters),
    sort: order.name,
    items,
    item: one === null ? null : toItem(one),
    sides: null,
    unread,
    unreadable: catalog.unreadable
      .filter((entry) => entry.kind === request.kind)
      .map((entry) => ({ path: entry.file.path, state: entry.state, error: entry.error })),
  };
}

/** The record of this id, or of the only one that it is a part of. */
function findOne(id: string, listKind: ListKind, catalog: Catalog): ReadableRecord {
  const wanted = wantedOf(id, listKind, catalog);
  const isWhole = resolveTarget(id, catalog, wanted.among).found !== "none";
  const ids = isWhole ? [] : idsBeginning(id, catalog.ofKind(listKind.kind).flatMap((record) => record.id ?? []));
  const [only = id, ...others] = ids;
  if (others.length === 0) return requireOne(only, catalog, wanted);
  throw new CliError("usage", `Cannot ${wanted.attempt}: ${ids.length} ${listKind.title} begin so`, {
    target: id,
    code: "ambiguous",
    hint: `Give one of them in full: ${ids.slice(0, MOST_CANDIDATES).join(", ")}`,
  });
}

const MOST_CANDIDATES = 5;

function toItem({ id, kind, path, record }: ReadableRecord): RecordItem {
  const violations = checkContract(kind, record).map(({ message }) => message);
  return { id, kind, path, valid: violations.length === 0, violations, record: redacted(kind, record) };
}

function wantedOf(id: string, listKind: ListKind, catalog: Catalog): Wanted {
  const { kind, title } = listKind;
  return {
    among: [kind],
    attempt: `show "${id}"`,
    takes: `this lists ${title}`,
    otherKind: "usage",
    hint: someOf(listKind, catalog),
  };
}

/** What can be asked for instead, where nothing is near. */
function someOf({ kind, title }: ListKind, catalog: Catalog): string {
  const known = catalog.ofKind(kind).flatMap(({ id }) => id === null ? [] : [targetName(kind, id)]).slice(0, 3);
  if (kind === "workspace" && known.length === 0) {
    return "No workspace has a record of its own here: look at the objects that name it";
  }
  return known.length === 0 ? `There are no ${title} in this store` : `Some of them: ${known.join(", ")}`;
}

interface Order {
  readonly name: string;
  compare(left: JsonObject, right: JsonObject): number;
}

function sortOrder(sort: string | null, { columns, sort: ownSort }: ListKind): Order {
  const [first] = columns;
  const wanted = sort ?? ownSort ?? first?.name ?? "";
  const descending = wanted.startsWith("-");
  const name = descending ? wanted.slice(1) : wanted;
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    throw new CliError("usage", `Cannot sort by "${name}": there is no such column`, {
      target: "--sort",
      hint: `Sort by one of ${
        columns.map((candidate) => candidate.name).join(", ")
      }; put - before it for descending order`,
    });
  }
  const sign = descending ? -1 : 1;
  return { name: wanted, compare: (left, right) => sign * compare(column.text(left), column.text(right)) };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
