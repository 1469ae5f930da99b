/** Changes of the healthy store that began and have not ended. */
import { type ChangeIntent, INTENT_PATH, INTENT_SCHEMA } from "../../lib/model/change.ts";
import type { UnfinishedChange } from "../../lib/model/snapshot.ts";
import { fileEntry, HEALTHY_JOURNAL, sha256Hex } from "./snapshots.ts";

const digest = (text: string) => ({ sha256: sha256Hex(text), bytes: text.length });

/** The intent of a repair that drops one file, rebuilds one and appends its event to the healthy journal. */
export function changeIntent(changes: Partial<ChangeIntent> = {}): ChangeIntent {
  return {
    schema: INTENT_SCHEMA,
    change_id: "repair-0001",
    kind: "repair",
    plan_id: "repair-plan-0001",
    scopes: ["derived", "disposable"],
    started_at: "2026-01-04T11:00:00Z",
    changes: [
      {
        path: "tmp/batch-1",
        before: digest("old"),
        after: null,
        kept_at: "repair-reports/before/repair-0001/tmp/batch-1",
      },
      { path: "indexes/lane-counters.json", before: null, after: digest("{}\n"), kept_at: null },
    ],
    new_folders: [],
    append: { journal_bytes: HEALTHY_JOURNAL.length, existed: true, appended: digest('{"event_id":"evt-00000004"}\n') },
    ...changes,
  };
}

/** What the reader tells of an interrupted change. */
export function unfinishedChange(changes: Partial<UnfinishedChange> = {}): UnfinishedChange {
  return { file: fileEntry(INTENT_PATH), intent: changeIntent(), error: null, under_way: false, ...changes };
}

/** What the reader tells of an intent that it cannot read. */
export function brokenChange(changes: Partial<UnfinishedChange> = {}): UnfinishedChange {
  return unfinishedChange({ intent: null, error: "Ends too early at line 2, column 1", ...changes });
}
