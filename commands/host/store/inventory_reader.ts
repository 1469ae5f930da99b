/** Holds the inventory that goes with the checkpoint against the records that were read. */
import { join } from "@std/path";
import { INVENTORY_PATH, readMissing } from "../../../lib/derived/inventory.ts";
import type { FileEntry, RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { ioReason } from "../files/io_reason.ts";

/** A hundred thousand records have a tenth of it. */
const LIMIT_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

/** What the inventory lists and no registry has, as the snapshot's field; an inventory that cannot be read lists nothing. */
export function findMissingRecords(
  root: string,
  files: readonly (FileEntry | null)[],
  records: readonly RecordEntry[],
): Pick<StoreSnapshot, "missing_records"> {
  const inventory = files.find((file) => file?.path === INVENTORY_PATH) ?? null;
  if (inventory === null || inventory.type !== "file" || inventory.problem !== null) return {};
  if (inventory.bytes > LIMIT_BYTES) return {};
  const there = new Set(records.map(({ file }) => file.path));
  const reader = readMissing((path) => there.has(path));
  try {
    using file = Deno.openSync(join(root, INVENTORY_PATH), { read: true });
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (let count = file.readSync(buffer); count !== null; count = file.readSync(buffer)) {
      reader.add(buffer.subarray(0, count));
    }
  } catch (error) {
    ioReason(error); // a bug is thrown on; what the disk does is for the judging of the checkpoint to report
  }
  const missing = reader.finish();
  return missing.length === 0 ? {} : { missing_records: missing };
}
