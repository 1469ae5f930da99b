import { assertEquals, assertThrows } from "@std/assert";
import { buildCatalog } from "../../../lib/store/catalog.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { namePolicyDecisions } from "../../../lib/export/named_decisions.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, storeWith } from "../../helpers/snapshots.ts";

const DIARY = { objectId: "object:diary", profileId: "profile:home", workspaceId: "workspace:house" };
const LATER = "2026-01-03T00:00:00Z";

/** A decision of one policy about the diary, unless told otherwise. */
function decision(id: string, changes: Parameters<typeof entryOf>[1] = {}): RecordEntry {
  return entryOf("decision", { decision_id: `policy-decision:${id}`, ...changes });
}

function named(records: readonly RecordEntry[], names: readonly string[]) {
  const store = storeWith(entryOf("actor"), ...records);
  const catalog = buildCatalog(store);
  return namePolicyDecisions(names, { catalog, policy: policyOf(store, catalog) });
}

const place = { object_id: undefined };

const covered: readonly {
  readonly name: string;
  readonly records: readonly RecordEntry[];
  readonly subject?: Partial<typeof DIARY> | { readonly objectId: null };
  readonly covering: readonly string[];
  readonly naming: readonly string[];
}[] = [
  {
    name: "the object that it names",
    records: [decision("a")],
    covering: ["policy-decision:a"],
    naming: ["policy-decision:a"],
  },
  { name: "no other object", records: [decision("a")], subject: { objectId: "object:b" }, covering: [], naming: [] },
  {
    name: "everything in its place, where it names no object",
    records: [decision("a", place)],
    covering: ["policy-decision:a"],
    naming: [],
  },
  {
    name: "nothing of another workspace",
    records: [decision("a", place)],
    subject: { workspaceId: "workspace:shed" },
    covering: [],
    naming: [],
  },
  {
    name: "nothing of another profile",
    records: [decision("a", place)],
    subject: { profileId: "profile:work" },
    covering: [],
    naming: [],
  },
  {
    name: "nothing for which a later one of its policy denies",
    records: [decision("a", place), decision("b", { effect: "deny", decided_at: LATER })],
    covering: [],
    naming: [],
  },
  {
    name: "the rest of its place, for which no later one denies",
    records: [decision("a", place), decision("b", { effect: "deny", decided_at: LATER })],
    subject: { objectId: "object:b" },
    covering: ["policy-decision:a"],
    naming: [],
  },
  {
    name: "what an earlier one of its policy denied",
    records: [decision("a"), decision("b", { effect: "deny", decided_at: "2026-01-01T00:00:00Z" })],
    covering: ["policy-decision:a"],
    naming: ["policy-decision:a"],
  },
];

for (const { name, records, subject = {}, covering, naming } of covered) {
  Deno.test(`A named decision covers ${name}`, () => {
    const decisions = named(records, ["policy-decision:a"]);
    assertEquals(decisions.means({ ...DIARY, ...subject }), { covering, naming });
  });
}

const refused: readonly (readonly [name: string, records: readonly RecordEntry[], text: string, want: object])[] = [
  ["is not there", [decision("a")], "policy-decision:b", {
    exit: "not_found",
    code: "not_found",
    message: 'Cannot use policy decision "policy-decision:b": there is no such policy decision in this store',
    hint: "The nearest: policy-decision:a",
  }],
  ["is no decision", [entryOf("object")], "object:diary", {
    exit: "usage",
    code: "usage",
    message: 'Cannot use policy decision "object:diary": it names the kind "object", and --policy-decision takes a ' +
      "policy decision",
    hint: null,
  }],
  ["denies", [decision("a", { effect: "deny" })], "a", {
    exit: "denied",
    code: "decision_not_allow",
    message: 'Cannot use policy decision "policy-decision:a": its effect is "deny"',
    hint: "Name a decision whose effect is allow",
  }],
  ["a later one supersedes", [decision("a"), decision("b", { decided_at: LATER })], "a", {
    exit: "denied",
    code: "decision_superseded",
    message: 'Cannot use policy decision "policy-decision:a": "policy-decision:b" of the same policy supersedes it',
    hint: 'Name the newest decision of policy "sourceos.policy/own-devices", where it allows',
  }],
  ["another one of the same second denies", [decision("a"), decision("b", { effect: "deny" })], "a", {
    exit: "denied",
    code: "decision_superseded",
    message: 'Cannot use policy decision "policy-decision:a": "policy-decision:b" of the same policy supersedes it',
    hint: 'Name the newest decision of policy "sourceos.policy/own-devices", where it allows',
  }],
  ["was made at no time that can be read", [decision("a", { decided_at: "soon" })], "a", {
    exit: "denied",
    code: "decision_malformed",
    message:
      'Cannot use policy decision "policy-decision:a": its decided_at "soon" is not of the form 2026-01-31T23:59:59Z',
    hint: "Have its owner record it again",
  }],
  ["is of a newer format", [decision("a", { schema: "sourceos.policy-decision/v2" })], "a", {
    exit: "denied",
    code: "decision_malformed",
    message: 'Cannot use policy decision "policy-decision:a": its format is not "sourceos.policy-decision/v1alpha1"',
    hint: "Have its owner record it again",
  }],
];

for (const [name, records, text, want] of refused) {
  Deno.test(`A named decision is refused that ${name}`, () => {
    const error = assertThrows(() => named(records, [text]), CliError);
    const { exit, code, message, hint } = error;
    assertEquals({ exit, code, message, hint }, want);
  });
}

Deno.test("No decision covers anything where none is named", () => {
  const decisions = named([decision("a")], []);
  assertEquals(decisions.means(DIARY), { covering: [], naming: [] });
});
