/** What a checkpoint covers is not parsed again, and the summary is the same; whatever is amiss, all of it is parsed. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { Value } from "@sinclair/typebox/value";
import type { JournalDepth } from "../../../commands/host/types/store_reader.ts";
import { createStoreReader } from "../../../commands/host/store/store_reader.ts";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { appendEvents } from "../../../fixtures/faults/journal_text.ts";
import {
  bytesOf,
  editDocument,
  MANIFEST,
  readDocument,
  withBytes,
  withoutFile,
} from "../../../fixtures/faults/edit.ts";
import type { StoreFiles } from "../../../fixtures/store_files.ts";
import { hashOfRecord } from "../../../lib/derived/build.ts";
import { judgeCheckpoints, judgeDerived } from "../../../lib/derived/judge.ts";
import { CheckpointRecord } from "../../../lib/model/derived.ts";
import type { JsonObject } from "../../../lib/text/json.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { sha256Hex } from "../../helpers/snapshots.ts";
import { HEALTHY, withStore } from "../../helpers/stores.ts";
import { NO_PROGRESS } from "../../helpers/no_progress.ts";

const JOURNAL = "journal.jsonl";
const CHECKPOINT = "checkpoints/journal.json";
const HEADS = "indexes/object-heads.entries.ndjson";

async function readAt(root: string, journal: JournalDepth): Promise<StoreSnapshot> {
  const reader = createStoreReader(() => null, NO_PROGRESS);
  const reading = await reader.read({ root, selectedBy: "option" }, { journal });
  if (!reading.found) throw new Error(reading.absence.message);
  return reading.store;
}

const covered = withDerivedState(HEALTHY);
const coveredBytes = bytesOf(covered, JOURNAL).length;

const edited = (path: string, edit: (text: string) => string): StoreFiles =>
  withBytes(covered, path, new TextEncoder().encode(edit(new TextDecoder().decode(bytesOf(covered, path)))));

/** The store with another checkpoint that says its own hash. */
function withCheckpointOf(changes: JsonObject): StoreFiles {
  const changed = editDocument(covered, CHECKPOINT, changes);
  return editDocument(changed, CHECKPOINT, {
    record_sha256: hashOfRecord(readDocument(changed, CHECKPOINT), sha256Hex),
  });
}

function checkpointOf(files: StoreFiles): CheckpointRecord {
  const record = readDocument(files, CHECKPOINT);
  assert(Value.Check(CheckpointRecord, record));
  return record;
}

const { covers, resume, segments } = checkpointOf(covered);

const NEWER = [
  { event_type: "delete", lane: "audit", producer: "actor:newcomer", object_id: "object:new" },
  { event_type: "add", lane: "nowhere", producer: "actor:ada", applied: false },
];
const segmented = withDerivedState(HEALTHY, 8_000);
const lastSegment = checkpointOf(segmented).segments.at(-1)?.bytes ?? 0;

for (const added of [[], NEWER]) {
  Deno.test(`a journal that has grown by ${added.length} events is summed up alike at every depth`, () =>
    withStore(appendEvents(segmented, added).files, async (root) => {
      const full = await readAt(root, "full");
      const standard = await readAt(root, "standard");
      const quick = await readAt(root, "quick");
      const { bytes } = full.journal;
      const tail = bytes - coveredBytes;
      assertEquals([full.journal.bytes_parsed, full.journal.bytes_hashed], [bytes, bytes]);
      assertEquals(standard.journal, { ...full.journal, bytes_parsed: tail });
      assertEquals(quick.journal, {
        ...full.journal,
        sha256: null,
        bytes_parsed: tail,
        bytes_hashed: lastSegment + tail,
      });
    }));
}

function judge(store: StoreSnapshot) {
  return {
    indexes: judgeDerived(store, sha256Hex).map(({ index_id, state, reason }) => [index_id, state, reason]),
    checkpoints: judgeCheckpoints(store, sha256Hex).map(({ state, history, reason }) => [state, history, reason]),
  };
}

Deno.test("what was not looked at again is called healthy only as far as it was seen", () =>
  withStore(segmented, async (root) => {
    const unparsed = "It is whole, and covers the whole journal, which was not read line by line";
    const indexes = ["actor-activity", "lane-counters", "object-heads"].map((id) => [id, "healthy", unparsed]);
    assertEquals(judge(await readAt(root, "standard")), {
      indexes,
      checkpoints: [["healthy", "intact", "It covers the whole journal"]],
    });
    assertEquals(judge(await readAt(root, "quick")), {
      indexes,
      checkpoints: [["healthy", "unknown", "It covers the whole journal, of which the end was hashed"]],
    });
  }));

Deno.test("a rewritten line far from the end is seen by every look but a quick one", () => {
  const text = new TextDecoder().decode(bytesOf(segmented, JOURNAL)).replace("evt-00000003", "evt-00000030");
  return withStore(withBytes(segmented, JOURNAL, new TextEncoder().encode(text)), async (root) => {
    const full = await readAt(root, "full");
    assertEquals((await readAt(root, "standard")).journal, full.journal);
    assertEquals(judge(await readAt(root, "standard")).checkpoints.map(([, history]) => history), ["rewritten"]);
    assertEquals(judge(await readAt(root, "quick")).checkpoints.map(([, history]) => history), ["unknown"]);
  });
});

/** All that must not be gone on from: every byte is parsed. */
const UNUSABLE: readonly (readonly [name: string, files: StoreFiles])[] = [
  ["without a checkpoint", withoutFile(covered, CHECKPOINT)],
  ["whose checkpoint is no JSON", edited(CHECKPOINT, (text) => text.slice(1))],
  ["whose checkpoint was changed", edited(CHECKPOINT, (text) => text.replace(/"unapplied": \d+/, '"unapplied": 9'))],
  ["whose checkpoint has no hash of itself", edited(CHECKPOINT, (text) => text.replace("record_sha256", "record_sha"))],
  ["whose checkpoint keeps no state", withCheckpointOf({ resume: null })],
  ["whose checkpoint keeps a state of another version", withCheckpointOf({ resume: { ...resume, fold: {} } })],
  ["whose checkpoint has no segments", withCheckpointOf({ segments: [] })],
  [
    "whose checkpoint has segments that end elsewhere",
    withCheckpointOf({ segments: segments.map((segment) => ({ ...segment, bytes: segment.bytes - 1 })) }),
  ],
  ["whose checkpoint covers what its indexes do not", withCheckpointOf({ covers: { ...covers, events: 1 } })],
  ["whose index of heads is gone", withoutFile(covered, "indexes/object-heads.json")],
  ["whose index of actors is gone", withoutFile(covered, "indexes/actor-activity.json")],
  ["whose entries are gone", withoutFile(covered, HEADS)],
  ["whose entries were changed", edited(HEADS, (text) => text.replace('"deleted":false', '"deleted":true'))],
  ["whose beginning was rewritten", edited(JOURNAL, (text) => text.replace("evt-00000003", "evt-00000030"))],
  ["that was cut short", edited(JOURNAL, (text) => text.slice(0, -200))],
  ["of a store with another lane", editDocument(covered, MANIFEST, { lanes: ["normal", "nowhere"] })],
];

for (const [name, files] of UNUSABLE) {
  Deno.test(`a journal ${name} is parsed as a whole at every depth`, () =>
    withStore(files, async (root) => {
      const full = await readAt(root, "full");
      assertEquals((await readAt(root, "standard")).journal, full.journal);
      assertEquals((await readAt(root, "quick")).journal, full.journal);
      assertEquals(full.journal.bytes_parsed, full.journal.bytes);
    }));
}

Deno.test("an index that lost an entry and agrees with its own record is not gone on from", () => {
  const left = new TextDecoder().decode(bytesOf(covered, HEADS)).replace(/^.*\n/, "");
  const record = readDocument(covered, "indexes/object-heads.json");
  const files = editDocument(
    edited(HEADS, () => left),
    "indexes/object-heads.json",
    { entry_count: Number(record["entry_count"]) - 1, entries_sha256: sha256Hex(left) },
  );
  return withStore(files, async (root) => {
    const { journal } = await readAt(root, "quick");
    assertEquals(journal.bytes_parsed, journal.bytes);
  });
});

Deno.test("a journal that is not asked for is not read", () =>
  withStore(covered, async (root) => {
    const { journal } = await readAt(root, "skip");
    const { state, bytes, bytes_parsed, bytes_hashed, events } = journal;
    assertEquals(
      { state, bytes, bytes_parsed, bytes_hashed, events },
      { state: "not_read", bytes: coveredBytes, bytes_parsed: 0, bytes_hashed: 0, events: 0 },
    );
    await Deno.remove(join(root, JOURNAL));
    assertEquals((await readAt(root, "skip")).journal.state, "absent");
  }));

Deno.test("a checkpoint of a journal whose last line has not ended keeps no state", () => {
  const torn = withDerivedState(withBytes(HEALTHY, JOURNAL, bytesOf(HEALTHY, JOURNAL).slice(0, -1)));
  assertEquals(readDocument(torn, CHECKPOINT)["resume"], null);
});
