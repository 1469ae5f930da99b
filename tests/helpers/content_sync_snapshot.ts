/** A host on which the daemon brings content versions and nothing else: its updates are refused, and its queue is not empty. */
import { type CycleFacts, queueRecord, receiptRecord } from "../../fixtures/content_sync/files.ts";
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import {
  CONTENT_SYNC,
  fileEntry,
  healthySnapshot,
  healthyStore,
  noJournal,
  recordEntry,
  unreadableEntry,
} from "./snapshots.ts";

const CYCLES: readonly CycleFacts[] = [
  { number: 1, at: "2026-01-01T10:00:00Z", from: null, to: "41.0", outcome: "applied" },
  { number: 2, at: "2026-01-02T10:00:00Z", from: "41.0", to: "42.0", outcome: "failed" },
  { number: 3, at: "2026-01-04T09:00:00Z", from: "41.0", to: "42.0", outcome: "blocked" },
  { number: 4, at: "2026-01-04T10:00:00Z", from: "41.0", to: "42.0", outcome: "blocked" },
  { number: 5, at: "2026-01-04T11:00:00Z", from: "41.0", to: "42.0", outcome: "blocked" },
];

export function contentSyncSnapshot(): StateSnapshot {
  const folder = (path: string) => fileEntry(path, { type: "directory", bytes: 0, mode: 0o755 });
  const store = healthyStore({
    manifest: { file: null, state: "absent", error: null, oddities: [], record: null },
    generation_after: null,
    journal: noJournal("absent"),
    journal_file: null,
    records: [
      ...CYCLES.map((cycle) => recordEntry("receipt", receiptRecord(cycle))),
      recordEntry(
        "queue",
        queueRecord({ name: "arm-security", at: "2026-01-02T08:00:00Z", state: "waiting-approval" }),
      ),
      recordEntry("queue", queueRecord({ name: "camera-release", at: "2026-01-04T08:00:00Z", state: "blocked" })),
      unreadableEntry("queue", "orchestration/pending/torn.json"),
    ],
    files: ["current-version", "orchestration/manifest.json", "orchestration/audit.jsonl"].map((path) =>
      fileEntry(path)
    ),
    folders: ["receipts", "orchestration", "orchestration/pending"].map(folder),
    content_sync: { ...CONTENT_SYNC, receipts: { total: CYCLES.length, unread: 0, oldest: null } },
  });
  return healthySnapshot({ store });
}
