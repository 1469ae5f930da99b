/** The proof that a restore works: trials that were recorded, and whether one of them vouches for a record. */
import type { Catalog } from "../store/catalog.ts";
import { storeIdText } from "../store/store_id.ts";
import type { RestoreProof } from "../model/documents/health.ts";
import { type JsonObject } from "../text/json.ts";
import { readRecord } from "../model/input_document.ts";
import { KINDS, type RecordKind } from "../model/kinds.ts";
import { RestoreTrial } from "../model/restore_trial.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { parseTimestamp } from "../text/time.ts";
import { contentText } from "./record_content.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/** What tells later whether a record is still the one that was restored. */
export function restoredFingerprint(
  kind: RecordKind,
  id: string,
  { record, sha256Hex }: { readonly record: JsonObject; readonly sha256Hex: Sha256Hex },
): string {
  return sha256Hex(`${kind} ${id}\n${contentText(record, KINDS[kind].schema)}`).slice(0, 16);
}

/** The trials of restores that are recorded in the store, the newest first. */
function restoreTrials(catalog: Catalog): readonly RestoreTrial[] {
  return catalog.ofKind("report").flatMap(({ record }) => {
    const reading = readRecord(record, RestoreTrial);
    return reading.ok ? [reading.document] : [];
  }).sort((left, right) => left.created_at < right.created_at ? 1 : left.created_at > right.created_at ? -1 : 0);
}

/** The newest trial that proved its restore; null where none did. */
export function restoreProof(
  { store, taken_at: takenAt }: Pick<StateSnapshot, "store" | "taken_at">,
  catalog: Catalog,
  sha256Hex: Sha256Hex,
): RestoreProof | null {
  const trial = restoreTrials(catalog).find(({ proven }) => proven);
  if (trial === undefined) return null;
  const own = store === null ? null : storeIdText(store);
  const at = parseTimestamp(trial.created_at);
  const now = parseTimestamp(takenAt);
  return {
    report_id: trial.record_id,
    bundle_sha256: trial.bundle.sha256,
    target: trial.bundle.target,
    at: trial.created_at,
    age_seconds: at === null || now === null ? null : Math.max(0, Math.floor((now - at) / 1000)),
    of_this_store: own !== null && trial.bundle.source_store === sha256Hex(own),
    records: trial.records,
    events: trial.events,
  };
}

/** The newest trial from which this very record, as it is now, came back; null where there is none. */
export function trialThatRestored(
  kind: RecordKind,
  id: string,
  { record, catalog, sha256Hex }: {
    readonly record: JsonObject;
    readonly catalog: Catalog;
    readonly sha256Hex: Sha256Hex;
  },
): RestoreTrial | null {
  const trials = restoreTrials(catalog);
  if (trials.length === 0) return null;
  const source = catalog.find(kind, id).find((one) => one.record === record);
  const fingerprint = source?.entry.redacted === undefined
    ? restoredFingerprint(kind, id, { record, sha256Hex })
    : source.entry.redacted.fingerprint;
  if (fingerprint === null) return null;
  return trials.find(({ restored }) => restored?.includes(fingerprint) === true) ?? null;
}
