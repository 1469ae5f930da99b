/** Both sides of a conflict as conflicts and explain show them. */
import { conflictSides, type OtherSide, type ReadSide } from "../../lib/decide/sides.ts";
import type { ConflictSides } from "../../lib/model/documents/conflict_sides.ts";
import { textOf } from "../../lib/model/fields.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../../lib/store/catalog.ts";
import { recordPathOf } from "../../lib/store/record_path.ts";
import { storeFlags } from "../../lib/text/command_line.ts";
import type { Host } from "../host/types/host.ts";

/** The sides of the conflict; the objects of the catalog may not have been read. */
export function readSides(
  conflict: ReadableRecord,
  there: OtherSide,
  { store, catalog, host }: { readonly store: StoreSnapshot; readonly catalog: Catalog; readonly host: Host },
): ConflictSides {
  const id = textOf(conflict.record, "object_id");
  const here = id === null ? null : sideHere(id, { store, catalog, host });
  return conflictSides({ conflict, here, there, catalog, flags: storeFlags(store), sha256Hex: host.sha256Hex });
}

function sideHere(
  id: string,
  { store, catalog, host }: { readonly store: StoreSnapshot; readonly catalog: Catalog; readonly host: Host },
): ReadSide | null {
  const [known] = catalog.find("object", id);
  if (known !== undefined) return { record: known.record, from: known.path };
  const record = store.origin === "disk" ? host.stores.readRecord(store, "object", id) : null;
  return record === null ? null : { record, from: recordPathOf("object", id) ?? "" };
}
