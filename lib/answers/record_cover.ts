/** What of the records a look rests on that it did not read itself. */
import type { RecordCover } from "../model/documents/health.ts";
import type { StatusData } from "../model/documents/status.ts";
import type { LookNote } from "../model/look_note.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";

/** The records that were not opened, as their files have not changed since they were read at that time. */
export function recordCover(store: StoreSnapshot | null): RecordCover {
  const unopened = store?.unopened_records ?? null;
  return { records_unopened: unopened?.count ?? 0, records_as_of: unopened?.as_of ?? null };
}

/** As recordCover(), with those whose files were not even looked at, as a note of an earlier look stands for them. */
export function statusCover(store: StoreSnapshot | null, note: LookNote | null): StatusData["cover"] {
  const { records_unopened: unopened, records_as_of: asOf } = recordCover(store);
  const unlisted = (note?.registries ?? []).reduce((sum, { records }) => sum + records, 0);
  const [oldest = null] = [asOf, note?.as_of].flatMap((time) => time ?? []).sort();
  return { records_unopened: unopened + unlisted, records_as_of: oldest, records_unlisted: unlisted };
}
