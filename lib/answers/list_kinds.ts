/** The lists that the command line offers. */
import type { RecordKind } from "../model/kinds.ts";
import { CONTENT_SYNC_LISTS } from "./content_sync_lists.ts";
import type { ListKind } from "./list_columns.ts";
import { RECORD_LISTS } from "./record_lists.ts";

const LISTS = {
  ...RECORD_LISTS,
  ...CONTENT_SYNC_LISTS,
  // Answered by explain alone, and reports by a list of their own.
  event: null,
  report: null,
} satisfies Readonly<Record<RecordKind, ListKind | null>>;

/** The kinds that have a list. */
export type ListedKind = { [Kind in RecordKind]: typeof LISTS[Kind] extends null ? never : Kind }[RecordKind];

export const LIST_KINDS: Readonly<Record<ListedKind, ListKind>> = LISTS;
