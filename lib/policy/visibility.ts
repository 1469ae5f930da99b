/** How far each privacy class lets an object be seen (docs/domain.md, "How far a record may go"). */
import { textOf } from "../model/fields.ts";
import { PRIVACY_CLASSES, SYNC_VISIBILITIES } from "../model/vocabulary.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { isUnopposed } from "./crossing.ts";
import type { Policy } from "./decisions.ts";
import { placeOf } from "./subject.ts";

type PrivacyClass = typeof PRIVACY_CLASSES[number];
type SyncVisibility = typeof SYNC_VISIBILITIES[number];

/** The widest visibility that a privacy class allows by itself. What may leave a profile at all stops at `work`. */
export const WIDEST_VISIBILITY: Readonly<Record<PrivacyClass, SyncVisibility>> = {
  public: "public",
  personal: "workspace",
  work: "org",
  confidential: "workspace",
  regulated: "profile",
  secret: "profile",
};

/** The widest visibility that an owner can decide for; beyond it nobody can defend it. */
const WIDEST_DECIDED: Readonly<Record<PrivacyClass, SyncVisibility>> = {
  public: "public",
  personal: "org",
  work: "public",
  confidential: "org",
  regulated: "profile",
  secret: "profile",
};

/** Whether the visibility is wider than the privacy class allows; false where either is not a known value. */
export function isTooVisible(privacy: string | null, visibility: string | null): boolean {
  return isBeyond(WIDEST_VISIBILITY, privacy, visibility);
}

/** `undecided` where an owner may decide for it, and no decision in force does; `indefensible` where nobody may. */
type VisibilityStanding = "within" | "undecided" | "indefensible";

/** What is to be said of how far the object is visible; nothing where its fields have no known values. */
export function visibilityStanding(object: ReadableRecord, policy: Policy): VisibilityStanding {
  const [privacy, visibility] = [textOf(object.record, "privacy_class"), textOf(object.record, "sync_visibility")];
  if (isBeyond(WIDEST_DECIDED, privacy, visibility)) return "indefensible";
  if (!isTooVisible(privacy, visibility)) return "within";
  const rulings = policy.on({ objectId: object.id, ...placeOf(object) });
  return isUnopposed(rulings) && rulings.allowing.length > 0 ? "within" : "undecided";
}

function isBeyond(
  widest: Readonly<Record<PrivacyClass, SyncVisibility>>,
  privacy: string | null,
  visibility: string | null,
): boolean {
  const allowed = PRIVACY_CLASSES.find((known) => known === privacy);
  const reach = SYNC_VISIBILITIES.findIndex((known) => known === visibility);
  return allowed !== undefined && reach > SYNC_VISIBILITIES.indexOf(widest[allowed]);
}
