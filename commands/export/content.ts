/** What an export writes: the selected history put aside on disk, and the content of the bundle around it. */
import { storeIdText } from "../../lib/store/store_id.ts";
import { CliError } from "../../lib/model/errors.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { formatTimestamp } from "../../lib/text/time.ts";
import { recordLines, recordsByKind } from "../../lib/export/content.ts";
import { buildDescriptor } from "../../lib/export/build_descriptor.ts";
import type { EventSelection } from "../../lib/export/events.ts";
import type { ExportSelection, ObjectSelection } from "../../lib/export/select.ts";
import type { BundleContent, Spool } from "../host/types/bundle.ts";
import type { Host } from "../host/types/host.ts";

/**
 * Puts the events of the objects that leave aside, and tells of them.
 *
 * @throws CliError io where the journal cannot be read or there is no room, stale where it was rewritten meanwhile
 */
export async function spoolEvents(
  { objectIds }: ObjectSelection,
  { store, host, spool }: { readonly store: StoreSnapshot; readonly host: Host; readonly spool: Spool },
): Promise<EventSelection> {
  const reading = await host.stores.selectEvents(store, {
    objects: objectIds,
    take: (line) => spool.write(line),
  });
  if (reading.state === "selected" && reading.selection !== null) return reading.selection;
  if (reading.state === "moved_on") {
    throw new CliError("stale", "Cannot export: the journal was rewritten while it was read", {
      target: "journal.jsonl",
      hint: "Run the export again; if this happens again, see",
      command: ["doctor"],
    });
  }
  throw new CliError("io", `Cannot export: the journal cannot be read: ${reading.error ?? "unknown"}`, {
    target: "journal.jsonl",
    hint: "See",
    command: ["doctor"],
  });
}

/** The content of the bundle; it stays whole as long as the spool is open. */
export function bundleContent(
  selection: ExportSelection,
  { store, host, events, spool }: {
    readonly store: StoreSnapshot;
    readonly host: Host;
    readonly events: EventSelection;
    readonly spool: Spool;
  },
): BundleContent {
  const idText = storeIdText(store);
  const descriptor = buildDescriptor(selection, {
    storeId: idText === null ? null : host.sha256Hex(idText),
    fixedTime: host.environment("SOURCE_DATE_EPOCH") === null ? null : formatTimestamp(host.clock.now()),
    events,
  });
  const kinds = [...recordsByKind(selection.leaving)];
  return {
    descriptor,
    records: new Map(kinds.map(([kind, records]) => [kind, { open: () => recordLines(records) }])),
    journal: spool,
  };
}
