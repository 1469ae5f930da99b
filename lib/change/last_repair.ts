/** When this store was last repaired, by the reports in it. */
import { readReports, soundReports } from "./parse_report.ts";
import type { LastRepair } from "../model/documents/health.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { secondsBetween } from "../text/time.ts";

/** The newest repair; null where no report that can be trusted tells of one. */
export function lastRepair({ store, taken_at: now }: Pick<StateSnapshot, "store" | "taken_at">): LastRepair | null {
  const newest = store === null ? undefined : soundReports(readReports(store)).find(({ kind }) => kind === "repair");
  if (newest === undefined) return null;
  const age = secondsBetween(newest.created_at, now);
  return {
    report_id: newest.record_id,
    at: newest.created_at,
    age_seconds: age === null ? null : Math.max(0, age),
  };
}
