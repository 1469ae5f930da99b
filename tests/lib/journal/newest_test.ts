import { assertEquals } from "@std/assert";
import { createNewestSearch, type EventFilters } from "../../../lib/journal/newest.ts";

const ALL: EventFilters = { event: null, object: null, actor: null, lane: null, since: null };

function line(number: number, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    event_id: `evt-${number}`,
    event_type: "update",
    lane: "normal",
    object_id: "object:é",
    producer: "actor:ada",
    created_at: `2026-05-0${number}T00:00:00Z`,
    ...fields,
  });
}

const JOURNAL = [
  line(1),
  line(2, { lane: "audit" }),
  "",
  "no event",
  line(3, { producer: "actor:scribe" }),
  line(4, { object_id: "object:other" }),
  line(5, { created_at: null }),
];

/** The ids that are found where the journal is taken in chunks of so many bytes, from its end. */
function idsOf(text: string, given: {
  readonly filters?: Partial<EventFilters>;
  readonly limit?: number;
  readonly chunkBytes?: number;
  readonly maxLineBytes?: number;
}): readonly string[] {
  const { filters = {}, limit = 10, chunkBytes = 1_000, ...more } = given;
  const bytes = new TextEncoder().encode(text);
  const search = createNewestSearch({ ...ALL, ...filters }, { limit, journalBytes: bytes.length, ...more });
  for (let end = bytes.length; end > 0 && !search.isFull(); end -= chunkBytes) {
    search.addBefore(bytes.slice(Math.max(0, end - chunkBytes), end));
  }
  return search.finish().map(({ event_id: id }) => id);
}

const TEXT = JOURNAL.map((one) => `${one}\n`).join("");
const NEWEST_FIRST = ["evt-5", "evt-4", "evt-3", "evt-2", "evt-1"];

Deno.test("the events of a journal come newest first, however it is cut into chunks", () => {
  for (const chunkBytes of [1, 2, 3, 7, 64, 150, 1_000]) assertEquals(idsOf(TEXT, { chunkBytes }), NEWEST_FIRST);
});

const filtered: readonly (readonly [filters: Partial<EventFilters>, ids: readonly string[]])[] = [
  [{ event: "evt-3" }, ["evt-3"]],
  [{ event: "evt-9" }, []],
  [{ object: "object:é" }, ["evt-5", "evt-3", "evt-2", "evt-1"]],
  [{ actor: "actor:scribe" }, ["evt-3"]],
  [{ lane: "audit" }, ["evt-2"]],
  [{ since: Date.parse("2026-05-03T00:00:00Z") }, ["evt-4", "evt-3"]],
  [{ actor: "actor:ada", since: Date.parse("2026-05-02T00:00:00Z") }, ["evt-4", "evt-2"]],
];

for (const [filters, ids] of filtered) {
  Deno.test(`the newest events by ${JSON.stringify(filters)} are ${ids.join(", ") || "none"}`, () => {
    for (const chunkBytes of [1, 50, 300, 500, 1_000]) assertEquals(idsOf(TEXT, { filters, chunkBytes }), ids);
  });
}

Deno.test("no more are looked for than are asked for", () => {
  assertEquals(idsOf(TEXT, { limit: 2, chunkBytes: 40 }), ["evt-5", "evt-4"]);
});

Deno.test("a last line without a newline is an event where it is whole", () => {
  assertEquals(idsOf(`${line(1)}\n${line(2)}`, {}), ["evt-2", "evt-1"]);
  assertEquals(idsOf(`${line(1)}\n${line(2).slice(0, 40)}`, {}), ["evt-1"]);
});

Deno.test("a line that is too long is passed over, and those before it are found", () => {
  const long = line(2, { payload: { text: "x".repeat(1_000) } });
  for (const chunkBytes of [100, 5_000]) {
    assertEquals(idsOf(`${line(1)}\n${long}\n${line(3)}\n`, { chunkBytes, maxLineBytes: 500 }), ["evt-3", "evt-1"]);
  }
});

Deno.test("an event is told with the place of its line", () => {
  const search = createNewestSearch(ALL, { limit: 1, journalBytes: TEXT.length + 3 });
  search.addBefore(new TextEncoder().encode(`${line(1)}\n`));
  assertEquals(search.finish().map(({ offset }) => offset), [0]);
});

Deno.test("an event is found beside a line that is no text", () => {
  const encoder = new TextEncoder();
  const parts = [encoder.encode(`${line(1)}\n${line(2)}\n`), Uint8Array.of(0xff, 0x0a), encoder.encode(`${line(3)}\n`)];
  const bytes = Uint8Array.from(parts.flatMap((part) => [...part]));
  const search = createNewestSearch({ ...ALL, event: "evt-2" }, { limit: 9, journalBytes: bytes.length });
  search.addBefore(bytes);
  assertEquals(search.finish().map(({ event_id: id }) => id), ["evt-2"]);
});

Deno.test("an empty journal has none", () => assertEquals(idsOf("", {}), []));
