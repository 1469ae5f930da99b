/** One kind of finding for each anomaly of the journal's fold. */
import { MAX_LINE_BYTES } from "../journal/lines.ts";
import type { AnomalyCode } from "../model/journal.ts";
import type { Severity } from "../model/vocabulary.ts";
import { bytesText } from "../text/numbers.ts";
import { type FindingKind, findingKind } from "./frame/check.ts";

const SEAL = { automatic: true, command: ["repair", "--dry-run", "--scope", "journal"] };

const anomaly = (id: string, severity: Severity, title: string, action: string, more: Partial<typeof SEAL> = {}) =>
  findingKind(`journal.${id}`, severity, title, action, more);

export const ANOMALY_KINDS: Readonly<Record<AnomalyCode, FindingKind>> = {
  torn_tail: anomaly(
    "torn-tail",
    "error",
    "The journal's last line is torn",
    "Seal the torn line, so that the next append cannot run into it; its bytes stay",
    SEAL,
  ),
  unsealed_tail: anomaly(
    "unsealed-tail",
    "warning",
    "The journal's last event has no newline",
    "Seal the last line, so that the next append cannot run into it",
    SEAL,
  ),
  unreadable_line: anomaly(
    "unreadable-line",
    "error",
    "A line of the journal is not JSON",
    "Compare the line with a backup or with another device; it stays as it is",
  ),
  invalid_utf8: anomaly(
    "invalid-utf8",
    "error",
    "A line of the journal is not UTF-8",
    "Compare the line with a backup: the daemon cannot read this journal at all",
  ),
  byte_order_mark: anomaly(
    "byte-order-mark",
    "error",
    "The journal starts with a byte order mark",
    "Find out which program rewrote the journal: the daemon refuses the first line",
  ),
  carriage_return: anomaly(
    "carriage-return",
    "warning",
    "A line of the journal ends in CRLF",
    "Find out which program writes this journal with CRLF line ends",
  ),
  line_separator: anomaly(
    "line-separator",
    "error",
    "A line of the journal holds a raw line separator",
    "Have the producer escape line separators: the daemon cuts this line in two",
  ),
  non_finite_number: anomaly(
    "non-finite-number",
    "warning",
    "An event holds NaN, Infinity or a number beyond range",
    "Have the producer write a number or null: NaN and Infinity are not JSON",
  ),
  too_deep: anomaly(
    "too-deep",
    "error",
    "An event is nested too deep to be read",
    "Have the producer write flatter payloads: the daemon cannot read this line",
  ),
  too_long: anomaly(
    "too-long",
    "error",
    "A line of the journal is too long to be read",
    `Have the producer keep events under ${bytesText(MAX_LINE_BYTES)}; the line was not parsed`,
  ),
  not_an_event: anomaly(
    "not-an-event",
    "error",
    "A line of the journal breaks the event contract",
    "Compare the line with the event contract and with a backup",
  ),
  unknown_schema: anomaly(
    "unknown-schema",
    "warning",
    "An event is of an unknown schema",
    "Check which program wrote this event; a newer release may know its schema",
  ),
  malformed_id: anomaly(
    "malformed-id",
    "warning",
    'An event id is not "evt-" and an ordinal',
    "Check which program wrote this event: the daemon numbers its own",
  ),
  duplicate_id: anomaly(
    "duplicate-id",
    "error",
    "Two events have one id",
    "Find out whether two writers appended at once; both events stay",
  ),
  missing_ids: anomaly(
    "missing-ids",
    "error",
    "Events are missing from the journal",
    "Look for the missing events in a backup or on another device",
  ),
  out_of_order_id: anomaly(
    "out-of-order-id",
    "warning",
    "Events stand out of order",
    "Find out whether events were merged by hand; their order is kept",
  ),
  unknown_type: anomaly(
    "unknown-type",
    "warning",
    "An event is of an unknown type",
    "Check which program wrote this event type",
  ),
  unknown_lane: anomaly(
    "unknown-lane",
    "warning",
    "An event is on an unknown lane",
    "Add the lane to the manifest, or check which program wrote it",
  ),
  bad_time: anomaly(
    "bad-time",
    "warning",
    "An event's time is no UTC timestamp",
    "Check the clock of the producer: times are UTC with second precision",
  ),
};
