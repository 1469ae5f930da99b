import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { createEventSelector, mayLeave } from "../../../lib/export/events.ts";
import { readEvent } from "../../../lib/journal/event.ts";
import { anyBytes } from "../journal/any_journal.ts";
import { encode, sampleEvent } from "../journal/sample.ts";

function selectFrom(journal: Uint8Array, ids: readonly string[], chunkBytes = Math.max(journal.length, 1)) {
  const lines: string[] = [];
  const selector = createEventSelector({
    objects: new Set(ids),
    take: (line) => lines.push(new TextDecoder().decode(line)),
  });
  for (let at = 0; at < journal.length; at += chunkBytes) selector.add(journal.slice(at, at + chunkBytes));
  return { ...selector.finish(), lines };
}

const MANY = new Array(500_000).fill(0);
const sound = sampleEvent(1, { object_id: "object:a" });
const cases: readonly (readonly [name: string, lines: readonly string[], events: number, skipped: number])[] = [
  ["an event of an object that leaves", [sound], 1, 0],
  ["no event of another object", [sampleEvent(1, { object_id: "object:b" })], 0, 0],
  ["no event of no object", [sampleEvent(1, { object_id: null })], 0, 0],
  ["nothing of a line that is no JSON, not even as skipped", ['{"object_id":"object:a"', sound], 1, 0],
  [
    "no event of another format",
    [sampleEvent(1, { object_id: "object:a", schema: "sourceos.journal-event/v2" })],
    0,
    1,
  ],
  ["no event that lacks a field", [sampleEvent(1, { object_id: "object:a", producer: "" })], 0, 1],
  ["no event with a number that is not finite", [sound.replace("{", '{"x": NaN, ')], 0, 1],
  ["no event of more than a line may hold", [sampleEvent(1, { object_id: "object:a", payload: { x: MANY } })], 0, 1],
  ["an event in an unknown lane", [sampleEvent(1, { object_id: "object:a", lane: "express" })], 1, 0],
];

for (const [name, lines, events, skipped] of cases) {
  Deno.test(`createEventSelector() takes ${name}`, () => {
    const found = selectFrom(encode(lines.map((line) => `${line}\n`).join("")), ["object:a"]);
    assertEquals([found.events, found.skipped], [events, skipped]);
  });
}

Deno.test("createEventSelector() writes one form, with every digit and every unknown field", () => {
  const line = '{"schema": "sourceos.journal-event/v1alpha1", "event_id": "evt-00000001", "event_type": "update", ' +
    '"lane": "normal", "object_id": "object:a", "producer": "actor:ada", "created_at": "2026-01-01T00:00:00Z", ' +
    '"payload": {"size": 9007199254740993, "__proto__": {"b": 1, "a": 2}}, "applied": true, "x-note": "\\u2028"}\n';
  const text = '{"applied":true,"created_at":"2026-01-01T00:00:00Z","event_id":"evt-00000001","event_type":"update",' +
    '"lane":"normal","object_id":"object:a","payload":{"__proto__":{"a":2,"b":1},"size":9007199254740993},' +
    '"producer":"actor:ada","schema":"sourceos.journal-event/v1alpha1","x-note":"\u2028"}\n';
  assertEquals(selectFrom(encode(line), ["object:a"]), {
    events: 1,
    bytes: encode(text).length,
    skipped: 0,
    producers: ["actor:ada"],
    newestAt: "2026-01-01T00:00:00Z",
    lines: [text],
  });
});

Deno.test("createEventSelector() takes exactly the events of the objects, in any journal, however it is cut", () => {
  fc.assert(
    fc.property(anyBytes, fc.subarray(["object:alpha", "object:beta"]), fc.integer({ min: 1, max: 40 }), (
      journal,
      ids,
      chunkBytes,
    ) => {
      const found = selectFrom(journal, ids, chunkBytes);
      assertEquals(found, selectFrom(journal, ids));
      assertEquals([found.lines.length, encode(found.lines.join("")).length], [found.events, found.bytes]);
      for (const line of found.lines) {
        const parsed = parseJsonObject(line);
        const event = parsed.ok ? readEvent(parsed.value, 0, 0) : null;
        assertEquals(event !== null && mayLeave(event, new Set(ids)), true, line);
      }
    }),
  );
});
