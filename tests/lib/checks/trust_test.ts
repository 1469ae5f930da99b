import { assertEquals } from "@std/assert";
import { trustCheck } from "../../../lib/checks/trust.ts";
import type { Finding } from "../../../lib/model/documents/health.ts";
import { PRIVACY_CLASSES, SYNC_VISIBILITIES } from "../../../lib/model/vocabulary.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf } from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

const agent = (changes: Parameters<typeof entryOf>[1]) =>
  entryOf("actor", { actor_id: "actor:scribe", actor_type: "agent", ...changes });

const records: [string, readonly RecordEntry[], readonly string[]][] = [
  ["nothing where an agent has a key", [agent({})], []],
  ["an agent whose key is null", [agent({ signing_key_ref: null })], ["trust.agent-without-key actor:scribe"]],
  ["an agent whose key is empty", [agent({ signing_key_ref: "" })], ["trust.agent-without-key actor:scribe"]],
  ["nothing where an agent lacks the field, which its contract tells", [agent({ signing_key_ref: undefined })], []],
  ["nothing where an agent without a key was revoked", [
    agent({ signing_key_ref: null, revoked_at: "2026-01-01T00:00:00Z" }),
  ], []],
  ["nothing where a person has no key", [entryOf("actor", { signing_key_ref: null })], []],
  ["nothing where privacy and visibility are no known values", [
    entryOf("object", { privacy_class: "hidden", sync_visibility: "everybody" }),
  ], []],
];

for (const [name, entries, want] of records) {
  Deno.test(`trustCheck finds ${name}`, () => assertEquals(found(trustCheck, storeWithMore(entries)), want));
}

/** By privacy class, in the order of SYNC_VISIBILITIES: local_only, profile, workspace, org, public. */
const SEEN: Readonly<Record<typeof PRIVACY_CLASSES[number], string>> = {
  public: "- - - - -",
  personal: "- - - undecided wide",
  work: "- - - - undecided",
  confidential: "- - - undecided wide",
  regulated: "- - secret secret secret",
  secret: "- - secret secret secret",
};
const IDS = new Map([
  ["undecided", "trust.visibility-undecided"],
  ["wide", "trust.too-visible"],
  ["secret", "trust.secret-too-visible"],
]);

for (const privacy of PRIVACY_CLASSES) {
  SYNC_VISIBILITIES.forEach((visibility, index) => {
    const word = SEEN[privacy].split(" ")[index] ?? "";
    const id = IDS.get(word);
    const object = entryOf("object", { privacy_class: privacy, sync_visibility: visibility });
    const decided = storeWithMore([object]);
    const undecided = { ...decided, records: decided.records.filter(({ kind }) => kind !== "decision") };
    Deno.test(`trustCheck finds ${id ?? "nothing"} where an object is ${privacy} and ${visibility}`, () =>
      assertEquals(found(trustCheck, undecided), id === undefined ? [] : [`${id} object:diary`]));
    Deno.test(`trustCheck ${word === "undecided" ? "is silenced" : "says no other thing"} by a decision that allows an object that is ${privacy} and ${visibility}`, () =>
      assertEquals(found(trustCheck, decided), id === undefined || word === "undecided" ? [] : [`${id} object:diary`]));
  });
}

Deno.test("trustCheck is not silenced by a decision about another object, or by one that denies", () => {
  const object = entryOf("object", { privacy_class: "work", sync_visibility: "public" });
  for (const changes of [{ object_id: "object:other" }, { effect: "deny" }, { workspace_id: "workspace:elsewhere" }]) {
    assertEquals(found(trustCheck, storeWithMore([object, entryOf("decision", changes)])), [
      "trust.visibility-undecided object:diary",
    ]);
  }
});

const tells: [string, RecordEntry, Pick<Finding, "message" | "evidence">][] = [
  [
    "how far a secret is visible, and how far it may be",
    entryOf("object", { privacy_class: "secret", sync_visibility: "workspace" }),
    {
      message: 'Object "object:diary" is secret, and visible to "workspace"',
      evidence: {
        file: "objects/object_diary.json",
        privacy_class: "secret",
        sync_visibility: "workspace",
        widest: "profile",
      },
    },
  ],
  ["which field of an agent is empty", agent({ signing_key_ref: null }), {
    message: 'Actor "actor:scribe" is an agent without a signing key',
    evidence: { file: "actors/actor_scribe.json", field: "signing_key_ref" },
  }],
];

for (const [name, entry, want] of tells) {
  Deno.test(`trustCheck tells ${name}`, () => {
    const outcome = trustCheck.run(inputOf(storeWithMore([entry])));
    assertEquals(outcome.ran && outcome.findings.map(({ message, evidence }) => ({ message, evidence })), [want]);
  });
}
