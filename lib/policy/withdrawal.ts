/** Who may do nothing any more, and since when (docs/domain.md, "Rules between records"). */
import { textOf } from "../model/fields.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import type { JsonObject } from "../text/json.ts";
import { parseTimestamp } from "../text/time.ts";

export interface Withdrawal {
  readonly how: "revoked" | "quarantined";
  /** From the second after this one on whatever it does is wrong. */
  readonly since: string;
}

/** Whether the actor or device was revoked, whichever of its fields says so, and whether or not that tells when. */
export function isRevoked(record: JsonObject): boolean {
  return (record["revoked_at"] ?? null) !== null || textOf(record, "device_state") === "revoked";
}

/** Whether the actor or device is quarantined, whichever of its fields says so. */
export function isQuarantined(record: JsonObject): boolean {
  return textOf(record, "trust_level") === "quarantined" || textOf(record, "device_state") === "quarantined";
}

/** How the actor or device is withdrawn by now; null where it is not. A revocation weighs more than a quarantine. */
export function howWithdrawn(record: JsonObject): Withdrawal["how"] | null {
  return isRevoked(record) ? "revoked" : isQuarantined(record) ? "quarantined" : null;
}

/**
 * How and since when the actor or device is withdrawn; null where it is not, or where nothing tells since when.
 *
 * A quarantine carries no time of its own. The record already says it when it was last written, so that whatever comes
 * after that comes after the quarantine too; what came before may have been lawful.
 */
export function withdrawalOf({ record, entry }: ReadableRecord): Withdrawal | null {
  return withdrawalIn(record, entry.file.modified_at);
}

/** As withdrawalOf(), of a record that may have no file: `writtenAt` is when it was written, where it does not say so. */
export function withdrawalIn(record: JsonObject, writtenAt: string | null): Withdrawal | null {
  const how = howWithdrawn(record);
  const since = (record["revoked_at"] ?? null) === null
    ? textOf(record, "updated_at") ?? writtenAt
    : textOf(record, "revoked_at");
  return how === null || since === null || parseTimestamp(since) === null ? null : { how, since };
}

/** Whether who is withdrawn now may have been so at that moment: where nobody can tell, it may. */
export function mayBeWithdrawnAt({ record, entry }: ReadableRecord, moment: string | null): boolean {
  return mayBeWithdrawnIn(record, { moment, writtenAt: entry.file.modified_at });
}

/** As mayBeWithdrawnAt(), of a record that may have no file, see withdrawalIn(). */
export function mayBeWithdrawnIn(
  record: JsonObject,
  { moment, writtenAt }: { readonly moment: string | null; readonly writtenAt: string | null },
): boolean {
  if (howWithdrawn(record) === null) return false;
  const withdrawal = withdrawalIn(record, writtenAt);
  const [time, limit] = [parseTimestamp(moment), parseTimestamp(withdrawal?.since ?? null)];
  return time === null || limit === null || time > limit;
}

/** How an actor or device may have been withdrawn; `since` is null where nothing tells. */
export interface Withdrawn {
  readonly how: Withdrawal["how"];
  readonly since: string | null;
}

/** How the actor or device may have been withdrawn at that moment, see mayBeWithdrawnAt(); null where it was not. */
export function withdrawnAt(source: ReadableRecord, moment: string): Withdrawn | null {
  const how = howWithdrawn(source.record);
  if (how === null || !mayBeWithdrawnAt(source, moment)) return null;
  return { how, since: withdrawalOf(source)?.since ?? null };
}

/** Whether the moment is later than that; a time that cannot be read is not. */
export function isLater(moment: string | null, { since }: Withdrawal): boolean {
  const time = parseTimestamp(moment);
  const limit = parseTimestamp(since);
  return time !== null && limit !== null && time > limit;
}

/**
 * Who produced an event: usually an actor, and it may be a device (docs/domain.md, "The store on disk"). Where both have
 * that id, whoever is withdrawn: nobody comes back under the name of another.
 */
export function producerOf(id: string | null, catalog: Catalog): ReadableRecord | null {
  if (id === null) return null;
  const found = [...catalog.find("actor", id), ...catalog.find("device", id)];
  return found.find(({ record }) => howWithdrawn(record) !== null) ?? found[0] ?? null;
}
