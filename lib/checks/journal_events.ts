import { recordsTakenAway, type TakenAway } from "../change/taken_away.ts";
import { parseEventId } from "../journal/ordinals.ts";
import { textOf } from "../model/fields.ts";
import { type ReadableRecord, targetName } from "../store/catalog.ts";
import { BUILT_BY } from "../model/derived.ts";
import type { Finding } from "../model/documents/health.ts";
import type { ActorActivity, ObjectHead } from "../model/journal.ts";
import type { JsonObject } from "../text/json.ts";
import { ALL_KINDS, type RecordKind } from "../model/kinds.ts";
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { FROM_ELSEWHERE } from "./frame/recommendation.ts";
import { isGone } from "../store/gone.ts";
import { recordPathOf } from "../store/record_path.ts";
import { plural } from "../text/words.ts";
import { sayOtherContent } from "../store/content_hash.ts";
import { explainWords, type Lookup, lookupOf } from "../store/lookup.ts";
import { missingObjectRecords, OBJECT_RECORD_KINDS } from "./objects_without_record.ts";

const CHECK = "journal.events";
const JOURNAL_FILE = "journal.jsonl";

/** Names that the daemon's own tools put into events where nobody gives another one. */
const TOOLS = ["manual", "sourceos-syncd", "policy-fabric"];

const PRODUCER = findingKind(
  "journal.unknown-producer",
  "warning",
  "Events come from a producer that is no registered actor",
  "Register the actor, or find out who writes to the journal in that name",
  { command: ["actors"] },
);
const TOOL = findingKind(
  "journal.tool-producer",
  "info",
  "Events were written by a tool of the daemon, in its own name",
  "Nothing needs to be done, unless nobody used that tool: who did is not recorded",
);
const NO_TOMBSTONE = findingKind(
  "journal.delete-without-tombstone",
  "error",
  "The journal deleted an object whose record is still live",
  "Have the owner of the object say which of the two is right, and delete it or add it again: the record would " +
    "come back with the next sync",
);
const NO_RECORD = findingKind(
  "journal.deleted-without-record",
  "warning",
  "The journal deleted an object that left no tombstone",
  `Bring the tombstone back ${FROM_ELSEWHERE}, or have the object deleted again: other devices learn of it by ` +
    "its tombstone alone",
);
const HELD = findingKind(
  "journal.held-object-deleted",
  "critical",
  "An object under legal hold was deleted",
  `Stop what deletes it, and bring the object back ${FROM_ELSEWHERE}: a legal hold is never lifted by deleting`,
);
const OTHER_CONTENT = findingKind(
  "journal.content-hash",
  "error",
  "An object's record and its newest event say different content",
  "Have an owner say which of the two is right: one was changed or lost without the other",
);
const NO_DELETE = findingKind(
  "journal.tombstone-without-delete",
  "warning",
  "An object's record is a tombstone, and the journal never deleted it",
  "Have the owner of the object say which of the two is right, and delete it or write its record again: a " +
    "rebuild from the journal would bring it back",
);

/**
 * What the journal says happened fits what the registries hold. The summary keeps the newest event of each object, so
 * that this is about where things ended, not about every step.
 */
export const journalEventsCheck: Check = {
  id: CHECK,
  title: "Journal events and records",
  reads: "the journal, actors/, devices/ and objects/",
  why: "Where history and records disagree, the next sync spreads the wrong one",
  required: true,
  needs: ["registries", "journal"],
  kinds: [PRODUCER, TOOL, NO_TOMBSTONE, NO_RECORD, HELD, NO_DELETE, OTHER_CONTENT, ...OBJECT_RECORD_KINDS],
  run({ store, catalog }) {
    const lookup = lookupOf(store, catalog);
    const found: Finding[] = [];
    const taken = takenAwayOf(store);
    for (const activity of store.journal.actors) {
      if (isKnownProducer(activity.actor_id, lookup) || isOfUndone(activity, taken)) continue;
      if (TOOLS.includes(activity.actor_id)) found.push(byTool(activity));
      // Where nothing was ever registered, nobody can be unknown.
      else if (lookup.keeps("actor")) found.push(unknownProducer(activity));
    }
    const moving = new Set(store.moving_objects);
    for (const head of store.journal.objects) {
      if (lookup.record("object", head.object_id) !== null || !leftNothing(head, lookup)) continue;
      if (taken("object", head.object_id) === null) found.push(withoutRecord(head));
    }
    found.push(...missingObjectRecords(CHECK, { store, catalog }, lookup));
    for (const object of lookup.ofKind("object")) {
      const head = lookup.headOf(object);
      const isMoving = object.id !== null && moving.has(object.id);
      const problem = isMoving ? null : disagreement(object.record, head);
      if (problem !== null) found.push(disagreeing(problem, object, head));
    }
    return findings(found);

    function unknownProducer(activity: ActorActivity): Finding {
      const { actor_id: id, events, last_event_id: last } = activity;
      return finding(CHECK, PRODUCER, {
        target: `event:${last}`,
        message: `Producer "${id}" of ${plural(events, "event")}, the last of them "${last}", is no registered actor`,
        evidence: producerEvidence(activity),
      }, store);
    }

    function byTool(activity: ActorActivity): Finding {
      const { actor_id: id, events, last_event_id: last } = activity;
      return finding(CHECK, TOOL, {
        target: `event:${last}`,
        message: `${plural(events, "event")}, the last of them "${last}", ${
          events === 1 ? "was" : "were"
        } written by the daemon's tool "${id}"`,
        evidence: producerEvidence(activity),
      }, store);
    }

    function withoutRecord(head: ObjectHead): Finding {
      return finding(CHECK, NO_RECORD, {
        target: targetName("object", head.object_id),
        message: `Event "${head.last_event_id}" is the last of object "${head.object_id}", which was deleted and has ` +
          "no record",
        evidence: eventEvidence(head),
      }, store);
    }

    function disagreeing(problem: Disagreement, object: ReadableRecord, head: ObjectHead | undefined): Finding {
      const id = object.id ?? object.path;
      return finding(CHECK, problem.kind, {
        target: targetName("object", id),
        message: problem.message(id),
        evidence: {
          ...(head === undefined ? {} : eventEvidence(head)),
          // The record comes last, as it is what a person opens.
          file: object.path,
          journal: head === undefined ? null : JOURNAL_FILE,
          state: textOf(object.record, "state"),
          ...problem.evidence,
        },
        command: explainWords(object, catalog),
      }, store);
    }
  },
};

function producerEvidence({ actor_id: id, events, first_event_id, last_event_id }: ActorActivity) {
  return { file: JOURNAL_FILE, producer: id, events, first_event_id, last_event_id };
}

function eventEvidence({ line, offset, last_event_id, last_event_type, last_producer }: ObjectHead) {
  return { file: JOURNAL_FILE, line, offset, event_id: last_event_id, event_type: last_event_type, last_producer };
}

/** A producer is usually an actor, and may be a device (docs/domain.md, "The store on disk"), or this tool itself. */
function isKnownProducer(id: string, lookup: Lookup): boolean {
  if (id === BUILT_BY) return true;
  return ALL_KINDS.some(({ kind, inJournal }) =>
    inJournal === "producer" && ["there", "unreadable"].includes(lookup.find(kind, id).state)
  );
}

/** Whether it is an actor that came with an import which was taken back, and has done nothing since. */
function isOfUndone({ actor_id: id, last_event_id: last }: ActorActivity, taken: FindTakenAway): boolean {
  const undo = taken("actor", id);
  const told = undo === null ? null : parseEventId(undo.eventId);
  return told !== null && (parseEventId(last) ?? Infinity) <= told;
}

/** By which change the record of that id was taken away lawfully; null where none did. */
type FindTakenAway = (kind: RecordKind, id: string) => TakenAway | null;

/** The reports are read where the first asks: most stores have nobody unknown. */
function takenAwayOf(store: StoreSnapshot): FindTakenAway {
  let taken: ReadonlyMap<string, TakenAway> | null = null;
  return (kind, id) => {
    taken ??= recordsTakenAway(store);
    return taken.get(recordPathOf(kind, id) ?? "") ?? null;
  };
}

/** A deleted object without a record, where the store keeps records of objects; the daemon's made-up ids name none. */
function leftNothing(head: ObjectHead, lookup: Lookup): boolean {
  return head.deleted && head.object_id !== `object-${head.first_event_id}` && lookup.keeps("object") &&
    lookup.find("object", head.object_id).state === "missing";
}

interface Disagreement {
  readonly kind: FindingKind;
  readonly evidence?: JsonObject;
  message(id: string): string;
}

/** The object records that disagree with the journal: where a store is written to, the two may only be out of step. */
export function disagreeingObjects({ journal }: StoreSnapshot, lookup: Lookup): readonly RecordEntry[] {
  if (journal.state !== "present") return [];
  return lookup.ofKind("object").filter((object) => disagreement(object.record, lookup.headOf(object)) !== null)
    .map(({ entry }) => entry);
}

/** Types of events after which an object is there. */
const LIVING: readonly (string | undefined)[] = ["add", "update"];

function disagreement(record: JsonObject, head: ObjectHead | undefined): Disagreement | null {
  const state = textOf(record, "state");
  const gone = isGone(record);
  const deleted = head?.deleted === true;
  if (textOf(record, "retention_class") === "legal_hold" && (deleted || gone)) {
    return {
      kind: HELD,
      message: (id) => `Object "${id}" is under legal hold, and ${deleted ? "was deleted" : `is ${state}`}`,
    };
  }
  if (deleted && (state === "active" || state === "conflicted")) {
    return { kind: NO_TOMBSTONE, message: (id) => `The journal deleted object "${id}", and its record is ${state}` };
  }
  if (gone && LIVING.includes(head?.last_event_type)) {
    return {
      kind: NO_DELETE,
      message: (id) => `The record of object "${id}" is ${state}, and the newest event of it is no delete`,
    };
  }
  const [recorded, told] = [textOf(record, "content_hash"), head?.content_hash];
  if (gone || recorded === null || told === undefined || !sayOtherContent(recorded, told)) return null;
  return {
    kind: OTHER_CONTENT,
    message: (id) =>
      `Object "${id}" has content hash "${recorded}" in its record, and the newest add or update says "${told}"`,
    evidence: { content_hash: recorded, event_content_hash: told },
  };
}
