import { stringField } from "../text/json.ts";
import { placeOf } from "../policy/subject.ts";
import { type Check, finding, findingKind, findings } from "./check.ts";
import { explainWords, lookupOf } from "../store/lookup.ts";
import { outsideScope } from "../policy/scopes.ts";

const CHECK = "boundaries.events";

const EVENT_SCOPE = findingKind(
  "boundaries.event-scope",
  "error",
  "An event was produced by an actor whose scopes do not reach its object",
  "Have an owner widen the actor's scope, or undo what it did",
);

/**
 * The newest event of each object comes from an actor that may act where the object is. Where the object's record names
 * that actor too, the record is what boundaries.ts points at.
 */
export const boundaryEventsCheck: Check = {
  id: CHECK,
  title: "Boundaries in the journal",
  reads: "the newest event of each object, objects and actors",
  why: "An actor that changes what it must not reach does so again until somebody notices",
  required: false,
  needs: ["registries", "journal"],
  kinds: [EVENT_SCOPE],
  run({ store, catalog }) {
    const lookup = lookupOf(store, catalog);
    return findings(
      lookup.heads().flatMap(({ head, object }) => {
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
    );
  },
};
