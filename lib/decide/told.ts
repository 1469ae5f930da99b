/** What a decision tells the readers of integrity events. */
import type { IntegrityEvent } from "../change/integrity_events.ts";
import type { ConflictDecision } from "../model/conflict_decision.ts";
import { targetName } from "../store/catalog.ts";

/** One event for each thing that it did. */
export function decisionTold(decision: ConflictDecision): readonly IntegrityEvent[] {
  const { conflict_id: id, option, actor_id: actor, written } = decision;
  const resolved: IntegrityEvent = {
    name: "sync.conflict.resolved",
    summary: `Conflict "${id}" was resolved with "${option}"`,
    actor,
    targets: [targetName("conflict", id)],
  };
  if (written === undefined) return [resolved];
  const isNew = option === "fork";
  return [{
    name: isNew ? "sync.object.created" : "sync.object.changed",
    summary: `The decision on conflict "${id}" ${isNew ? "made" : "changed"} object "${written.object_id}"`,
    actor,
    targets: [targetName("object", written.object_id)],
  }, resolved];
}
