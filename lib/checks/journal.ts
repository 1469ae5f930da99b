import type { Finding } from "../model/documents/health.ts";
import type { Anomaly, AnomalyCode } from "../model/journal.ts";
import { type Check, finding, type FindingKind, findings } from "./check.ts";
import { laneLagLimit } from "../lanes.ts";

const JOURNAL_FILE = "journal.jsonl";

const kind = (
  id: string,
  severity: FindingKind["severity"],
  action: string,
  more: Partial<FindingKind> = {},
): FindingKind => ({
  id: `journal.${id}`,
  severity,
  durability: "durable",
  action,
  automatic: false,
  command: null,
  ...more,
});

const SEAL = { automatic: true, command: ["repair", "--dry-run", "--scope", "journal"] } as const;

/** One kind of finding for each anomaly of the fold. */
const ANOMALIES: Readonly<Record<AnomalyCode, FindingKind>> = {
  torn_tail: kind(
    "torn-tail",
    "error",
    "Seal the torn line, so that the next append cannot run into it; its bytes stay",
    SEAL,
  ),
  unsealed_tail: kind(
    "unsealed-tail",
    "warning",
    "Seal the last line, so that the next append cannot run into it",
    SEAL,
  ),
  unreadable_line: kind(
    "unreadable-line",
    "error",
    "Compare the line with a backup or with another device; it stays as it is",
  ),
  invalid_utf8: kind(
    "invalid-utf8",
    "error",
    "Compare the line with a backup: the daemon cannot read this journal at all",
  ),
  byte_order_mark: kind(
    "byte-order-mark",
    "error",
    "Find out which program rewrote the journal: the daemon refuses the first line",
  ),
  carriage_return: kind("carriage-return", "warning", "Find out which program writes this journal with CRLF line ends"),
  line_separator: kind(
    "line-separator",
    "error",
    "Have the producer escape line separators: the daemon cuts this line in two",
  ),
  non_finite_number: kind(
    "non-finite-number",
    "warning",
    "Have the producer write a number or null: NaN and Infinity are not JSON",
  ),
  too_deep: kind("too-deep", "error", "Have the producer write flatter payloads: the daemon cannot read this line"),
  too_long: kind("too-long", "error", "Have the producer keep events under 16 MiB; the line was not parsed"),
  not_an_event: kind("not-an-event", "error", "Compare the line with the event contract and with a backup"),
  unknown_schema: kind(
    "unknown-schema",
    "warning",
    "Check which program wrote this event; a newer release may know its schema",
  ),
  malformed_id: kind(
    "malformed-id",
    "warning",
    'Check which program wrote this event: the daemon writes "evt-" and an ordinal',
  ),
  duplicate_id: kind("duplicate-id", "error", "Find out whether two writers appended at once; both events stay"),
  missing_ids: kind("missing-ids", "error", "Look for the missing events in a backup or on another device"),
  out_of_order_id: kind(
    "out-of-order-id",
    "warning",
    "Find out whether events were merged by hand; their order is kept",
  ),
  unknown_type: kind("unknown-type", "warning", "Check which program wrote this event type"),
  unknown_lane: kind("unknown-lane", "warning", "Add the lane to the manifest, or check which program wrote it"),
  bad_time: kind("bad-time", "warning", "Check the clock of the producer: times are UTC with second precision"),
};

const TAIL_SEVERAL = 20;

/** Every anomaly that the fold kept is one finding; from the 21st of a kind on they share one. */
export const journalLinesCheck: Check = {
  id: "journal.lines",
  title: "Journal lines",
  reads: JOURNAL_FILE,
  why: "The journal is the durable history that everything else is rebuilt from",
  required: true,
  run({ store }) {
    if (store.journal.state === "unreadable") {
      return { ran: false, reason: store.journal.error ?? "The journal cannot be read" };
    }
    const found: Finding[] = [];
    const shown = new Map<AnomalyCode, number>();
    for (const anomaly of store.journal.anomalies) {
      const before = shown.get(anomaly.code) ?? 0;
      shown.set(anomaly.code, before + 1);
      if (before < TAIL_SEVERAL) found.push(anomalyFinding(anomaly));
    }
    for (const [code, seen] of shown) {
      const total = store.journal.anomaly_counts[code] ?? seen;
      if (total <= TAIL_SEVERAL) continue;
      found.push(finding("journal.lines", ANOMALIES[code], {
        target: JOURNAL_FILE,
        message: `${total - TAIL_SEVERAL} more lines of ${JOURNAL_FILE} have the same fault`,
        evidence: { file: JOURNAL_FILE, total, shown: TAIL_SEVERAL },
      }, store));
    }
    return findings(found);

    function anomalyFinding(anomaly: Anomaly): Finding {
      return finding("journal.lines", ANOMALIES[anomaly.code], {
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

const ABSENT = kind("absent", "error", "Look for the journal in a backup before anything appends to this store");
const UNREADABLE = kind("unreadable", "error", "Run again as a user who may read the journal");

/** The journal is there, and this user may read it. */
export const journalPresentCheck: Check = {
  id: "journal.present",
  title: "Journal present",
  reads: JOURNAL_FILE,
  why: "Without the journal nothing derived can be rebuilt",
  required: true,
  run({ store }) {
    const { state, error } = store.journal;
    if (state === "present") return findings([]);
    const [of, message] = state === "absent"
      ? [ABSENT, "The journal is missing"] as const
      : [UNREADABLE, `Cannot read "${JOURNAL_FILE}": ${error ?? "no reason given"}`] as const;
    return findings([
      finding("journal.present", of, { target: JOURNAL_FILE, message, evidence: { file: JOURNAL_FILE } }, store),
    ]);
  },
};

const LAG = kind(
  "replay-lag",
  "warning",
  "Check that the daemon runs and applies events; the events themselves are safe",
  {
    durability: "rebuildable",
  },
);

/** Unapplied events by lane, against the lane's limit (reference daemon: 0 for priority, 100 otherwise). */
export const journalLagCheck: Check = {
  id: "journal.lag",
  title: "Replay lag",
  reads: JOURNAL_FILE,
  why: "Events that stay unapplied are changes that nobody sees yet",
  required: false,
  run({ store }) {
    if (store.journal.state !== "present") return { ran: false, reason: "There is no readable journal" };
    return findings(
      store.journal.lanes.filter((lane) => lane.unapplied > laneLagLimit(lane.lane)).map((lane) =>
        finding("journal.lag", LAG, {
          target: `lane:${lane.lane}`,
          message: `Lane "${lane.lane}" has ${lane.unapplied} unapplied events, its limit is ${
            laneLagLimit(lane.lane)
          }`,
          evidence: { file: JOURNAL_FILE, lane: lane.lane, unapplied: lane.unapplied, limit: laneLagLimit(lane.lane) },
        }, store)
      ),
    );
  },
};
