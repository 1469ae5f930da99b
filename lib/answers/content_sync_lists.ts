/** The lists of what content sync leaves: receipts and the items of the queue. */
import { cycleOf, isGoodOutcome } from "../content_sync/cycles.ts";
import { decisionOf } from "../content_sync/queue.ts";
import { CYCLE_OUTCOMES, QUEUE_STATES } from "../model/content_sync_names.ts";
import { KINDS } from "../model/kinds.ts";
import { type JsonObject, stringField } from "../text/json.ts";
import { type Column, equals, type ListKind, text } from "./list_columns.ts";

const ofDecision = (name: string, title: string, wide = false): Column => ({
  name,
  title,
  wide,
  text: (record) => stringField(decisionOf(record), name) ?? "",
});

function reasonOf(record: JsonObject): string {
  const { outcome, reason } = cycleOf(record);
  return isGoodOutcome(outcome) ? "" : reason;
}

export const CONTENT_SYNC_LISTS = {
  receipt: {
    kind: "receipt",
    title: "sync receipts",
    sort: "-issuedAt",
    columns: [
      text("issuedAt", "ISSUED"),
      text("outcome", "OUTCOME"),
      text("fromVersion", "FROM"),
      text("toVersion", "TO"),
      { name: "reason", title: "REASON", wide: false, text: reasonOf },
      text("id", "RECEIPT", true),
      text("lifecycleEnv", "ENVIRONMENT", true),
      text("locus", "LOCUS", true),
      text("epistemicLevel", "LEVEL", true),
    ],
    filters: [
      equals("outcome", "outcome", "Only cycles with this outcome", CYCLE_OUTCOMES),
      equals("to", "toVersion", "Only cycles that were to bring this version", null),
    ],
  },
  queue: {
    kind: "queue",
    title: "queue items",
    columns: [
      { name: "idempotency_key", title: "ITEM", wide: false, text: (record) => KINDS.queue.idOf(record) ?? "" },
      text("queue_state", "STATE"),
      text("queued_at", "QUEUED"),
      ofDecision("policy_outcome", "POLICY"),
      ofDecision("event_id", "EVENT", true),
      ofDecision("capability_id", "CAPABILITY", true),
      ofDecision("effect_class", "EFFECT", true),
    ],
    filters: [
      equals("state", "queue_state", "Only items in this state", QUEUE_STATES),
      {
        name: "policy",
        description: "Only items with this policy outcome",
        values: null,
        matches: (record, wanted) => stringField(decisionOf(record), "policy_outcome") === wanted,
      },
    ],
  },
} satisfies Readonly<Record<string, ListKind>>;
