import { changeStanding, changeText } from "../change/standing.ts";
import { WORK_FOLDER } from "../model/change.ts";
import { type Check, finding, findingKind, findings } from "./frame/check.ts";

const CHECK = "interrupted";

const INTERRUPTED = findingKind(
  "repair.interrupted",
  "warning",
  "A change of the store was interrupted",
  "Look at the plan first: it finishes the change or takes it back",
  { durability: "rebuildable", automatic: true, command: ["repair", "--dry-run"] },
);
const UNREADABLE = findingKind(
  "repair.intent-unreadable",
  "error",
  "A change of the store was interrupted, and what it was to do cannot be read",
  `Copy ${WORK_FOLDER} elsewhere and compare the store with a backup; then either put the backup back, or move ` +
    `${WORK_FOLDER} out of the store, which leaves the store as the change left it`,
);

/** No repair, undo or import began and was left half done. */
export const interruptedCheck: Check = {
  id: CHECK,
  title: "Interrupted changes",
  reads: `${WORK_FOLDER}/ and the lock of changes`,
  why: "What was ended on the way is finished or taken back before anything else changes the store",
  required: true,
  needs: ["tmp"],
  kinds: [INTERRUPTED, UNREADABLE],
  run({ store }) {
    const standing = changeStanding(store);
    switch (standing.state) {
      case "none":
      case "under_way":
        return findings([]);
      case "interrupted": {
        const { intent, file, isCertain } = standing;
        const ended = isCertain
          ? "was interrupted"
          : "has not ended, and nobody can tell whether its process still runs";
        return findings([finding(CHECK, INTERRUPTED, {
          target: intent.change_id,
          message: `${changeText(intent)} ${ended}: nothing is lost, and it can be finished or taken back`,
          evidence: {
            file: file.path,
            change_id: intent.change_id,
            kind: intent.kind,
            plan_id: intent.plan_id,
            scopes: intent.scopes,
            started_at: intent.started_at,
            files: intent.changes.length,
            appends: intent.append !== null,
          },
        }, store)]);
      }
      case "unreadable":
        return findings([finding(CHECK, UNREADABLE, {
          target: standing.file.path,
          message: `Cannot read "${standing.file.path}": ${standing.error}`,
          evidence: { file: standing.file.path, bytes: standing.file.bytes },
        }, store)]);
    }
  },
};
