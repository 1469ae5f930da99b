/** Events a day, for the formats that show them. */
import type { DayOfEvents } from "../../lib/journal/activity.ts";
import type { CommonOptions } from "../frame/options.ts";
import type { Host } from "../host/types/host.ts";
import type { LoadedState } from "./load.ts";

/** Null where the format shows none, and where there is no journal on this disk. */
export async function activityOf(
  { snapshot, source }: Pick<LoadedState, "snapshot" | "source">,
  { output: { format } }: CommonOptions,
  host: Host,
): Promise<readonly DayOfEvents[] | null> {
  const isShown = format === "wide" || format === "html";
  if (!isShown || source.kind !== "store" || snapshot.store === null) return null;
  return await host.stores.tallyActivity(snapshot.store);
}
