/** How far each privacy class lets an object be seen (docs/domain.md, "How far a record may go"). */
import { textOf } from "../model/fields.ts";
import { PRIVACY_CLASSES, SYNC_VISIBILITIES } from "../model/vocabulary.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { isUnopposed } from "./crossing.ts";
import type { Policy } from "./decisions.ts";
import type { JsonObject } from "../text/json.ts";
import { subjectOf } from "./subject.ts";

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

/** Whether nobody may decide for it, so that the record itself is wrong; false where a field has no known value. */
export function isTooVisible(record: JsonObject): boolean {
  return isBeyond(WIDEST_DECIDED, record);
}

/** `undecided` where an owner may decide for it, and no decision in force does; `indefensible` where nobody may. */
export type VisibilityStanding = "within" | "undecided" | "indefensible";

/** What is to be said of how far the object is visible; nothing where its fields have no known values. */
export function visibilityStanding(
  object: Pick<ReadableRecord, "kind" | "id" | "record">,
  policy: Policy,
): VisibilityStanding {
  if (isTooVisible(object.record)) return "indefensible";
  if (!isBeyond(WIDEST_VISIBILITY, object.record)) return "within";
  const rulings = policy.on(subjectOf(object));
  return isUnopposed(rulings) && rulings.allowing.length > 0 ? "within" : "undecided";
}

function isBeyond(
  widest: Readonly<Record<PrivacyClass, SyncVisibility>>,
  record: JsonObject,
): boolean {
  const [privacy, visibility] = [textOf(record, "privacy_class"), textOf(record, "sync_visibility")];
  const allowed = PRIVACY_CLASSES.find((known) => known === privacy);
  const reach = SYNC_VISIBILITIES.findIndex((known) => known === visibility);
  return allowed !== undefined && reach > SYNC_VISIBILITIES.indexOf(widest[allowed]);
}
