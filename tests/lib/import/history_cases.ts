/** Histories of a bundle that do not come in, whether the record itself is new, newer or the same. */
import { journalLine } from "../../../fixtures/records.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { ImportCase } from "../../helpers/import_cases.ts";
import { entryOf, EVENT_LINES, recordOf } from "../../helpers/snapshots.ts";

function later(changes: Readonly<Record<string, JsonObject[string]>> = {}): string {
  const line = journalLine({
    ordinal: 9,
    event_type: "update",
    lane: "normal",
    object_id: "object:diary",
    producer: "actor:ada",
    created_at: "2026-01-04T06:00:00Z",
    payload: {},
  });
  return JSON.stringify({ ...JSON.parse(line), ...changes });
}

const DELETION = { event_type: "delete", lane: "tombstone" };
const TOMBSTONE = { state: "tombstoned" };
const HELD = { retention_class: "legal_hold" };

/** The same record on both sides, and a bundle whose history goes on by this event. */
function goesOn(changes: Parameters<typeof later>[0], object: Parameters<typeof recordOf>[1] = {}) {
  return { here: [entryOf("object", object)], object, events: [...EVENT_LINES, later(changes)] };
}

export const HISTORY_CASES: readonly ImportCase[] = [
  { rule: "record.same", name: "a lawful history that goes on", ...goesOn({}) },
  { rule: "record.same", name: "a deletion of what both sides call deleted", ...goesOn(DELETION, TOMBSTONE) },
  {
    rule: "record.same",
    name: "a deletion that is here too, of what is active on both sides",
    ...goesOn(DELETION),
    journal: [...EVENT_LINES, later(DELETION)],
  },
  {
    rule: "history.diverged",
    name: "a history by somebody unknown that went another way",
    here: [entryOf("object")],
    object: { title: "Changed" },
    events: [later({ producer: "actor:nobody" }), later(), later(), later()],
  },
  { rule: "history.deletion", name: "a deletion of what is active on both sides", ...goesOn(DELETION) },
  {
    rule: "history.deletion",
    name: "a deletion of a new object that does not say so",
    journal: [],
    events: [...EVENT_LINES, later(DELETION)],
  },
  { rule: "hold.kept", name: "a deletion of what is held here", ...goesOn(DELETION, HELD) },
  { rule: "hold.kept", name: "a tombstone of what is held here", ...goesOn(DELETION, { ...TOMBSTONE, ...HELD }) },
  {
    rule: "history.held-deletion",
    name: "a deletion of what the bundle itself holds",
    journal: [],
    object: { ...TOMBSTONE, ...HELD },
    events: [...EVENT_LINES, later(DELETION)],
  },
  {
    rule: "policy.denied",
    name: "a deletion of what is denied here",
    ...goesOn(DELETION, TOMBSTONE),
    here: [entryOf("object", TOMBSTONE), entryOf("decision", { effect: "deny" })],
  },
  {
    rule: "profile.boundary",
    name: "a deletion of what belongs to another profile",
    ...goesOn(DELETION, TOMBSTONE),
    home: "profile:work",
  },
  {
    rule: "profile.air-gapped",
    name: "a history of an air-gapped profile",
    ...goesOn({}),
    without: ["profile"],
    here: [entryOf("object"), entryOf("profile", { profile_class: "air_gapped" })],
  },
  { rule: "history.undated", name: "an event of the future", ...goesOn({ created_at: "9999-01-01T00:00:00Z" }) },
  { rule: "history.unapplied", name: "an event that waits", ...goesOn({ lane: "priority", applied: false }) },
  { rule: "history.producer", name: "an event by somebody unknown", ...goesOn({ producer: "actor:nobody" }) },
  {
    rule: "history.producer",
    name: "an event by an actor who may not come in",
    ...goesOn({ producer: "actor:root" }),
    records: {
      object: [recordOf("object")],
      actor: [recordOf("actor", { actor_id: "actor:root", signing_key_ref: null, capabilities: ["delete"] })],
    },
  },
  {
    rule: "record.same",
    name: "an event by an actor who comes in with it",
    ...goesOn({ producer: "actor:new" }),
    records: {
      object: [recordOf("object")],
      actor: [recordOf("actor", { actor_id: "actor:new", signing_key_ref: null })],
    },
  },
  {
    rule: "record.same",
    name: "an event by this program, which undid something",
    ...goesOn({ producer: "sourceos-sync" }),
  },
  { rule: "record.same", name: "an event by a device that is registered here", ...goesOn({ producer: "device:desk" }) },
  {
    rule: "record.same",
    name: "an event by somebody unknown, in a trial",
    ...goesOn({ producer: "a" }),
    isTrial: true,
  },
];
