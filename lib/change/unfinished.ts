/** That nothing is planned on a state between two: an unfinished change ends first. */
import { CliError } from "../model/errors.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { changeStanding } from "./standing.ts";

/** `attempt` stands behind "Cannot". @throws CliError busy while a change is made, needs_scope after one that was interrupted */
export function requireNoneUnfinished(store: StoreSnapshot, attempt: string): void {
  const { state } = changeStanding(store);
  if (state === "none") return;
  const isUnderWay = state === "under_way";
  throw new CliError(
    isUnderWay ? "busy" : "needs_scope",
    `Cannot ${attempt}: a change of the store ${isUnderWay ? "is under way" : "was interrupted, and has to end first"}`,
    isUnderWay ? { target: store.root, code: "change_under_way", hint: "Run the command again when it has ended" } : {
      target: store.root,
      code: "interrupted_change",
      hint: "Look how it can end with",
      command: ["repair", "--dry-run"],
    },
  );
}
