/** What `sync status` says of content sync. */
import { type Cycles, cyclesOf, type ReceivedCycle } from "../content_sync/cycles.ts";
import { daemonWord } from "../content_sync/daemon_word.ts";
import { queueCounts, waitingItems } from "../content_sync/queue.ts";
import { receiptBytes } from "../store/receipt_bytes.ts";
import type { ContentSyncStatus } from "../model/documents/status.ts";
import type { StateSnapshot, StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog } from "../store/catalog.ts";
import { secondsBetween } from "../text/time.ts";

/** Null where the daemon's content-sync half left nothing, or where nobody can tell. */
export function contentSyncStatus(
  { store, taken_at: now }: Pick<StateSnapshot, "store" | "taken_at">,
  catalog: Catalog,
): ContentSyncStatus | null {
  const state = store?.content_sync ?? null;
  if (store === null || state === null) return null;
  const { last, lastApplied, repetition }: Cycles = cyclesOf(store, catalog);
  const { healthy, lastOutcome, summary } = daemonWord(store);
  const { bytes, isExact } = receiptBytes(store);
  return {
    version: { value: state.version?.value ?? null, state: state.version?.state ?? "absent" },
    last_cycle: last === null ? null : cycleStatus(last, now),
    repeated: repetition === null
      ? null
      : { times: repetition.times, exact: repetition.isExact, since: repetition.since },
    last_applied: lastApplied === null ? null : cycleStatus(lastApplied, now),
    receipts: {
      total: state.receipts?.total ?? 0,
      unread: state.receipts?.unread ?? 0,
      unreadable: catalog.unreadable.filter(({ kind }) => kind === "receipt").length,
      bytes,
      bytes_exact: isExact,
      oldest: state.receipts?.oldest ?? null,
    },
    daemon_status: { healthy, last_outcome: lastOutcome, summary },
    queue: state.queue === null ? null : queueStatus(store, { catalog, now, replays: state.queue.replays }),
  };
}

function cycleStatus(cycle: ReceivedCycle, now: string): NonNullable<ContentSyncStatus["last_cycle"]> {
  const { receipt, outcome, fromVersion, toVersion, issuedAt, reason, failedStep, epistemicLevel } = cycle;
  return {
    receipt_id: receipt.id,
    path: receipt.path,
    outcome,
    from_version: fromVersion,
    to_version: toVersion,
    at: issuedAt,
    age_seconds: secondsBetween(issuedAt, now),
    reason,
    failed_step: failedStep,
    epistemic_level: epistemicLevel,
  };
}

function queueStatus(
  store: StoreSnapshot,
  { catalog, now, replays }: { readonly catalog: Catalog; readonly now: string; readonly replays: number },
): NonNullable<ContentSyncStatus["queue"]> {
  const counts = queueCounts(store);
  const [oldest] = waitingItems(catalog);
  return {
    pending: counts.pending,
    waiting_approval: counts["waiting-approval"],
    blocked: counts.blocked,
    dead_letter: counts["dead-letter"],
    replays,
    oldest_waiting: oldest === undefined || oldest.state === null ? null : {
      id: oldest.item.id,
      state: oldest.state,
      queued_at: oldest.queuedAt,
      age_seconds: secondsBetween(oldest.queuedAt, now),
    },
  };
}
