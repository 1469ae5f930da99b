/** Records that an inventory lists and that are gone (docs/formats.md, "Inventory"). */
import type { InventoryEntry } from "../model/derived.ts";
import { KINDS } from "../model/kinds.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import { changeStanding } from "./standing.ts";
import { readReports, soundReports } from "./parse_report.ts";
import { undoneSteps } from "./report_summary.ts";

interface MissingRecords {
  /** Nothing explains that they are gone. */
  readonly lost: readonly InventoryEntry[];
  /** Nobody looked into their folder. */
  readonly unseen: readonly InventoryEntry[];
}

/** What is missing, but for records that stand in another file, were deleted by an event, or moved aside by a repair. */
export function missingRecords(store: StoreSnapshot, catalog: Catalog): MissingRecords {
  const missing = store.missing_records ?? [];
  if (missing.length === 0) return { lost: [], unseen: [] };
  const deleted = new Set(store.journal.objects.flatMap((head) => head.deleted ? [head.object_id] : []));
  const movedAside = quarantineTimes(store);
  const closed = new Set(store.files.map(({ path }) => path));
  const isUnseen = ({ kind }: InventoryEntry) => closed.has(KINDS[kind].folder);
  const isExplained = ({ kind, id, path, seen_at: seen }: InventoryEntry) =>
    (id !== null && (deleted.has(id) || catalog.find(kind, id).length > 0)) || (movedAside.get(path) ?? "") >= seen;
  return {
    lost: missing.filter((entry) => !isUnseen(entry) && !isExplained(entry)),
    unseen: missing.filter(isUnseen),
  };
}

/** What is lost, once no change that may move records is under way. */
export function lostRecords(store: StoreSnapshot, catalog: Catalog): readonly InventoryEntry[] {
  return changeStanding(store).state === "none" ? missingRecords(store, catalog).lost : [];
}

/** When each file was moved to quarantine for the last time, and not put back. */
function quarantineTimes(store: StoreSnapshot): ReadonlyMap<string, string> {
  const reports = soundReports(readReports(store));
  const times = new Map<string, string>();
  // The newest comes last.
  for (const report of reports.toReversed()) {
    const undone = undoneSteps(report, reports);
    for (const { id, kind, changes } of report.steps) {
      if (report.kind !== "repair" || kind !== "quarantine" || undone.has(id)) continue;
      for (const { path } of changes) times.set(path, report.created_at);
    }
  }
  return times;
}
