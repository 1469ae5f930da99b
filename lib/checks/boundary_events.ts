import { readReports, soundReports } from "../change/parse_report.ts";
import { stringField } from "../text/json.ts";
import { placeOf } from "../policy/subject.ts";
import { type Check, finding, findingKind, findings } from "./frame/check.ts";
import { textOf, textsOf } from "../model/fields.ts";
import type { Finding } from "../model/documents/health.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { toldReports } from "../change/told_reports.ts";
import { listText, plural } from "../text/words.ts";
import { explainWords, type Lookup, lookupOf, nameOf, targetOf } from "../store/lookup.ts";
import { outsideScope } from "../policy/scopes.ts";

const CHECK = "boundaries.events";

const EVENT_SCOPE = findingKind(
  "boundaries.event-scope",
  "error",
  "An event was produced by an actor whose scopes do not reach its object",
  "Have an owner widen the actor's scope, or undo what it did",
);

const CAPABILITY = findingKind(
  "boundaries.event-capability",
  "error",
  "An actor produced events of a kind that its capabilities do not allow",
  "Have an owner give the actor the capability, or find out who acts in its name and undo what it did",
);

/** What an actor must be able to do, any of them, to produce events of the type; the other types ask for nothing. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ["add", ["write", "merge", "repair", "migrate_schema", "replicate"]],
  ["update", ["write", "merge", "repair", "migrate_schema", "replicate"]],
  ["delete", ["delete", "replicate"]],
  ["repair", ["repair"]],
]);
/** They bring the events of others. */
const BRIDGES: readonly (string | null)[] = ["import_bridge", "export_bridge", "remote_relay"];

/**
 * The newest event of each object comes from an actor that may act where the object is. Where the object's record names
 * that actor too, the record is what boundaries.ts points at.
 */
export const boundaryEventsCheck: Check = {
  id: CHECK,
  title: "Boundaries in the journal",
  reads: "the newest event of each object, what each actor produced, objects and actors",
  why: "An actor that changes what it must not reach does so again until somebody notices",
  required: false,
  needs: ["registries", "journal"],
  kinds: [EVENT_SCOPE, CAPABILITY],
  run({ store, catalog }) {
    const lookup = lookupOf(store, catalog);
    return findings([
      ...beyondCapabilities(store, lookup),
      ...store.journal.objects.flatMap((head) => {
        const object = lookup.record("object", head.object_id);
        const actor = lookup.record("actor", head.last_producer);
        if (object === null || actor === null) return [];
        const named = ["last_modified_by_actor", "created_by_actor"].map((field) => stringField(object.record, field));
        if (named.includes(head.last_producer)) return [];
        const place = placeOf(object);
        const outside = outsideScope(actor, place, lookup);
        if (outside === null) return [];
        return [finding(CHECK, EVENT_SCOPE, {
          target: `event:${head.last_event_id}`,
          message:
            `Event "${head.last_event_id}" by actor "${head.last_producer}" is about object "${head.object_id}" ` +
            `in ${outside}, where that actor may not act`,
          evidence: {
            file: "journal.jsonl",
            line: head.line,
            offset: head.offset,
            event_id: head.last_event_id,
            object: object.path,
            actor: actor.path,
            outside,
          },
          command: explainWords(object, catalog),
        }, store)];
      }),
    ]);
  },
};

/** One finding an actor and type of event, over all of the journal: the index of actors counts them. */
function beyondCapabilities(store: StoreSnapshot, lookup: Lookup): readonly Finding[] {
  const decided = decisionsByActor(store);
  return store.journal.actors.flatMap(({ actor_id: id, by_type: counts, last_event_id }) => {
    const actor = lookup.record("actor", id);
    if (actor === null || !Array.isArray(actor.record["capabilities"])) return [];
    if (BRIDGES.includes(textOf(actor.record, "actor_type"))) return [];
    const able = textsOf(actor.record, "capabilities");
    return Object.entries(counts).flatMap(([type, all]) => {
      const count = type === "repair" ? all - (decided.get(id) ?? 0) : all;
      if (count <= 0) return [];
      const needed = NEEDED.get(type);
      if (needed === undefined || needed.some((one) => able.includes(one))) return [];
      return [finding(CHECK, CAPABILITY, {
        target: targetOf(actor),
        message: `${nameOf(actor)} produced ${plural(count, `${type} event`)}, and may ${
          able.length === 0 ? "do nothing" : `only ${listText(able)}`
        }`,
        evidence: { file: actor.path, event_type: type, events: count, capabilities: able, last_event_id },
        command: ["explain", targetOf(actor)],
      }, store)];
    });
  });
}

/** How many events each actor produced that tell of a decision on a conflict, which asks for no capability to repair; only a sound report is believed. */
function decisionsByActor(store: StoreSnapshot): ReadonlyMap<string, number> {
  const decisions = soundReports(readReports(store)).filter(({ kind }) => kind === "decision");
  const counts = new Map<string, number>();
  for (const { last_producer: actor } of toldReports(decisions, store.journal).values()) {
    counts.set(actor, (counts.get(actor) ?? 0) + 1);
  }
  return counts;
}
