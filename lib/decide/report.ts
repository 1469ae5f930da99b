/** What a decision says that it did, or would do. */
import type { ConflictDecision } from "../model/conflict_decision.ts";
import type { RepairReport } from "../model/documents/repair.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { type Catalog, targetName } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";

/** The report of a decision that was carried out, or that would be. */
export function decisionReport(
  decision: ConflictDecision,
  { done, store, catalog }: { readonly done: boolean; readonly store: StoreSnapshot; readonly catalog: Catalog },
): RepairReport {
  const { conflict_id: id, object_id: objectId, option, actor_id: actor, written } = decision;
  const open = catalog.ofKind("conflict").filter(({ record }) => isOpenConflict(record)).flatMap((one) => one.id ?? []);
  return {
    sentences: done
      ? [
        `Conflict "${id}" about "${objectId}" is decided: "${option}", by ${actor}`,
        effectText(decision, done),
      ]
      : [
        "This is a preview: nothing was modified",
        `Conflict "${id}" about "${objectId}" would be decided: "${option}", by ${actor}`,
        effectText(decision, done),
      ],
    failed: [],
    affected_objects: [...new Set([objectId, written?.object_id ?? objectId])].map((one) => targetName("object", one)),
    affected_actors: [actor],
    preserved: ["The earlier bytes of each record that it replaces, every other record, and every byte of the journal"],
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

/** What becomes of the object, as a sentence. */
function effectText({ option, object_id: id, written }: ConflictDecision, done: boolean): string {
  switch (option) {
    case "skip":
      return done
        ? `"${id}" stays as it is here: user data was not modified`
        : `"${id}" would stay as it is here: user data would not be modified`;
    case "merge":
      return done
        ? `"${id}" is the merged record now, and the earlier one is kept`
        : `"${id}" would become the merged record, and the earlier one would be kept`;
    case "fork":
      return `"${id}" ${done ? "stays" : "would stay"} as it is here, and the other side ${
        done ? "is" : "would be"
      } object "${written?.object_id ?? "?"}"`;
  }
}
