/** The samples of content sync. */
import type { ContentSyncStatus } from "../model/documents/status.ts";
import { byLabel, instant, type MetricFamily, single } from "./openmetrics.ts";

/** None where the daemon keeps nothing of it. */
export function contentSyncFamilies(content: ContentSyncStatus | null): readonly MetricFamily[] {
  if (content === null) return [];
  const { version, last_cycle: last, last_applied: applied, repeated, receipts, queue } = content;
  return [
    {
      name: "sourceos_sync_content_version_info",
      help: "The content version in force",
      samples: version.value === null ? [] : [{ labels: { version: version.value }, value: 1 }],
    },
    {
      name: "sourceos_sync_cycle_outcome_info",
      help: "How the last cycle ended",
      samples: last === null ? [] : [{ labels: { outcome: last.outcome }, value: 1 }],
    },
    { name: "sourceos_sync_cycle_timestamp_seconds", help: "When the last cycle ended", samples: instant(last?.at) },
    { name: "sourceos_sync_cycle_age_seconds", help: "How long ago that was", samples: single(last?.age_seconds) },
    {
      name: "sourceos_sync_cycle_repeated_times",
      help: "How often in a row cycles came to the same bad end; 0 after a good one",
      samples: single(last === null ? null : repeated?.times ?? 0),
    },
    {
      name: "sourceos_sync_applied_timestamp_seconds",
      help: "When a content version was last applied",
      samples: instant(applied?.at),
    },
    { name: "sourceos_sync_applied_age_seconds", help: "How long ago that was", samples: single(applied?.age_seconds) },
    { name: "sourceos_sync_receipts", help: "Receipts of cycles", samples: single(receipts.total) },
    { name: "sourceos_sync_receipts_bytes", help: "Bytes of these receipts", samples: single(receipts.bytes) },
    {
      name: "sourceos_sync_queue_items",
      help: "Items of the queue by state",
      samples: queue === null ? [] : byLabel("state", {
        pending: queue.pending,
        waiting_approval: queue.waiting_approval,
        blocked: queue.blocked,
        dead_letter: queue.dead_letter,
      }),
    },
    {
      name: "sourceos_sync_queue_oldest_waiting_age_seconds",
      help: "How long the oldest waiting item has waited",
      samples: single(queue?.oldest_waiting?.age_seconds),
    },
  ];
}
