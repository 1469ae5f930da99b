/** Both sides of a conflict as conflicts and explain show them, and the record to begin a merge with. */
import { canTemplate, conflictSides, type OtherSide, type ReadSide } from "../../lib/decide/sides.ts";
import { mergeTemplate } from "../../lib/decide/template.ts";
import { KEPT_BY_MERGE } from "../../lib/decide/written.ts";
import type { ConflictSides } from "../../lib/model/documents/conflict_sides.ts";
import { CliError } from "../../lib/model/errors.ts";
import { textOf } from "../../lib/model/fields.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../../lib/store/catalog.ts";
import { targetOf } from "../../lib/store/lookup.ts";
import { recordPathOf } from "../../lib/store/record_path.ts";
import { shellWord, storeFlags } from "../../lib/text/command_line.ts";
import { stringifyJson } from "../../lib/text/stringify_json.ts";
import type { Host } from "../host/types/host.ts";

interface Looking {
  readonly store: StoreSnapshot;
  /** Its objects may not have been read. */
  readonly catalog: Catalog;
  readonly host: Host;
}

/** The sides of the conflict; where a template is asked for, it is written. @throws CliError where there can be none */
export async function readSides(
  conflict: ReadableRecord,
  there: OtherSide,
  { template, ...looking }: Looking & { readonly template: string | null },
): Promise<ConflictSides> {
  const { store, catalog, host } = looking;
  const id = textOf(conflict.record, "object_id");
  const here = id === null ? null : sideHere(id, looking);
  const flags = storeFlags(store);
  const sides = conflictSides({ conflict, here, there, catalog, flags, sha256Hex: host.sha256Hex });
  if (template === null) return sides;
  const text = templateText(conflict, here, there, { store, missing: sides.missing });
  await host.files.requireOutside(template, store.real_root);
  await host.files.writeNew(template, text);
  return { ...sides, template };
}

function sideHere(id: string, { store, catalog, host }: Looking): ReadSide | null {
  const [known] = catalog.find("object", id);
  if (known !== undefined) return { record: known.record, from: known.path };
  const record = store.origin === "disk" ? host.stores.readRecord(store, "object", id) : null;
  return record === null ? null : { record, from: recordPathOf("object", id) ?? "" };
}

function templateText(
  conflict: ReadableRecord,
  here: ReadSide | null,
  there: OtherSide,
  { store, missing }: Pick<Looking, "store"> & Pick<ConflictSides, "missing">,
): string {
  const attempt = `write what to begin a merge of "${targetOf(conflict)}" with`;
  if (here === null || there.side === null) {
    throw new CliError("unsupported", `Cannot ${attempt}: ${missing?.reason ?? "one of the sides is not at hand"}`, {
      target: targetOf(conflict),
      code: "other_side_unknown",
      hint: here === null
        ? 'Choose "skip", or bring the object in first'
        : `Begin with cp -- ${shellWord(`${store.real_root}/${here.from}`)} merged.json${
          missing?.command == null ? "" : ", or add --from BUNDLE"
        }`,
    });
  }
  if (!canTemplate(here, there)) {
    throw new CliError("denied", `Cannot ${attempt}: one of its sides is secret or regulated`, {
      target: targetOf(conflict),
      code: "hidden_record",
      hint: `As the owner of the store, begin with cp -- ${
        shellWord(`${store.real_root}/${here.from}`)
      } merged.json; the other side is in "${there.side.from}"`,
    });
  }
  const settled = [...KEPT_BY_MERGE, ...SET_BY_DECISION];
  return `${stringifyJson(mergeTemplate(here.record, there.side.record, settled), 2)}\n`;
}

/** What the record gets from whoever decides, whatever it says. */
const SET_BY_DECISION = ["record_id", "schema", "updated_at", "last_modified_by_actor", "state"];
