/** The names of the receipts of a store, of which there can be a hundred thousand: no file is looked at. */
import { RECEIPTS_FOLDER } from "../../../lib/model/content_sync_names.ts";
import { sortByCodePoints } from "../../../lib/text/order.ts";
import { ioReason } from "../files/io_reason.ts";

/** The names of what lies in the folder of receipts. @throws what the file system does */
export function listReceipts(root: string): { readonly names: readonly string[]; readonly others: readonly string[] } {
  const names: string[] = [];
  const others: string[] = [];
  for (const { name, isFile } of Deno.readDirSync(`${root}/${RECEIPTS_FOLDER}`)) {
    if (isFile && name.endsWith(".json")) names.push(name);
    else others.push(name);
  }
  return { names: sortByCodePoints(names), others: sortByCodePoints(others) };
}

/** Of the receipts, ascending; none where there is no such folder, and null where nobody can list it. */
export function receiptNames(root: string): readonly string[] | null {
  try {
    return Deno.lstatSync(`${root}/${RECEIPTS_FOLDER}`).isDirectory ? listReceipts(root).names : null;
  } catch (error) {
    return ioReason(error).exit === "not_found" ? [] : null;
  }
}
