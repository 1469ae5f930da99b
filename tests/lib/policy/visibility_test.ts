import { assertEquals } from "@std/assert";
import { isTooVisible, visibilityStanding } from "../../../lib/policy/visibility.ts";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, recordOf, storeWith } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const widest: readonly (readonly [privacy: string, visibility: string | null])[] = [
  ["public", null],
  ["personal", "public"],
  ["work", null],
  ["confidential", "public"],
  ["regulated", "workspace"],
  ["secret", "workspace"],
  ["odd", null],
];

for (const [privacy, want] of widest) {
  Deno.test(`The first visibility that is too wide for what is ${privacy} is ${want}`, () => {
    const levels = ["odd", "local_only", "profile", "workspace", "org", "public"];
    assertEquals(
      levels.find((visibility) =>
        isTooVisible(recordOf("object", { privacy_class: privacy, sync_visibility: visibility }))
      ) ?? null,
      want,
    );
  });
}

const OPEN: Changes = { privacy_class: "personal", sync_visibility: "org" };

const cases: readonly (readonly [name: string, object: Changes, decisions: readonly Changes[], want: string])[] = [
  ["no further than its class allows", {}, [], "within"],
  ["further, and nobody decided", OPEN, [], "undecided"],
  ["further, and an owner decided for it", OPEN, [{}], "within"],
  ["further, and an owner decided against it", OPEN, [{ effect: "deny" }], "undecided"],
  [
    "further, and one allows it and another policy does not",
    OPEN,
    [{}, { effect: "deny", policy_id: "q" }],
    "undecided",
  ],
  ["further than anybody may decide for", { ...OPEN, sync_visibility: "public" }, [{}], "indefensible"],
  ["of no known class", { ...OPEN, privacy_class: "odd" }, [], "within"],
];

for (const [name, object, decisions, want] of cases) {
  Deno.test(`How far an object may be seen: ${name}`, () => {
    const records = decisions.map((changes, index) => entryOf("decision", { decision_id: `d:${index}`, ...changes }));
    const store = storeWith(entryOf("actor"), entryOf("object", object), ...records);
    const [diary] = buildCatalog(store).ofKind("object");
    assertEquals(diary === undefined ? "no object" : visibilityStanding(diary, policyOf(store)), want);
  });
}
