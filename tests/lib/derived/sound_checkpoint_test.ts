/** Checkpoints that no journal can have, and that whatever is built of a journal is sound. */
import { assert, assertEquals } from "@std/assert";
import { Value } from "@sinclair/typebox/value";
import fc from "../../helpers/properties.ts";
import { createJournalFolding } from "../../../commands/host/store/journal_folding.ts";
import { sha256Hex } from "../../../commands/host/files/hashing.ts";
import { buildCheckpoint } from "../../../lib/derived/build.ts";
import { findCheckpointProblem } from "../../../lib/derived/sound_checkpoint.ts";
import { CheckpointRecord } from "../../../lib/model/derived.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { type Edit, edited } from "../../helpers/forged.ts";
import { anyBytes } from "../journal/any_journal.ts";
import { encode, sampleEvent } from "../journal/sample.ts";

/** The checkpoint of a journal, as it is read back from its file. */
function checkpointOf(journal: Uint8Array, segmentBytes?: number): CheckpointRecord {
  const folding = createJournalFolding(segmentBytes === undefined ? {} : { segmentBytes });
  folding.add(journal);
  const { summary, fold, segments } = folding.finish();
  const { recordText } = buildCheckpoint(summary, { activeGeneration: 1, sha256Hex, segments, fold });
  const parsed = parseJsonObject(recordText);
  assert(parsed.ok && Value.Check(CheckpointRecord, parsed.value));
  return parsed.value;
}

Deno.test("what is built of any journal does not contradict itself", () => {
  fc.assert(fc.property(anyBytes, fc.integer({ min: 1, max: 4000 }), (journal, segmentBytes) => {
    assertEquals(findCheckpointProblem(checkpointOf(journal, segmentBytes)), null);
  }));
});

// A gap before the third event, an unknown lane in it, and segments of an event each.
const JOURNAL = encode(
  [sampleEvent(1), sampleEvent(2), sampleEvent(7, { lane: "odd", applied: false })].map((line) => `${line}\n`).join(""),
);
const SOUND = checkpointOf(JOURNAL, 1);
const ONE = checkpointOf(JOURNAL);

const forged: readonly (readonly [name: string, path: string, value: Edit, want: string])[] = [
  ["a segment that begins elsewhere", "segments.1.offset", 1, "its segments do not lie one behind the other"],
  ["an empty segment", "segments.2.bytes", 0, "its segments do not lie one behind the other"],
  ["a segment that is too long", "segments.2.bytes", 9999, "its segments are not all that it covers"],
  ["a segment with too many events", "segments.0.events", 9999, "a segment has more events than bytes"],
  ["a segment with an event more", "segments.0.events", 2, "its segments count other events than it covers"],
  ["a segment with no event", "segments.0.events", 0, "a segment names events that it does not count"],
  ["a segment with half its ids", "segments.0.first_event_id", null, "a segment names events that it does not count"],
  [
    "another last event",
    "segments.2.last_event_id",
    "evt-00000009",
    "its segments end with another event than it covers",
  ],
  ["no segments", "segments", [], "its segments are not all that it covers"],
  ["a length beyond all counts", "covers.journal_bytes", 1e300, "a number in it is larger than any count"],
  ["more bytes than its segments", "covers.journal_bytes", 9999, "its segments are not all that it covers"],
  ["other events than its segments", "covers.events", 4, "its segments count other events than it covers"],
  ["more lines than it counts", "resume.fold.lines", 9, "its lines are not those that it counts"],
  ["more lines than bytes", "resume.fold.blank_lines", 9999, "its lines are not those that it counts"],
  ["unapplied events that are not there", "resume.fold.unapplied", 4, "more events are unapplied than there are"],
  ["a next ordinal that is taken", "resume.fold.next_ordinal", 3, "its next ordinal is none that can follow"],
  ["a next ordinal beyond the journal", "resume.fold.next_ordinal", 99999, "its next ordinal is none that can follow"],
  ["no first event", "resume.fold.first_event_id", null, "it goes on behind another event than it covers"],
  [
    "another event to go on behind",
    "resume.fold.last_event_id",
    "evt-00000009",
    "it goes on behind another event than it covers",
  ],
  ["a time that is none", "resume.fold.newest_event_at", "tomorrow", "its newest time is no time"],
  ["a newest event of another time", "resume.fold.times.newest", null, "its newest event has another time"],
  [
    "an event out of order that is not there",
    "resume.fold.times.waiting",
    [{
      line: 9,
      offset: 0,
      bytes: 1,
      event_id: "evt-00000009",
      created_at: "2026-01-01T00:00:00Z",
      producer: null,
      object_id: null,
      number: 0,
      after: { line: 8, created_at: "2026-01-02T00:00:00Z" },
    }],
    "an event that is out of order lies outside of what it covers",
  ],
  ["a lane twice", "resume.fold.lanes.1.lane", "normal", "its lanes are not in order, each once"],
  ["a lane without events", "resume.fold.lanes.0.events", 0, "its lanes count other events than there are"],
  ["a lane with events of no type", "resume.fold.lanes.0.by_type", {}, "its lanes count other events than there are"],
  ["a lane with too many unapplied", "resume.fold.lanes.0.unapplied", 3, "its lanes count other events than there are"],
  [
    "an anomaly that nobody knows",
    "resume.fold.anomaly_counts",
    { __proto__: 1, odd: 1 },
    "it counts anomalies that nobody knows",
  ],
  ["an anomaly behind the end", "resume.fold.anomalies.0.offset", 9999, "an anomaly lies outside of what it covers"],
  ["an anomaly behind the last line", "resume.fold.anomalies.0.line", 9, "an anomaly lies outside of what it covers"],
  ["more anomalies than it counts", "resume.fold.anomaly_counts", {}, "it names more anomalies than it counts"],
  [
    "ordinals that it has not seen",
    "resume.fold.ordinals.certain_up_to",
    8,
    "it is certain of ordinals that it has not seen",
  ],
  ["a gap the wrong way round", "resume.fold.ordinals.gaps.0.from", 7, "its gaps in the ordinals are none that can be"],
  ["a gap without an end", "resume.fold.ordinals.gaps.0.to", 7, "its gaps in the ordinals are none that can be"],
  [
    "a gap behind the end",
    "resume.fold.ordinals.gaps.0.offset",
    9999,
    "a gap in the ordinals lies outside of what it covers",
  ],
];

for (const [name, path, value, want] of forged) {
  Deno.test(`a checkpoint contradicts itself with ${name}`, () => {
    const record = edited(SOUND, path, value);
    assert(Value.Check(CheckpointRecord, record), "it keeps its contract");
    assertEquals(findCheckpointProblem(record), want);
  });
}

Deno.test("a checkpoint of one segment has one digest", () => {
  assertEquals(findCheckpointProblem(ONE), null);
  const record = edited(ONE, "covers.journal_sha256", "0".repeat(64));
  assert(Value.Check(CheckpointRecord, record));
  assertEquals(findCheckpointProblem(record), "its only segment has another digest than all that it covers");
});

Deno.test("what another version keeps to go on from is not looked at", () => {
  const record = edited(SOUND, "resume", { fold_version: 2, share: 0.5 });
  assert(Value.Check(CheckpointRecord, record));
  assertEquals(findCheckpointProblem(record), null);
});
