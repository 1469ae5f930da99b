/** The other side of a conflict that an import made: kept beside the import's report, or in its bundle. */
import { competingAt } from "../../lib/change/paths.ts";
import { isReportId } from "../../lib/change/authority.ts";
import type { OtherSide, ReadSide } from "../../lib/decide/sides.ts";
import { isCompeting } from "../../lib/decide/written.ts";
import { importPath } from "../../lib/import/paths.ts";
import { CliError } from "../../lib/model/errors.ts";
import { textOf } from "../../lib/model/fields.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { ReadableRecord } from "../../lib/store/catalog.ts";
import { targetOf } from "../../lib/store/lookup.ts";
import { type ImportedConflict, importedConflict } from "../../lib/store/open_conflicts.ts";
import type { GivenBundle } from "../declarations/given_bundle.ts";
import type { OpenBundle } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";

export interface OtherSides extends Disposable {
  /** @throws CliError bad_input where the bundle that was given does not hold it */
  read(conflict: ReadableRecord, store: StoreSnapshot): OtherSide;
}

/** Opened before the store is read, as a bundle is put aside on disk. @throws CliError for what cannot be read */
export async function openOtherSides({ from, identities }: GivenBundle, host: Host): Promise<OtherSides> {
  if (from === null) return { read: (conflict, store) => keptSide(conflict, store, host), [Symbol.dispose]: () => {} };
  const bundle = await (await host.bundles()).open(from, { verifyKey: null, requireSignature: false, identities });
  return {
    read: (conflict) => ({ side: sideInBundle(bundle, from, conflict, host), bundle: from }),
    [Symbol.dispose]: () => bundle.close(),
  };
}

/** @throws CliError usage where a bundle is given, and nothing of it is asked for */
export function refuseBundle({ from, identities }: GivenBundle, why: string): void {
  if (from === null && identities.length === 0) return;
  const flag = from === null ? "--identity" : "--from";
  throw new CliError("usage", `Cannot use ${flag}: ${why}`, {
    target: flag,
    hint: "Leave it out, or name the conflict whose other side the bundle holds",
  });
}

function keptSide({ record: conflict }: ReadableRecord, store: StoreSnapshot, host: Host): OtherSide {
  const imported = importedConflict(conflict);
  if (imported === null) {
    return { side: null, reason: "No import made this conflict, and nothing here holds the other side" };
  }
  const { reportId, bundleSha256 } = imported;
  const objectPath = importPath("object", textOf(conflict, "object_id") ?? "");
  const bundle = `The bundle that was imported holds it: its SHA-256 is ${bundleSha256}`;
  if (reportId === null || !isReportId(reportId) || objectPath === null) {
    return { side: null, reason: `The import kept no copy of the other side. ${bundle}` };
  }
  if (store.origin !== "disk") return { side: null, reason: `Only the store on disk keeps the other side. ${bundle}` };
  const path = competingAt(reportId, objectPath);
  const record = host.stores.readKept(store, path);
  if (record === null) return { side: null, reason: `"${path}" is gone or cannot be read. ${bundle}` };
  return isCompeting(record, imported, host.sha256Hex)
    ? { side: { record, from: path }, bundle: null }
    : { side: null, reason: `"${path}" is not the version that competes. ${bundle}` };
}

function sideInBundle(bundle: OpenBundle, path: string, conflict: ReadableRecord, host: Host): ReadSide {
  const imported = importedConflict(conflict.record);
  if (imported === null) {
    throw new CliError(
      "usage",
      `Cannot look for the other side of "${targetOf(conflict)}" in "${path}": no import made it`,
      {
        target: "--from",
        hint: "Leave the bundle out",
      },
    );
  }
  const objectId = textOf(conflict.record, "object_id");
  for (const { value } of bundle.kinds.includes("object") ? bundle.records("object") : []) {
    if (textOf(value, "object_id") !== objectId) continue;
    if (isCompeting(value, imported, host.sha256Hex)) return { record: value, from: path };
    throw otherVersion(path, conflict, imported, `holds another version of "${objectId}" than the one in conflict`);
  }
  throw otherVersion(path, conflict, imported, `holds no object "${objectId}"`);
}

function otherVersion(path: string, conflict: ReadableRecord, imported: ImportedConflict, what: string): CliError {
  return new CliError("bad_input", `Cannot show the other side of "${targetOf(conflict)}": "${path}" ${what}`, {
    target: path,
    code: "other_version",
    hint: `Give the bundle that was imported: its SHA-256 is ${imported.bundleSha256}`,
  });
}
