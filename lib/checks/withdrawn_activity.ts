import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { ObjectHead } from "../model/journal.ts";
import { namedIds } from "../store/named_ids.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import { type Check, findingKind, findings } from "./frame/check.ts";
import { type Lookup, lookupOf, nameOf } from "../store/lookup.ts";
import { createRecordFindings } from "./frame/record_findings.ts";
import { isLater, producerOf, type Withdrawal, withdrawalOf } from "../policy/withdrawal.ts";

const CHECK = "trust.activity";

const REVOKED = findingKind(
  "trust.revoked-active",
  "error",
  "A revoked actor or device is still active",
  "Find out what still holds its credentials, review what it did since, and have an owner keep or undo each",
);
const QUARANTINED = findingKind(
  "trust.quarantined-active",
  "error",
  "A quarantined actor or device is still active",
  "Find out what still holds its credentials, review what it did since, and have an owner keep or undo each",
);
const AUTHORED = findingKind(
  "trust.withdrawn-actor-object",
  "error",
  "A new object was made or changed by an actor that had been revoked or quarantined before",
  "Find out who acted in the actor's name, and have the owner of the object keep the change or undo it",
);
const OWNED = findingKind(
  "trust.withdrawn-device-object",
  "error",
  "An object is new or changed on a device that had been revoked or quarantined before",
  "Have its owner move it to a trusted device, or undo the change",
);

const TOLD = findingKind(
  "trust.withdrawn-event",
  "error",
  "An integrity event tells of a change by an actor or device that had been revoked or quarantined before",
  "Find out what still holds its credentials, and review the object that the event names",
);
const COMPETING = findingKind(
  "trust.withdrawn-device-conflict",
  "warning",
  "An open conflict names a device that had been revoked or quarantined before",
  "Find out when the device made its version before an option is selected: it may be one that nobody should take over",
);

/** What integrity events call a change; others tell of the actor or device that they name, such as that it was revoked. */
const CHANGES: readonly (string | null)[] = [
  "sync.object.created",
  "sync.object.changed",
  "sync.object.deleted",
  "sync.object.tombstoned",
];

/**
 * Whoever was revoked or quarantined stays quiet afterwards. The journal and an object's time of creation tell when;
 * an object's time of change does not, as every writer overwrites it.
 */
export const trustActivityCheck: Check = {
  id: CHECK,
  title: "Revoked and quarantined actors and devices",
  reads: "the journal, actors/, devices/, objects/, events/ and conflicts/",
  why: "Whoever acts after being revoked still holds credentials that were meant to be gone",
  required: true,
  needs: ["registries", "journal"],
  kinds: [REVOKED, QUARANTINED, AUTHORED, OWNED, TOLD, COMPETING],
  run(input) {
    const { store, catalog } = input;
    const lookup = lookupOf(store, catalog);
    const { found, add } = createRecordFindings(CHECK, input);

    for (const activity of store.journal.actors) {
      const producer = producerOf(activity.actor_id, catalog);
      const withdrawal = producer === null ? null : withdrawalOf(producer);
      if (producer === null || withdrawal === null || !isLater(activity.last_event_at, withdrawal)) continue;
      const { how, since } = withdrawal;
      add(
        how === "revoked" ? REVOKED : QUARANTINED,
        producer,
        `${nameOf(producer)} is ${how} since ${since}, and produced event "${activity.last_event_id}" at ` +
          activity.last_event_at,
        { how, since, last_event_id: activity.last_event_id, last_event_at: activity.last_event_at },
      );
    }

    const namedIn = withdrawnEnds(lookup);
    for (const object of lookup.ofKind("object")) {
      const createdAt = textOf(object.record, "created_at");
      // Whoever changed an object did so after it was created.
      for (const { record: actor, how, since } of namedIn(object, ["created_by_actor", "last_modified_by_actor"])) {
        if (!isLater(createdAt, { how, since })) continue;
        const message = `${nameOf(object)} was created at ${createdAt}, and actor "${actor.id}", who made or changed ` +
          `it, is ${how} since ${since}`;
        add(AUTHORED, object, message, { actor: actor.path, since, created_at: createdAt });
      }
      for (const { record: device, how, since } of namedIn(object, ["device_id"])) {
        const changedAt = latestSign(createdAt, lookup.headOf(object), { how, since });
        if (changedAt === null) continue;
        const message = `${nameOf(object)} is new or changed at ${changedAt} on device "${device.id}", ` +
          `${how} since ${since}`;
        add(OWNED, object, message, { device: device.path, since, changed_at: changedAt });
      }
    }
    for (const event of lookup.ofKind("event").filter(({ record }) => CHANGES.includes(textOf(record, "event_type")))) {
      const at = textOf(event.record, "occurred_at");
      for (const { record: named, how, since } of namedIn(event, ["actor_id", "device_id"])) {
        if (!isLater(at, { how, since })) continue;
        const message = `${
          nameOf(event)
        } tells of a change at ${at} by ${named.kind} "${named.id}", ${how} since ${since}`;
        add(TOLD, event, message, { [named.kind]: named.path, since, occurred_at: at });
      }
    }
    for (const conflict of lookup.ofKind("conflict").filter(({ record }) => isOpenConflict(record))) {
      const at = textOf(conflict.record, "created_at");
      for (const { record: device, how, since } of namedIn(conflict, ["devices"])) {
        if (!isLater(at, { how, since })) continue;
        const message = `${nameOf(conflict)}, of ${at}, names device "${device.id}", ${how} since ${since}`;
        add(COMPETING, conflict, message, { device: device.path, since, created_at: at });
      }
    }
    return findings(found);
  },
};

interface Withdrawn extends Withdrawal {
  readonly record: ReadableRecord;
}

/** Tells the withdrawn ones among the actors and devices that these fields of a record name, each once. */
function withdrawnEnds(lookup: Lookup): (record: ReadableRecord, fields: readonly string[]) => Iterable<Withdrawn> {
  const withdrawn = new Map<ReadableRecord | null, Withdrawn>();
  for (const record of [...lookup.ofKind("actor"), ...lookup.ofKind("device")]) {
    const withdrawal = withdrawalOf(record);
    if (withdrawal !== null) withdrawn.set(record, { record, ...withdrawal });
  }
  return ({ record }, fields) =>
    new Set(
      fields.flatMap((field) =>
        namedIds(record, field).flatMap((id) =>
          withdrawn.get(lookup.record(field.startsWith("device") ? "device" : "actor", id)) ?? []
        )
      ),
    );
}

/** When the object was created or changed after the withdrawal; deleting what a lost device held is no change of that kind. */
function latestSign(createdAt: string | null, head: ObjectHead | undefined, withdrawal: Withdrawal): string | null {
  const isChange = head?.last_event_type === "add" || head?.last_event_type === "update";
  if (isChange && isLater(head.last_event_at, withdrawal)) return head.last_event_at;
  return isLater(createdAt, withdrawal) ? createdAt : null;
}
