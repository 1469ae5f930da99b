/**
 * What the daemon's own `sync status` says of the last cycle: it looks at the newest receipt alone, and is healthy where
 * its outcome is none of the bad ones (docs/domain.md, "Content-sync state").
 */
import type { RecordEntry, StoreSnapshot } from "../model/snapshot.ts";
import { isJsonObject, stringField } from "../text/json.ts";
import { compareCodePoints } from "../text/order.ts";
import { isGoodOutcome } from "./cycles.ts";

interface DaemonWord {
  /** While its service runs; null where its status fails. */
  readonly healthy: boolean | null;
  readonly lastOutcome: string | null;
  /** As a sentence without a full stop. */
  readonly summary: string;
}

/** Its word, as far as the store decides it; whether its service runs is not looked at. */
export function daemonWord({ records }: StoreSnapshot): DaemonWord {
  const receipts = records.filter(({ kind }) => kind === "receipt");
  const newest = receipts.reduce<RecordEntry | null>(
    (last, one) => last === null || compareCodePoints(one.file.path, last.file.path) > 0 ? one : last,
    null,
  );
  if (newest === null) return word(true, null, "The daemon calls itself healthy: there is no receipt");
  if (failsOn(newest)) return word(null, null, `The daemon's own status fails on "${newest.file.path}"`);
  if (skips(newest)) {
    return word(true, null, `The daemon calls itself healthy: it passes over "${newest.file.path}" in silence`);
  }
  const outcome = isJsonObject(newest.record) ? stringField(newest.record, "outcome") : null;
  const healthy = outcome !== null && isGoodOutcome(outcome);
  return word(
    healthy,
    outcome,
    `The daemon calls itself ${healthy ? "healthy" : "unhealthy"}: the outcome of its last cycle is ${
      outcome ?? "not known"
    }`,
  );
}

function word(healthy: boolean | null, lastOutcome: string | null, summary: string): DaemonWord {
  return { healthy, lastOutcome, summary };
}

/** It reads text that is no UTF-8, and JSON that is no object, without expecting either. */
function failsOn({ state }: RecordEntry): boolean {
  return state === "invalid_utf8" || state === "not_an_object" || state === "too_deep";
}

/** A file that it cannot read, or that is no JSON, is no receipt to it. */
function skips({ state, oddities }: RecordEntry): boolean {
  return state !== "ok" || oddities.includes("byte_order_mark");
}
