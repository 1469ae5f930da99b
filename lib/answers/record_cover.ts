/** What of the records a look rests on that it did not read itself. */
import type { RecordCover } from "../model/documents/health.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

/** The records that were not opened, as their files have not changed since they were read at that time. */
export function recordCover(store: StoreSnapshot | null): RecordCover {
  const unopened = store?.unopened_records ?? null;
  return { records_unopened: unopened?.count ?? 0, records_as_of: unopened?.as_of ?? null };
}
