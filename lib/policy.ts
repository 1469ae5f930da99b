/** What policy says about an object: how far its privacy class lets it be seen, and which recorded decisions bear on it. */
import type { Catalog, ReadableRecord } from "./catalog.ts";
import { stringField } from "./model/json.ts";
import { PRIVACY_CLASSES, SYNC_VISIBILITIES } from "./model/vocabulary.ts";

type PrivacyClass = typeof PRIVACY_CLASSES[number];
type SyncVisibility = typeof SYNC_VISIBILITIES[number];

/** The widest visibility that a privacy class allows. What may leave a profile at all stops at `work` (design.md, "Bundles"). */
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
  const newest = new Map<string, ReadableRecord>();
  for (const decision of catalog.ofKind("decision")) {
    if (stringField(decision.record, "object_id") !== objectId) continue;
    const policy = stringField(decision.record, "policy_id") ?? "";
    const before = newest.get(policy);
    if (before === undefined || decidedAt(decision) > decidedAt(before)) newest.set(policy, decision);
  }
  return [...newest.values()];
}

function decidedAt(decision: ReadableRecord): string {
  return stringField(decision.record, "decided_at") ?? "";
}
