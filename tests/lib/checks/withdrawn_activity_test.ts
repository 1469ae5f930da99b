import { assertEquals } from "@std/assert";
import { journalLine } from "../../../fixtures/records.ts";
import { trustActivityCheck } from "../../../lib/checks/withdrawn_activity.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { RecordEntry, StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { entryOf, fileEntry, HEALTHY_JOURNAL, healthyStore, journalOf } from "../../helpers/snapshots.ts";
import { found, inputOf, storeWithMore } from "./store_input.ts";

const NOON = "2026-01-02T12:00:00Z";
const BEFORE = "2026-01-02T11:59:59Z";
const AFTER = "2026-01-02T12:00:01Z";
const LATER = "2026-01-02T12:00:02Z";

/** One more event, by that producer at that time. */
function withEvent(producer: string, at: string, event: { type?: string; object?: string } = {}) {
  const line = journalLine({
    ordinal: 4,
    event_type: event.type ?? "policy",
    lane: "policy",
    object_id: event.object ?? "object:none",
    producer,
    created_at: at,
    payload: {},
  });
  return { journal: journalOf(`${HEALTHY_JOURNAL}${line}\n`) };
}

const bo = (changes: Parameters<typeof entryOf>[1]) => entryOf("actor", { actor_id: "actor:bo", ...changes });
const phone = (changes: Parameters<typeof entryOf>[1]) => entryOf("device", { device_id: "device:phone", ...changes });
const revoked = { revoked_at: NOON };
const lostPhone = phone({ device_state: "revoked", ...revoked });
const onPhone = (changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("object", { object_id: "object:photo", device_id: "device:phone", ...changes });
const without = (entry: RecordEntry, modifiedAt: string | null): RecordEntry => ({
  ...entry,
  file: fileEntry(entry.file.path, { modified_at: modifiedAt }),
});

const told = (changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("event", {
    event_id: "event:told",
    event_type: "sync.object.changed",
    occurred_at: AFTER,
    device_id: "device:phone",
    ...changes,
  });
const disputed = (changes: Parameters<typeof entryOf>[1] = {}) =>
  entryOf("conflict", {
    conflict_id: "conflict:photo",
    devices: ["device:phone"],
    decision_card: { selected_option: null },
    created_at: AFTER,
    ...changes,
  });

const activity: [string, StoreSnapshot, readonly string[]][] = [
  ["nothing where nobody was revoked", healthyStore(), []],
  ["nothing where a revoked actor stayed quiet", storeWithMore([bo(revoked)]), []],
  ["nothing where the actor was still allowed", storeWithMore([bo(revoked)], withEvent("actor:bo", BEFORE)), []],
  ["nothing in the second of the revocation", storeWithMore([bo(revoked)], withEvent("actor:bo", NOON)), []],
  ["an event after the revocation", storeWithMore([bo(revoked)], withEvent("actor:bo", AFTER)), [
    "trust.revoked-active actor:bo",
  ]],
  [
    "nothing where nobody has registered who produced it",
    storeWithMore([bo(revoked)], withEvent("actor:eve", AFTER)),
    [],
  ],
  ["nothing where the event's time is none", storeWithMore([bo(revoked)], withEvent("actor:bo", "yesterday")), []],
  [
    "nothing where the time of revocation is none",
    storeWithMore(
      [bo({ revoked_at: "last week" })],
      withEvent("actor:bo", AFTER),
    ),
    [],
  ],
  [
    "an event after the quarantined actor's record was written",
    storeWithMore(
      [bo({ trust_level: "quarantined", updated_at: NOON })],
      withEvent("actor:bo", AFTER),
    ),
    ["trust.quarantined-active actor:bo"],
  ],
  [
    "nothing where the event came before that, and may have been lawful",
    storeWithMore(
      [bo({ trust_level: "quarantined", updated_at: NOON })],
      withEvent("actor:bo", BEFORE),
    ),
    [],
  ],
  [
    "an event after the quarantined actor's file was written, where its record says no time",
    storeWithMore(
      [without(bo({ trust_level: "quarantined" }), NOON)],
      withEvent("actor:bo", AFTER),
    ),
    ["trust.quarantined-active actor:bo"],
  ],
  [
    "nothing where nothing tells since when the actor is quarantined",
    storeWithMore(
      [without(bo({ trust_level: "quarantined" }), null)],
      withEvent("actor:bo", AFTER),
    ),
    [],
  ],
  ["an event by a revoked device", storeWithMore([lostPhone], withEvent("device:phone", AFTER)), [
    "trust.revoked-active device:phone",
  ]],
  [
    "an object that a revoked actor created",
    storeWithMore([
      bo(revoked),
      entryOf("object", { created_by_actor: "actor:bo", created_at: AFTER }),
    ]),
    ["trust.withdrawn-actor-object object:diary"],
  ],
  [
    "a new object that a revoked actor changed",
    storeWithMore([
      bo(revoked),
      entryOf("object", { last_modified_by_actor: "actor:bo", created_at: AFTER }),
    ]),
    ["trust.withdrawn-actor-object object:diary"],
  ],
  [
    "nothing where only the object's updated_at is later, as every writer overwrites it",
    storeWithMore([
      bo(revoked),
      entryOf("object", { last_modified_by_actor: "actor:bo", created_at: BEFORE, updated_at: AFTER }),
    ]),
    [],
  ],
  ["an object that was created on a revoked device", storeWithMore([lostPhone, onPhone({ created_at: AFTER })]), [
    "trust.withdrawn-device-object object:photo",
  ]],
  [
    "an object that was changed on a revoked device",
    storeWithMore(
      [lostPhone, onPhone()],
      withEvent("actor:ada", AFTER, { type: "update", object: "object:photo" }),
    ),
    ["trust.withdrawn-device-object object:photo"],
  ],
  [
    "nothing where what the lost device held was deleted",
    storeWithMore(
      [lostPhone, onPhone()],
      withEvent("actor:ada", AFTER, { type: "delete", object: "object:photo" }),
    ),
    [],
  ],
  [
    "nothing where a revoked device only keeps what it had",
    storeWithMore([lostPhone, onPhone({ updated_at: AFTER })]),
    [],
  ],
  [
    "an object that was created on a quarantined device",
    storeWithMore([
      phone({ device_state: "quarantined", updated_at: NOON }),
      onPhone({ created_at: AFTER }),
    ]),
    ["trust.withdrawn-device-object object:photo"],
  ],
  [
    "an object on a device that is revoked and does not say when",
    storeWithMore([
      phone({ device_state: "revoked", revoked_at: null, updated_at: NOON }),
      onPhone({ created_at: AFTER }),
    ]),
    ["trust.withdrawn-device-object object:photo"],
  ],
  ["an integrity event of a change on a device that was revoked before", storeWithMore([lostPhone, told()]), [
    "trust.withdrawn-event event:told",
  ]],
  [
    "an integrity event of a change by an actor that was revoked before",
    storeWithMore([bo(revoked), told({ device_id: null, actor_id: "actor:bo" })]),
    ["trust.withdrawn-event event:told"],
  ],
  ["nothing where the change was before", storeWithMore([lostPhone, told({ occurred_at: BEFORE })]), []],
  [
    "nothing where the event tells that the device was revoked",
    storeWithMore([lostPhone, told({ event_type: "sync.device.revoked" })]),
    [],
  ],
  [
    "nothing where the event tells that it was kept out",
    storeWithMore([lostPhone, told({ event_type: "sync.policy.denied" })]),
    [],
  ],
  ["an open conflict with a version of a device that was revoked before", storeWithMore([lostPhone, disputed()]), [
    "trust.withdrawn-device-conflict conflict:photo",
  ]],
  ["nothing where the conflict came before", storeWithMore([lostPhone, disputed({ created_at: BEFORE })]), []],
  [
    "nothing where somebody has selected an option",
    storeWithMore([lostPhone, disputed({ decision_card: { selected_option: "skip" } })]),
    [],
  ],
];

for (const [name, store, want] of activity) {
  Deno.test(`trustActivityCheck finds ${name}`, () => assertEquals(found(trustActivityCheck, store), want));
}

const since = NOON;
const actor = "actors/actor_bo.json";
const device = "devices/device_phone.json";

const sayings: readonly (readonly [name: string, StoreSnapshot, message: string, evidence: JsonObject])[] = [
  [
    "what else an actor produced that is quarantined",
    storeWithMore([bo({ trust_level: "quarantined", updated_at: NOON })], withEvent("actor:bo", AFTER)),
    `Actor "actor:bo" is quarantined since ${NOON}, and produced event "evt-00000004" at ${AFTER}`,
    { file: actor, how: "quarantined", since, last_event_id: "evt-00000004", last_event_at: AFTER },
  ],
  [
    "who made an object, once though that actor changed it too",
    storeWithMore([
      bo(revoked),
      entryOf("object", { created_by_actor: "actor:bo", last_modified_by_actor: "actor:bo", created_at: AFTER }),
    ]),
    `Object "object:diary" was created at ${AFTER}, and actor "actor:bo", who made or changed it, is revoked since ${NOON}`,
    { file: "objects/object_diary.json", actor, since, created_at: AFTER },
  ],
  [
    "on which device an object is new",
    storeWithMore([lostPhone, onPhone({ created_at: AFTER })]),
    `Object "object:photo" is new or changed at ${AFTER} on device "device:phone", revoked since ${NOON}`,
    { file: "objects/object_photo.json", device, since, changed_at: AFTER },
  ],
  [
    "when an object was last changed on a device",
    storeWithMore(
      [lostPhone, onPhone({ created_at: AFTER })],
      withEvent("actor:ada", LATER, { type: "update", object: "object:photo" }),
    ),
    `Object "object:photo" is new or changed at ${LATER} on device "device:phone", revoked since ${NOON}`,
    { file: "objects/object_photo.json", device, since, changed_at: LATER },
  ],
  [
    "when an object was made that the journal tells of once more",
    storeWithMore(
      [lostPhone, onPhone({ created_at: BEFORE })],
      withEvent("actor:ada", AFTER, { type: "add", object: "object:photo" }),
    ),
    `Object "object:photo" is new or changed at ${AFTER} on device "device:phone", revoked since ${NOON}`,
    { file: "objects/object_photo.json", device, since, changed_at: AFTER },
  ],
  [
    "that an object was made later, where its last change was before",
    storeWithMore(
      [lostPhone, onPhone({ created_at: AFTER })],
      withEvent("actor:ada", BEFORE, { type: "update", object: "object:photo" }),
    ),
    `Object "object:photo" is new or changed at ${AFTER} on device "device:phone", revoked since ${NOON}`,
    { file: "objects/object_photo.json", device, since, changed_at: AFTER },
  ],
  [
    "which device an integrity event names",
    storeWithMore([lostPhone, told()]),
    `Event "event:told" tells of a change at ${AFTER} by device "device:phone", revoked since ${NOON}`,
    { file: "events/event_told.json", device, since, occurred_at: AFTER },
  ],
  [
    "which actor an integrity event names",
    storeWithMore([bo(revoked), told({ device_id: null, actor_id: "actor:bo" })]),
    `Event "event:told" tells of a change at ${AFTER} by actor "actor:bo", revoked since ${NOON}`,
    { file: "events/event_told.json", actor, since, occurred_at: AFTER },
  ],
  [
    "which device a conflict names",
    storeWithMore([lostPhone, disputed()]),
    `Conflict "conflict:photo", of ${AFTER}, names device "device:phone", revoked since ${NOON}`,
    { file: "conflicts/conflict_photo.json", device, since, created_at: AFTER },
  ],
];

for (const [name, store, message, evidence] of sayings) {
  Deno.test(`trustActivityCheck tells ${name}`, () => {
    const outcome = trustActivityCheck.run(inputOf(store));
    assertEquals(outcome.ran && outcome.findings.map((one) => ({ message: one.message, evidence: one.evidence })), [
      { message, evidence },
    ]);
  });
}

Deno.test("trustActivityCheck names the actor's last event and since when it is revoked", () => {
  const outcome = trustActivityCheck.run(inputOf(storeWithMore([bo(revoked)], withEvent("actor:bo", AFTER))));
  assertEquals(outcome.ran && outcome.findings, [{
    id: "trust.revoked-active",
    check: "trust.activity",
    severity: "error",
    durability: "durable",
    target: "actor:bo",
    message: `Actor "actor:bo" is revoked since ${NOON}, and produced event "evt-00000004" at ${AFTER}`,
    evidence: {
      file: "actors/actor_bo.json",
      how: "revoked",
      since: NOON,
      last_event_id: "evt-00000004",
      last_event_at: AFTER,
    },
    recommendation: {
      action:
        "Find out what still holds its credentials, review what it did since, and have an owner keep or undo each",
      command: "sourceos sync explain actor:bo --store /srv/state",
      automatic: false,
      needs_review: true,
    },
  }]);
});
