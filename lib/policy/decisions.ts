/** What policy says about an object: how far its privacy class lets it be seen, and which recorded decisions bear on it. */
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { stringField } from "../text/json.ts";
import { PRIVACY_CLASSES, SYNC_VISIBILITIES } from "../model/vocabulary.ts";

type PrivacyClass = typeof PRIVACY_CLASSES[number];
type SyncVisibility = typeof SYNC_VISIBILITIES[number];

/**
 * The widest visibility that a privacy class allows. What may leave a profile at all stops at `work` (docs/domain.md,
 * "How far a record may go").
 */
export const WIDEST_VISIBILITY: Readonly<Record<PrivacyClass, SyncVisibility>> = {
  public: "public",
  personal: "workspace",
  work: "org",
  confidential: "workspace",
  regulated: "profile",
  secret: "local_only",
};

/** Whether the visibility is wider than the privacy class allows; false where either is not a known value. */
export function isTooVisible(privacy: string | null, visibility: string | null): boolean {
  const allowed = PRIVACY_CLASSES.find((known) => known === privacy);
  const reach = SYNC_VISIBILITIES.findIndex((known) => known === visibility);
  return allowed !== undefined && reach > SYNC_VISIBILITIES.indexOf(WIDEST_VISIBILITY[allowed]);
}

/** The decisions about an object that are in force: the newest of each policy, in the order of their ids. */
export function decisionsInForce(objectId: string, catalog: Catalog): readonly ReadableRecord[] {
  return newestOfEachPolicy(catalog.about("decision", objectId));
}

/** The newest decision of each policy; of several at one time the strictest. */
export function newestOfEachPolicy(decisions: readonly ReadableRecord[]): readonly ReadableRecord[] {
  const newest = new Map<string, ReadableRecord>();
  for (const decision of decisions) {
    const policy = stringField(decision.record, "policy_id") ?? "";
    const before = newest.get(policy);
    if (before === undefined || supersedes(decision, before)) newest.set(policy, decision);
  }
  return [...newest.values()];
}

function supersedes(decision: ReadableRecord, before: ReadableRecord): boolean {
  const [time, timeBefore] = [decidedAt(decision), decidedAt(before)];
  return time > timeBefore || (time === timeBefore && strictness(decision) > strictness(before));
}

function decidedAt(decision: ReadableRecord): string {
  return stringField(decision.record, "decided_at") ?? "";
}

/** An effect that is not known cannot be taken for permission. */
function strictness(decision: ReadableRecord): number {
  const effect = stringField(decision.record, "effect");
  return effect === "allow" ? 0 : effect === "review_required" ? 1 : 2;
}
