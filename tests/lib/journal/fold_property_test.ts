import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { unpackHeads } from "../../../lib/journal/heads.ts";
import { formatEventId } from "../../../lib/journal/ordinals.ts";
import type { JournalSegment } from "../../../lib/journal/segments.ts";
import { anyBytes } from "./any_journal.ts";
import { encode, foldBytes, sampleEvent } from "./sample.ts";

Deno.test("createJournalFold() takes any bytes, and gives the same summary however they are cut", () => {
  fastCheck.assert(
    fastCheck.property(anyBytes, fastCheck.integer({ min: 1, max: 64 }), (bytes, chunkBytes) => {
      const whole = foldBytes(bytes);
      assertEquals(foldBytes(bytes, { chunkBytes }), whole);
      assertEquals(whole.events + whole.unreadable + whole.blank_lines, whole.lines);
      assertEquals(whole.bytes, bytes.length);
    }),
    { numRuns: 500 },
  );
});

Deno.test("createJournalFold() cuts segments that are the whole journal, each ending in the chunk just fed", () => {
  fastCheck.assert(
    fastCheck.property(
      anyBytes,
      fastCheck.integer({ min: 1, max: 64 }),
      fastCheck.integer({ min: 1, max: 400 }),
      (bytes, chunkBytes, segmentBytes) => {
        const fold = createJournalFold({ segmentBytes });
        const segments: JournalSegment[] = [];
        for (let start = 0; start < bytes.length; start += chunkBytes) {
          const chunk = bytes.subarray(start, start + chunkBytes);
          for (const segment of fold.add(chunk)) {
            const end = segment.offset + segment.bytes;
            assertEquals([end > start, end <= start + chunk.length, bytes[end - 1]], [true, true, 0x0a]);
            assertEquals(segment.bytes >= segmentBytes, true);
            segments.push(segment);
          }
        }
        const { summary, lastSegment } = fold.finish({ state: "present", error: null, sha256: null });
        if (lastSegment !== null) segments.push(lastSegment);
        let offset = 0;
        for (const segment of segments) {
          assertEquals(segment.offset, offset);
          offset += segment.bytes;
        }
        assertEquals(offset, bytes.length);
        assertEquals(segments.reduce((events, segment) => events + segment.events, 0), summary.events);
        assertEquals(segments.find((segment) => segment.events > 0)?.first_event_id ?? null, summary.first_event_id);
        assertEquals(segments.findLast((segment) => segment.events > 0)?.last_event_id ?? null, summary.last_event_id);
      },
    ),
    { numRuns: 300 },
  );
});

const ENDING = { state: "present", error: null, sha256: null } as const;

function takenAtOnce(bytes: Uint8Array) {
  const fold = createJournalFold();
  fold.add(bytes);
  return fold;
}

Deno.test("createJournalFold() tells the same of any bytes, its heads packed or not", () => {
  fastCheck.assert(
    fastCheck.property(anyBytes, (bytes) => {
      const { summary, heads } = takenAtOnce(bytes).finishPacked(ENDING);
      assertEquals(
        { ...summary, objects: unpackHeads(structuredClone(heads)) },
        takenAtOnce(bytes).finish(ENDING).summary,
      );
    }),
    { numRuns: 500 },
  );
});

interface Item {
  readonly type: string;
  readonly lane: string;
  readonly object: string | null;
  readonly actor: string;
  readonly second: number;
  readonly applied: boolean;
  readonly blankBefore: boolean;
}

const item: fastCheck.Arbitrary<Item> = fastCheck.record({
  type: fastCheck.constantFrom("add", "update", "delete", "checkpoint", "policy"),
  lane: fastCheck.constantFrom("normal", "audit", "secure"),
  object: fastCheck.option(fastCheck.constantFrom("object:a", "object:b", "object:é", "object:\u{1f600}")),
  actor: fastCheck.constantFrom("actor:1", "actor:2", "actor:3"),
  second: fastCheck.nat(59),
  applied: fastCheck.boolean(),
  blankBefore: fastCheck.boolean(),
});

/** What a summary says, reckoned anew from the whole list for every key. */
function reckon(items: readonly Item[]) {
  const at = ({ second }: Item) => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;
  const idOf = (one: Item) => formatEventId(items.indexOf(one) + 1);
  const keysOf = (key: (one: Item) => string | null) =>
    [...new Set(items.map(key))].filter((name) => name !== null).sort();
  const byType = (some: readonly Item[]) =>
    Object.fromEntries(
      [...new Set(some.map(({ type }) => type))].sort().map((type) => [
        type,
        some.filter((one) => one.type === type).length,
      ]),
    );
  /** Those that some item of the list belongs to. */
  const groupOf = (belongs: (one: Item) => boolean) => {
    const mine = items.filter(belongs);
    const [first] = mine;
    const last = mine.at(-1);
    if (first === undefined || last === undefined) throw new RangeError("No item belongs to the group");
    return { mine, first, last };
  };
  const newest = items.map(at).sort().at(-1) ?? null;
  return {
    events: items.length,
    blank_lines: items.filter(({ blankBefore }) => blankBefore).length,
    unapplied: items.filter(({ applied }) => !applied).length,
    newest_event_at: newest,
    next_ordinal: items.length + 1,
    lanes: keysOf(({ lane }) => lane).map((lane) => {
      const { mine, last } = groupOf((one) => one.lane === lane);
      return {
        lane,
        events: mine.length,
        unapplied: mine.filter(({ applied }) => !applied).length,
        by_type: byType(mine),
        last_event_id: idOf(last),
        last_event_at: at(last),
      };
    }),
    objects: keysOf(({ object }) => object).map((object) => {
      const { mine, first, last } = groupOf((one) => one.object === object);
      const changes = mine.filter(({ type }) => ["add", "update", "delete"].includes(type));
      return {
        object_id: object,
        events: mine.length,
        deleted: changes.at(-1)?.type === "delete",
        first_event_id: idOf(first),
        last_event_id: idOf(last),
        last_event_type: last.type,
        last_event_at: at(last),
        last_producer: last.actor,
        lane: last.lane,
        line: items.indexOf(last) + 1 +
          items.slice(0, items.indexOf(last) + 1).filter(({ blankBefore }) => blankBefore).length,
      };
    }),
    actors: keysOf(({ actor }) => actor).map((actor) => {
      const { mine, first, last } = groupOf((one) => one.actor === actor);
      return {
        actor_id: actor,
        events: mine.length,
        by_type: byType(mine),
        first_event_id: idOf(first),
        first_event_at: at(first),
        last_event_id: idOf(last),
        last_event_at: at(last),
      };
    }),
    anomaly_counts: {},
  };
}

Deno.test("createJournalFold() agrees with a reckoning over the whole list of events", () => {
  fastCheck.assert(
    fastCheck.property(
      fastCheck.array(item, { maxLength: 30 }),
      fastCheck.integer({ min: 1, max: 500 }),
      (items, chunkBytes) => {
        const lines = items.map((one, index) =>
          (one.blankBefore ? " \n" : "") + sampleEvent(index + 1, {
            event_type: one.type,
            lane: one.lane,
            object_id: one.object,
            producer: one.actor,
            created_at: `2026-01-01T00:00:${String(one.second).padStart(2, "0")}Z`,
            applied: one.applied,
          }) + "\n"
        );
        const bytes = encode(lines.join(""));
        const summary = foldBytes(bytes, { chunkBytes });
        const { events, blank_lines, unapplied, newest_event_at, next_ordinal, lanes, actors, anomaly_counts } =
          summary;
        const objects = summary.objects.map(({ offset, ...head }) => {
          // Where the head says that its event stands, its event does stand.
          const there = new TextDecoder().decode(bytes.subarray(offset)).split("\n")[0] ?? "";
          assertEquals(JSON.parse(there).event_id, head.last_event_id);
          return head;
        });
        assertEquals<unknown>(
          { events, blank_lines, unapplied, newest_event_at, next_ordinal, lanes, objects, actors, anomaly_counts },
          reckon(items),
        );
      },
    ),
    { numRuns: 300 },
  );
});
