/** How far each privacy class lets an object be seen. */
import { PRIVACY_CLASSES, SYNC_VISIBILITIES } from "../model/vocabulary.ts";

type PrivacyClass = typeof PRIVACY_CLASSES[number];
type SyncVisibility = typeof SYNC_VISIBILITIES[number];

/** The widest visibility that a privacy class allows (docs/domain.md). What may leave a profile at all stops at `work`. */
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
