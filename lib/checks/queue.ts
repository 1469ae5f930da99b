import { decisionOf, type QueueItem, queueItems, waitingItems } from "../content_sync/queue.ts";
import { QUEUE_FOLDER } from "../model/content_sync_names.ts";
import type { Finding } from "../model/documents/health.ts";
import { targetOf } from "../store/lookup.ts";
import { type JsonObject, stringField, stringListField } from "../text/json.ts";
import { durationText } from "../text/numbers.ts";
import { secondsBetween } from "../text/time.ts";
import { plural } from "../text/words.ts";
import {
  type Check,
  finding,
  type FindingKind,
  findingKind,
  findings,
  SHOWN_IN_FULL,
  shownInFull,
} from "./frame/check.ts";

const CHECK = "content-sync.queue";

const WAITING = findingKind(
  "content-sync.queue-waiting",
  "warning",
  "An item of the queue has waited for more than a day",
  "Approve or refuse it where it waits for that; else start what should have taken it, or take it out of the queue",
);
const BLOCKED = findingKind(
  "content-sync.queue-blocked",
  "warning",
  "An item of the queue is blocked",
  "Give what policy asks for, or move it to another folder of orchestration/: by itself nothing moves it",
);
const DEAD = findingKind(
  "content-sync.dead-letter",
  "warning",
  "An item of the queue was given up",
  "Mend what its errors name and put it into the queue again, or keep it as a record of what was not done",
);

const WAITING_LIMIT_SECONDS = 24 * 3_600;

/** Nothing in the daemon's queue is stuck. */
export const queueCheck: Check = {
  id: CHECK,
  title: "Queue of events",
  reads: `${QUEUE_FOLDER}/`,
  why: "What is stuck in the queue is something that somebody asked for and nobody does",
  required: false,
  needs: ["content_sync"],
  kinds: [WAITING, BLOCKED, DEAD],
  run({ store, catalog, snapshot }) {
    const items = queueItems(catalog);
    const long = waitingItems(catalog).flatMap((one) => {
      const age = secondsBetween(one.queuedAt, snapshot.taken_at);
      return age === null || age <= WAITING_LIMIT_SECONDS ? [] : [{ ...one, age }];
    });
    return findings([
      ...listed(WAITING, long, ({ state, age }) => ({
        what: `has been ${state} for ${durationText(age)}`,
        evidence: { age_seconds: age },
      })),
      ...listed(BLOCKED, items.filter(({ state }) => state === "blocked"), ({ item }) => {
        const outcome = stringField(decisionOf(item.record), "policy_outcome");
        return {
          what: `is blocked by policy: ${outcome ?? "it does not say why"}`,
          evidence: { policy_outcome: outcome },
        };
      }),
      ...listed(DEAD, items.filter(({ state }) => state === "dead-letter"), ({ item }) => {
        const errors = stringListField(decisionOf(item.record), "errors");
        const why = errors.length === 0 ? "no error is recorded" : errors.join("; ");
        return { what: `was given up: ${why}`, evidence: { errors } };
      }),
    ]);

    function listed<Item extends QueueItem>(
      of: FindingKind,
      found: readonly Item[],
      tell: (item: Item) => { readonly what: string; readonly evidence: JsonObject },
    ): readonly Finding[] {
      const one = (queued: Item) => {
        const { item, state, queuedAt } = queued;
        const { what, evidence } = tell(queued);
        return finding(CHECK, of, {
          target: targetOf(item),
          message: `"${item.id ?? item.path}" ${what}`,
          evidence: { file: item.path, state, queued_at: queuedAt, ...evidence },
          command: ["explain", item.path],
        }, store);
      };
      const rest = (more: number) =>
        finding(CHECK, of, {
          target: QUEUE_FOLDER,
          message: `${plural(more, "more item")} of the queue ${more === 1 ? "is" : "are"} like these`,
          evidence: { file: QUEUE_FOLDER, total: found.length, shown: SHOWN_IN_FULL },
          command: ["queue"],
        }, store);
      return shownInFull(found, one, rest);
    }
  },
};
