/** What a decision says that it did, or would do. */
import type { ConflictDecision } from "../model/conflict_decision.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { type Catalog, targetName } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";

/** The report of a decision that was carried out, or that would be. */
export function decisionReport(
  { conflict_id: id, object_id: objectId, option, actor_id: actor }: ConflictDecision,
  { done, store, catalog }: { readonly done: boolean; readonly store: StoreSnapshot; readonly catalog: Catalog },
): RepairReport {
  const open = catalog.ofKind("conflict").filter(({ record }) => isOpenConflict(record)).flatMap((one) => one.id ?? []);
  return {
    sentences: done
      ? [
        `Conflict "${id}" about "${objectId}" is decided: "${option}", by ${actor}`,
        `"${objectId}" stays as it is here: user data was not modified`,
      ]
      : [
        "This is a preview: nothing was modified",
        `Conflict "${id}" about "${objectId}" would be decided: "${option}", by ${actor}`,
        `"${objectId}" would stay as it is here: user data would not be modified`,
      ],
    failed: [],
    affected_objects: [targetName("object", objectId)],
    affected_actors: [actor],
    preserved: ["Every record but the conflict's, of which the earlier bytes are kept, and every byte of the journal"],
    rebuilt: [],
    quarantined: [],
    appended: ["journal.jsonl"],
    dropped: [],
    unresolved_conflicts: open.filter((one) => one !== id),
    policy_decisions: [],
    next_actions: store.derived.length === 0
      ? []
      : ["Rebuild the indexes and checkpoints, which the journal has outgrown"],
  };
}
