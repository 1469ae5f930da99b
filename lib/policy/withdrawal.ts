/** Since when an actor or device may do nothing any more (docs/domain.md, "Rules between records"). */
import type { ReadableRecord } from "../store/catalog.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { parseTimestamp } from "../text/time.ts";

export interface Withdrawal {
  readonly how: "revoked" | "quarantined";
  /** From the second after this one on whatever it does is wrong. */
  readonly since: string;
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
  const revokedAt = stringField(record, "revoked_at");
  const state = stringField(record, "device_state");
  const quarantined = stringField(record, "trust_level") === "quarantined" || state === "quarantined";
  const how = revokedAt !== null || state === "revoked" ? "revoked" : quarantined ? "quarantined" : null;
  const since = revokedAt ?? stringField(record, "updated_at") ?? writtenAt;
  return how === null || since === null || parseTimestamp(since) === null ? null : { how, since };
}

/** Whether the moment is later than that; a time that cannot be read is not. */
export function isLater(moment: string | null, { since }: Withdrawal): boolean {
  const time = moment === null ? null : parseTimestamp(moment);
  const limit = parseTimestamp(since);
  return time !== null && limit !== null && time > limit;
}
