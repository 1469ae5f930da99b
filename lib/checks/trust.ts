import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { visibilityStanding, WIDEST_VISIBILITY } from "../policy/visibility.ts";
import { isRevoked } from "../policy/withdrawal.ts";
import { type Check, findingKind, findings } from "./frame/check.ts";
import { lookupOf, nameOf } from "../store/lookup.ts";
import { createRecordFindings } from "./frame/record_findings.ts";

const CHECK = "trust.records";

const NO_KEY = findingKind(
  "trust.agent-without-key",
  "warning",
  "An agent has no signing key",
  "Register a signing key for the agent, or revoke the agent: nobody can prove what it did",
);
const NARROW = "Have an owner narrow the object's visibility, or correct its privacy class";
const SECRET_VISIBLE = findingKind(
  "trust.secret-too-visible",
  "error",
  "A secret or regulated object is visible beyond its profile",
  NARROW,
);
const TOO_VISIBLE = findingKind(
  "trust.too-visible",
  "warning",
  "An object that is not public is visible to the public",
  NARROW,
);
const UNDECIDED = findingKind(
  "trust.visibility-undecided",
  "info",
  "An object is visible further than its privacy class says, and no decision allows it",
  "Have an owner record a decision that allows it, or narrow the object's visibility",
);

const WIDEST: ReadonlyMap<string | null, string> = new Map(Object.entries(WIDEST_VISIBILITY));

/** What records say of trust by themselves: agents have keys, and nothing is visible further than its class or a decision allows. */
export const trustCheck: Check = {
  id: CHECK,
  title: "Keys and visibility",
  reads: "actors/, objects/ and policy decisions",
  why: "A secret that is visible too far leaves with the next sync, and an agent without a key answers for nothing",
  required: true,
  needs: ["registries"],
  kinds: [NO_KEY, SECRET_VISIBLE, TOO_VISIBLE, UNDECIDED],
  run(input) {
    const { store, catalog, policy } = input;
    const lookup = lookupOf(store, catalog);
    const { found, add } = createRecordFindings(CHECK, input);
    for (const actor of lookup.ofKind("actor")) {
      if (lacksKey(actor)) {
        add(NO_KEY, actor, `${nameOf(actor)} is an agent without a signing key`, { field: "signing_key_ref" });
      }
    }
    for (const object of lookup.ofKind("object")) {
      const standing = visibilityStanding(object, policy);
      const privacy = textOf(object.record, "privacy_class");
      const visibility = textOf(object.record, "sync_visibility");
      if (standing === "within") continue;
      const grave = privacy === "secret" || privacy === "regulated";
      const message = `${nameOf(object)} is ${privacy}, and visible to "${visibility}"`;
      add(standing === "undecided" ? UNDECIDED : grave ? SECRET_VISIBLE : TOO_VISIBLE, object, message, {
        privacy_class: privacy,
        sync_visibility: visibility,
        widest: WIDEST.get(privacy) ?? null,
      });
    }
    return findings(found);
  },
};

/** An agent that was revoked signs nothing any more; a field that is absent breaks the actor's contract instead. */
function lacksKey({ record }: ReadableRecord): boolean {
  const key = record["signing_key_ref"];
  return textOf(record, "actor_type") === "agent" && !isRevoked(record) && (key === null || key === "");
}
