/** Who may decide a conflict, and how (docs/domain.md, "Decisions on conflicts"). */
import { textOf, textsOf } from "../model/fields.ts";
import type { CONFLICT_OPTIONS } from "../model/vocabulary.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { sayRuling } from "./decision.ts";
import type { Policy } from "./decisions.ts";
import { beyondScope } from "./scopes.ts";
import { type Place, placeOf } from "./subject.ts";
import { howWithdrawn } from "./withdrawal.ts";

/** The policy under which only a person decides. */
const BY_A_PERSON = "human_review_required";

/** What each option takes of who decides: it settles what others wrote, and some of them write an object. */
const NEEDED = {
  merge: ["merge", "write"],
  fork: ["merge", "write"],
  skip: ["merge"],
} as const satisfies Readonly<Record<typeof CONFLICT_OPTIONS[number], readonly string[]>>;

type Judged = Pick<ReadableRecord, "record">;

interface Deciding {
  readonly conflict: Judged;
  /** The object that it is about; null where it has no record here. */
  readonly object: Judged | null;
  readonly option: keyof typeof NEEDED;
}

/** Why the registered actor may not decide the conflict so, as a clause; null where it may, as far as its own record says. */
export function decidersFlaw({ record: actor }: Judged, { conflict, object, option }: Deciding): string | null {
  const how = howWithdrawn(actor);
  if (how !== null) return `it is ${how}`;
  const places: readonly Place[] = [conflict, ...(object === null ? [] : [object])].map(placeOf);
  const beyond = places.map((place) => beyondScope(actor, place)).find((one) => one !== null) ?? null;
  if (beyond !== null) return `its ${beyond.kind}_scope does not name "${beyond.id}"`;
  const capabilities = textsOf(actor, "capabilities");
  const missing = NEEDED[option].find((capability) => !capabilities.includes(capability));
  if (missing !== undefined) return `it has not the capability "${missing}"`;
  if (textOf(conflict.record, "merge_policy") === BY_A_PERSON && textOf(actor, "actor_type") !== "human") {
    return `the conflict's merge_policy is "${BY_A_PERSON}", and it is of actor_type "${
      textOf(actor, "actor_type") ?? "unknown"
    }"`;
  }
  return null;
}

/** What the recorded decisions have against any decision on the conflict, as a clause; null where there is nothing. */
export function ruledOut({ conflict, object }: Omit<Deciding, "option">, policy: Policy): string | null {
  if (policy.unread !== null) return `"${policy.unread}" cannot be read, and may hold a policy decision that denies it`;
  const objectId = textOf(conflict.record, "object_id");
  for (const place of [conflict, ...(object === null ? [] : [object])].map(placeOf)) {
    const { denying, reviewing } = policy.on({ objectId, ...place });
    const [first] = [...denying, ...reviewing];
    if (first !== undefined) {
      return `policy decision "${first.name}" ${sayRuling(first, { asks_review: "asks for a review first" })}`;
    }
  }
  return null;
}
