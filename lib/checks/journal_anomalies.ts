/** One kind of finding for each anomaly of the journal's fold. */
import { MAX_LINE_BYTES } from "../journal/lines.ts";
import type { AnomalyCode } from "../model/journal.ts";
import type { Severity } from "../model/vocabulary.ts";
import { bytesText } from "../text/numbers.ts";
import { type FindingKind, findingKind } from "./frame/check.ts";

const SEAL = { automatic: true, command: ["repair", "--dry-run", "--scope", "journal"] };

const COMPARE =
  "Compare the line, which explain shows, with a bundle, a backup or another device, and have what it told " +
  "recorded again";

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
    `${COMPARE}; it stays as it is`,
  ),
  invalid_utf8: anomaly(
    "invalid-utf8",
    "error",
    "A line of the journal is not UTF-8",
    `${COMPARE}: the daemon cannot read this journal at all`,
  ),
  byte_order_mark: anomaly(
    "byte-order-mark",
    "error",
    "The journal starts with a byte order mark",
    "Find out which program rewrote the journal, and put it back from a backup, or stop the daemon and take the " +
      "first three bytes off: it refuses the first line",
  ),
  carriage_return: anomaly(
    "carriage-return",
    "warning",
    "A line of the journal ends in CRLF",
    "Have the program that writes it end lines with LF alone; the line is read, and stays as it is",
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
    "Have the producer record it again with a flatter payload: the daemon cannot read this line, which stays as it is",
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
    `${COMPARE}; it stays as it is`,
  ),
  unknown_schema: anomaly(
    "unknown-schema",
    "warning",
    "An event is of an unknown schema",
    "Use a release of this program that knows the schema, or find out which program wrote the event: it is kept " +
      "and not judged",
  ),
  malformed_id: anomaly(
    "malformed-id",
    "warning",
    'An event id is not "evt-" and an ordinal',
    "Have the program that wrote it number events as the daemon does, or accept it: the event is kept",
  ),
  duplicate_id: anomaly(
    "duplicate-id",
    "error",
    "Two events have one id",
    "Let one program alone append, the daemon; both events stay: compare them, and have what is wrong of the two " +
      "recorded again",
  ),
  missing_ids: anomaly(
    "missing-ids",
    "error",
    "Events are missing from the journal",
    "Bring the missing events back from a bundle ({import}), from a backup or from another device; or accept " +
      "that they are gone",
  ),
  out_of_order_id: anomaly(
    "out-of-order-id",
    "warning",
    "Events stand out of order",
    "Put the journal back from a backup where it was merged by hand, or accept the order: it is kept",
  ),
  out_of_order_time: anomaly(
    "out-of-order-time",
    "warning",
    "An event is dated more than an hour before the one that it follows",
    "Compare the clocks of the two producers, and of this host: one of them was wrong when one of the two was written",
  ),
  unknown_type: anomaly(
    "unknown-type",
    "warning",
    "An event is of an unknown type",
    "Use a release of this program that knows the type, or find out which program wrote it: the event is kept",
  ),
  unknown_lane: anomaly(
    "unknown-lane",
    "warning",
    "An event is on an unknown lane",
    "Add the lane to `lanes` of manifest.json, or have its producer use a lane that is there",
  ),
  bad_time: anomaly(
    "bad-time",
    "warning",
    "An event's time is no UTC timestamp",
    "Have the producer write times as UTC with second precision, or accept it: the event is kept",
  ),
};
