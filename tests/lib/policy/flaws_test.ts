import { assertEquals } from "@std/assert";
import { sayRuling } from "../../../lib/policy/decision.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { policyOf } from "../../helpers/policies.ts";
import { entryOf, storeWith, unreadableEntry } from "../../helpers/snapshots.ts";

type Changes = NonNullable<Parameters<typeof entryOf>[1]>;

const ADA = entryOf("actor");
const ada = (changes: Changes) => entryOf("actor", changes);
/** A second file with the record of the same id. */
const again = (entry: RecordEntry): RecordEntry => ({
  ...entry,
  file: { ...entry.file, path: `${entry.file.path}.json` },
});

interface Case {
  readonly name: string;
  readonly decision?: Changes;
  readonly others?: readonly RecordEntry[];
  /** `kind: text`; null where the decision counts. */
  readonly flaw: string | null;
}

const CASES: readonly Case[] = [
  { name: "whole, and made by somebody who may", flaw: null },
  { name: "without a time", decision: { decided_at: undefined }, flaw: "undated: its decided_at is missing" },
  {
    name: "with a time of another form",
    decision: { decided_at: "soon" },
    flaw: 'undated: its decided_at "soon" is not of the form 2026-01-31T23:59:59Z',
  },
  { name: "made in the moment when the state was read", decision: { decided_at: "2026-01-04T12:00:00Z" }, flaw: null },
  {
    name: "made a second after the state was read",
    decision: { decided_at: "2026-01-04T12:00:01Z" },
    flaw: "future: it is dated in the future, 2026-01-04T12:00:01Z",
  },
  {
    name: "of another format",
    decision: { schema: "sourceos.policy-decision/v9" },
    flaw: 'malformed: its format is not "sourceos.policy-decision/v1alpha1"',
  },
  {
    name: "that breaks its contract",
    decision: { rationale: undefined },
    flaw: 'malformed: it breaks its contract: Field "rationale" is required and absent',
  },
  { name: "about an object without a name", decision: { object_id: "" }, flaw: "malformed: its object_id is empty" },
  {
    name: "whose id several files claim",
    others: [ADA, again(entryOf("decision"))],
    flaw: "malformed: several files claim its id",
  },
  { name: "by nobody known", others: [], flaw: 'actor: its actor "actor:ada" is not registered' },
  {
    name: "by an actor whose record cannot be read",
    others: [unreadableEntry("actor", "actors/actor_ada.json")],
    flaw: 'unreadable: the record of its actor "actor:ada" cannot be read',
  },
  {
    name: "by an actor that several files claim to be",
    others: [ADA, again(ADA)],
    flaw: 'actor: its actor "actor:ada" is claimed by several files',
  },
  {
    name: "by an actor of another format",
    others: [ada({ schema: "sourceos.actor-record/v9" })],
    flaw: 'actor: its actor "actor:ada" has a record of another format',
  },
  { name: "by an actor whose record names no format", others: [ada({ schema: undefined })], flaw: null },
  {
    name: "by an actor that was revoked before",
    others: [ada({ revoked_at: "2026-01-02T22:59:59Z" })],
    flaw: 'actor: its actor "actor:ada" was revoked by then',
  },
  {
    name: "by an actor that was revoked in that moment",
    others: [ada({ revoked_at: "2026-01-02T23:00:00Z" })],
    flaw: null,
  },
  {
    name: "by an actor that reaches no such profile",
    others: [ada({ profile_scope: [] })],
    flaw: 'actor: its actor "actor:ada" may not decide in profile "profile:home"',
  },
  {
    name: "by an actor that reaches no such workspace",
    others: [ada({ workspace_scope: [] })],
    flaw: 'actor: its actor "actor:ada" may not decide in workspace "workspace:house"',
  },
  {
    name: "beside one that cannot be read",
    others: [ADA, unreadableEntry("decision", "policy-decisions/torn.json")],
    flaw: "unreadable: another decision cannot be read, and may deny it",
  },
];

for (const { name, decision = {}, others = [ADA], flaw: want } of CASES) {
  Deno.test(`What is wrong with a decision ${name}`, () => {
    const [read] = policyOf(storeWith(entryOf("decision", decision), ...others)).decisions;
    const flaw = read?.flaw ?? null;
    assertEquals(flaw === null ? null : `${flaw.kind}: ${flaw.text}`, want);
  });
}

Deno.test("A number that no JSON can say is wrong with a decision", () => {
  const odd: RecordEntry = { ...entryOf("decision"), oddities: ["non_finite_number"] };
  const [read] = policyOf(storeWith(odd, ADA)).decisions;
  assertEquals(read?.flaw, { kind: "malformed", text: "it holds a number that no JSON can say" });
});

Deno.test("A decision is said with its rationale where it has one, and a void one with what is wrong", () => {
  const said = [{}, { effect: "deny", rationale: undefined }, { decided_at: undefined }].map((changes: Changes) => {
    const [read] = policyOf(storeWith(entryOf("decision", changes), ADA)).decisions;
    return read === undefined ? null : sayRuling(read);
  });
  assertEquals(said, [
    "allows it (Personal notes may go to the owner's own devices.)",
    "denies it",
    "allows nothing: its decided_at is missing",
  ]);
});
