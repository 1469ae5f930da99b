/** A snapshot that may be given to others: without what hidden records say, and good for the same answers. */
import { restoredFingerprint } from "../bundle/restore_proof.ts";
import type { RecordEntry, StateSnapshot } from "../model/snapshot.ts";
import { isHidden, redacted } from "../policy/redaction.ts";
import { recordId } from "../store/catalog.ts";
import { isJsonObject } from "../text/json.ts";
import type { Sha256Hex } from "../text/sha256.ts";

/** How many hidden records the snapshot holds, with and without what they say. */
export function countHidden({ store }: StateSnapshot): { readonly whole: number; readonly redacted: number } {
  const hidden = (store?.records ?? []).filter(({ kind, record }) => isJsonObject(record) && isHidden(kind, record));
  const left = hidden.filter((entry) => entry.redacted !== undefined).length;
  return { whole: hidden.length - left, redacted: left };
}

/** The snapshot in which hidden records keep ids, classes, references and digests, and nothing else. */
export function redactedSnapshot(snapshot: StateSnapshot, sha256Hex: Sha256Hex): StateSnapshot {
  const { store } = snapshot;
  if (store === null) return snapshot;
  return { ...snapshot, store: { ...store, records: store.records.map((entry) => redactedEntry(entry, sha256Hex)) } };
}

function redactedEntry(entry: RecordEntry, sha256Hex: Sha256Hex): RecordEntry {
  const { kind, record } = entry;
  if (!isJsonObject(record) || !isHidden(kind, record) || entry.redacted !== undefined) return entry;
  const id = recordId(kind, record);
  const fingerprint = id === null ? null : restoredFingerprint(kind, id, { record, sha256Hex });
  return { ...entry, record: redacted(kind, record), redacted: { fingerprint } };
}
