/** What a decision tells the readers of integrity events. */
import type { IntegrityEvent } from "../change/integrity_events.ts";
import type { ConflictDecision } from "../model/conflict_decision.ts";
import { targetName } from "../store/catalog.ts";

/** One event for each thing that it did. */
export function decisionTold(
  { conflict_id: id, option, actor_id: actor }: ConflictDecision,
): readonly IntegrityEvent[] {
  return [{
    name: "sync.conflict.resolved",
    summary: `Conflict "${id}" was resolved with "${option}"`,
    actor,
    targets: [targetName("conflict", id)],
  }];
}
