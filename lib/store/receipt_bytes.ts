/** How much room the receipts take. */
import type { StoreSnapshot } from "../model/snapshot.ts";

/** Their bytes: counted where all were looked at, else as many as if the others were like these; null where none was. */
export function receiptBytes(
  { records, content_sync: state }: StoreSnapshot,
): { readonly bytes: number | null; readonly isExact: boolean } {
  const seen = records.filter(({ kind }) => kind === "receipt");
  const bytes = seen.reduce((sum, { file }) => sum + file.bytes, 0);
  const unread = state?.receipts?.unread ?? 0;
  if (unread === 0) return { bytes, isExact: true };
  return { bytes: seen.length === 0 ? null : Math.round(bytes * (1 + unread / seen.length)), isExact: false };
}
