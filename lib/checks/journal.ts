import { uncapitalised } from "../text/words.ts";
import { readReports, soundReports } from "../change/parse_report.ts";
import { reasonDeniedOf } from "../store/known.ts";
import { changeStanding, unfinishedAppendAt } from "../change/standing.ts";
import { toldReports } from "../change/told_reports.ts";
import type { Finding } from "../model/documents/health.ts";
import type { Anomaly, AnomalyCode } from "../model/journal.ts";
import { textOf } from "../model/fields.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { readManifest } from "../store/manifest.ts";
import { laneLagLimit } from "../journal/lanes.ts";
import { type Check, type CheckInput, finding, findingKind, findings, SHOWN_IN_FULL } from "./frame/check.ts";
import { secondsAhead } from "./clock.ts";
import { ANOMALY_KINDS } from "./journal_anomalies.ts";

const JOURNAL_FILE = "journal.jsonl";

const SEALED = findingKind(
  "journal.sealed-line",
  "info",
  "A torn line of the journal was sealed by a repair",
  "Nothing has to be done: its bytes stay, and what it should have said is known at best to a bundle or another device",
);

/** Every anomaly that the fold kept is one finding; of a kind, those beyond SHOWN_IN_FULL share one. */
export const journalLinesCheck: Check = {
  id: "journal.lines",
  title: "Journal lines",
  reads: JOURNAL_FILE,
  why: "The journal is the durable history that everything else is rebuilt from",
  required: true,
  needs: ["journal"],
  kinds: [...Object.values(ANOMALY_KINDS), SEALED],
  run({ store, snapshot, catalog }) {
    const sealedBy = sealsOf(store);
    const found: Finding[] = [];
    const ownAppend = unfinishedAppendAt(store);
    const isExplained = explanationsOfTimes({ store, snapshot, catalog });
    const shown = new Map<AnomalyCode, number>();
    const passed = new Map<AnomalyCode, number>();
    const pass = (code: AnomalyCode) => passed.set(code, (passed.get(code) ?? 0) + 1);
    for (const anomaly of store.journal.anomalies) {
      // Half a line of an unfinished change is completed or taken back with it, and never sealed; and what an unfinished
      // import brings is told of by the events that it has not appended yet.
      if (ownAppend !== null && isOfItsEnd(anomaly.code) && anomaly.offset >= ownAppend) continue;
      const report = sealedBy.get(anomaly.offset + anomaly.bytes + 1);
      if (report !== undefined) {
        found.push(sealedFinding(anomaly, report));
        pass(anomaly.code);
        continue;
      }
      if (isExplained(anomaly)) {
        pass(anomaly.code);
        continue;
      }
      const before = shown.get(anomaly.code) ?? 0;
      shown.set(anomaly.code, before + 1);
      if (before < SHOWN_IN_FULL) found.push(anomalyFinding(anomaly));
    }
    for (const [code, seen] of shown) {
      const total = (store.journal.anomaly_counts[code] ?? seen) - (passed.get(code) ?? 0);
      if (total <= SHOWN_IN_FULL) continue;
      found.push(finding("journal.lines", ANOMALY_KINDS[code], {
        target: JOURNAL_FILE,
        message: total === SHOWN_IN_FULL + 1
          ? `1 more line of ${JOURNAL_FILE} has the same fault`
          : `${total - SHOWN_IN_FULL} more lines of ${JOURNAL_FILE} have the same fault`,
        evidence: { file: JOURNAL_FILE, total, shown: SHOWN_IN_FULL },
      }, store));
    }
    return findings(found);

    function sealedFinding({ line, detail, offset, bytes }: Anomaly, report: string): Finding {
      return finding("journal.lines", SEALED, {
        target: `${JOURNAL_FILE}:${line}`,
        message: `Line ${line} of ${JOURNAL_FILE} was torn, and repair "${report}" sealed it: ${uncapitalised(detail)}`,
        evidence: { file: JOURNAL_FILE, line, offset, bytes, report },
      }, store);
    }

    function anomalyFinding(anomaly: Anomaly): Finding {
      return finding("journal.lines", ANOMALY_KINDS[anomaly.code], {
        target: anomaly.event_id === null ? `${JOURNAL_FILE}:${anomaly.line}` : `event:${anomaly.event_id}`,
        message: `Line ${anomaly.line} of ${JOURNAL_FILE}: ${anomaly.detail}`,
        evidence: {
          file: JOURNAL_FILE,
          line: anomaly.line,
          offset: anomaly.offset,
          bytes: anomaly.bytes,
          event_id: anomaly.event_id,
        },
      }, store);
    }
  },
};

/** By where it begins, the event of a repair that sealed the line before it; only a report that is sound is believed. */
function sealsOf(store: StoreSnapshot): ReadonlyMap<number, string> {
  const sealing = soundReports(readReports(store)).filter(({ steps }) => steps.some(({ kind }) => kind === "seal"));
  return new Map(
    [...toldReports(sealing, store.journal)].map(([{ record_id: id }, { offset }]) => [offset, id] as const),
  );
}

/** What may only seem wrong as long as more is to follow. */
function isOfItsEnd(code: AnomalyCode): boolean {
  return code === "torn_tail" || code === "unsealed_tail" || code === "out_of_order_time";
}

/** Who hands on events that happened elsewhere, with the times that they had there. */
const CARRIERS: readonly (string | null)[] = ["import_bridge", "remote_relay"];

/** Tells what is no fault of an event that is dated before the one it follows: a carrier wrote it, or that other one is told of. */
function explanationsOfTimes(
  { store, snapshot, catalog }: Pick<CheckInput, "store" | "snapshot" | "catalog">,
): (anomaly: Anomaly) => boolean {
  const future = secondsAhead(snapshot, store) === null ? null : store.journal.newest_event?.line;
  const isCarrier = (id: string) =>
    catalog.find("actor", id).some(({ record }) => CARRIERS.includes(textOf(record, "actor_type")));
  return ({ producer = null, previous_line: previous = null }) =>
    previous !== null && (previous === future || (producer !== null && isCarrier(producer)));
}

const ABSENT = findingKind(
  "journal.absent",
  "critical",
  "The journal is missing",
  "Stop the daemon before it appends, and put journal.jsonl back from a backup or from another device; a bundle " +
    "holds the events of what is in it ({import})",
);
const EMPTIED = findingKind(
  "journal.emptied",
  "critical",
  "The journal is empty, and the manifest counts events",
  "Stop the daemon before it appends, and put journal.jsonl back from a backup or from another device; a bundle " +
    "holds the events of what is in it ({import})",
);
const UNREADABLE = findingKind(
  "journal.unreadable",
  "critical",
  "The journal cannot be read",
  "Run again as a user who may read it; where nobody can, stop the daemon and put journal.jsonl back from a " +
    "backup or from another device",
);

/** How many events the manifest counts of which nothing is left; null where something is, or none was. */
function emptiedEvents(store: StoreSnapshot): number | null {
  const { state, events, unreadable } = store.journal;
  const counted = (readManifest(store)?.activeGeneration ?? 1) - 1;
  const isEmptied = state === "present" && events + unreadable === 0 && counted > 0;
  return isEmptied && changeStanding(store).state === "none" ? counted : null;
}

/** Whether nothing is left of the events that the manifest counts. */
export function isEmptied(store: StoreSnapshot): boolean {
  return emptiedEvents(store) !== null;
}

/** The journal is there, and this user may read it. */
export const journalPresentCheck: Check = {
  id: "journal.present",
  title: "Journal present",
  reads: JOURNAL_FILE,
  why: "Without the journal nothing derived can be rebuilt",
  required: true,
  needs: ["state"],
  kinds: [ABSENT, EMPTIED, UNREADABLE],
  run({ store }) {
    const { state, error } = store.journal;
    if (state === "not_read") return { ran: false, reason: "The journal was not read" };
    const appended = emptiedEvents(store);
    if (appended !== null) {
      return findings([
        finding("journal.present", EMPTIED, {
          target: JOURNAL_FILE,
          message: `The journal holds no event, and the manifest counts ${appended}`,
          evidence: { file: JOURNAL_FILE, bytes: store.journal.bytes, counted: appended },
        }, store),
      ]);
    }
    if (state === "present") return findings([]);
    const denied = reasonDeniedOf(JOURNAL_FILE, store);
    if (denied !== null) return { ran: false, reason: denied };
    const [of, message] = state === "absent"
      ? [ABSENT, "The journal is missing"] as const
      : [UNREADABLE, `Cannot read "${JOURNAL_FILE}": ${error ?? "no reason given"}`] as const;
    return findings([
      finding("journal.present", of, { target: JOURNAL_FILE, message, evidence: { file: JOURNAL_FILE } }, store),
    ]);
  },
};

const LAG = findingKind(
  "journal.replay-lag",
  "warning",
  "A lane has more unapplied events than its limit",
  "Start the daemon where it does not run; where it does, look at what it says of the oldest of them: the events " +
    "themselves are safe",
  { durability: "rebuildable" },
);

/** Unapplied events by lane, against the lane's limit (reference daemon: 0 for priority, 100 otherwise). */
export const journalLagCheck: Check = {
  id: "journal.lag",
  title: "Replay lag",
  reads: JOURNAL_FILE,
  why: "Events that stay unapplied are changes that nobody sees yet",
  required: false,
  needs: ["journal"],
  kinds: [LAG],
  run({ store }) {
    return findings(
      store.journal.lanes.filter((lane) => lane.unapplied > laneLagLimit(lane.lane)).map((lane) =>
        finding("journal.lag", LAG, {
          target: `lane:${lane.lane}`,
          message: `Lane "${lane.lane}" has ${lane.unapplied} unapplied ${
            lane.unapplied === 1 ? "event" : "events"
          }, its limit is ${laneLagLimit(lane.lane)}`,
          evidence: { file: JOURNAL_FILE, lane: lane.lane, unapplied: lane.unapplied, limit: laneLagLimit(lane.lane) },
        }, store)
      ),
    );
  },
};
