import { lastMoment } from "./clock.ts";
import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Finding } from "../model/documents/health.ts";
import { parseTimestamp } from "../text/time.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { explainWords, lookupOf, nameOf, targetOf } from "../store/lookup.ts";

const CHECK = "conflicts";
const DECIDE =
  "Choose one of the options on its decision card: {sides} shows both sides, and the command of each option";

const STALE_DAYS = 30;

const BLOCKING = findingKind("conflicts.blocking", "error", "A conflict blocks its object", DECIDE);
const STALE = findingKind(
  "conflicts.stale",
  "warning",
  `A conflict has been open for more than ${STALE_DAYS} days`,
  DECIDE,
);
const OPEN = findingKind("conflicts.open", "warning", "A conflict waits for a decision", DECIDE);

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Every conflict is resolved; each open one is one finding, the gravest that it is. How long it has been open is
 * measured at the newest event, so that the same store is always judged alike.
 */
export const conflictsCheck: Check = {
  id: CHECK,
  title: "Conflicts",
  reads: "conflicts/",
  why: "Until somebody decides, one side of the conflict is seen and the other is not",
  required: true,
  needs: ["registries"],
  kinds: [BLOCKING, STALE, OPEN],
  run({ snapshot, store, catalog }) {
    const open = lookupOf(store, catalog).ofKind("conflict").filter(({ record }) => isOpenConflict(record));
    return findings(open.map((conflict): Finding => {
      const days = daysOpen(conflict, lastMoment(snapshot, store));
      const kind = kindOf(conflict, days);
      const about = `about object "${textOf(conflict.record, "object_id") ?? "?"}"`;
      return finding(CHECK, kind, {
        target: targetOf(conflict),
        message: `${nameOf(conflict)} ${about} ${
          kind === BLOCKING ? "blocks it until somebody decides" : "waits for a decision"
        }${days !== null && days > STALE_DAYS ? `, ${days} days after it was found` : ""}`,
        evidence: {
          file: conflict.path,
          object_id: textOf(conflict.record, "object_id"),
          severity: textOf(conflict.record, "severity"),
          created_at: textOf(conflict.record, "created_at"),
          days_open: days,
        },
        command: explainWords(conflict, catalog),
      }, store);
    }));
  },
};

function kindOf({ record }: ReadableRecord, days: number | null): FindingKind {
  if (textOf(record, "severity") === "blocking") return BLOCKING;
  return days !== null && days > STALE_DAYS ? STALE : OPEN;
}

/** Whole days between the conflict and that moment; null where a time is missing. */
function daysOpen({ record }: ReadableRecord, moment: string | null): number | null {
  const created = parseTimestamp(textOf(record, "created_at"));
  const newest = parseTimestamp(moment);
  return created === null || newest === null ? null : Math.max(0, Math.floor((newest - created) / DAY_MS));
}
