import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import {
  eventIdOf,
  eventLine,
  manifestAfter,
  type NewEvent,
  nextOrdinal,
  sealOf,
} from "../../../lib/journal/append.ts";
import { parseJsonObject } from "../../../lib/text/parse_json.ts";
import { stringifyJson } from "../../../lib/text/stringify_json.ts";
import { anyBytes } from "./any_journal.ts";
import { encode, foldBytes, sampleEvent, sampleJournal } from "./sample.ts";

const EVENT: NewEvent = {
  event_type: "repair",
  lane: "repair",
  object_id: "repair-report:one",
  producer: "sourceos-sync",
  created_at: "2026-01-02T03:04:05Z",
  payload: { report_id: "one" },
};

const numbered: readonly (readonly [name: string, journal: string, want: number])[] = [
  ["begins with 1", "", 1],
  ["goes on behind the last event", sampleJournal([1, 2, 3]), 4],
  ["goes on behind a gap, where the daemon would give out an id twice", sampleJournal([1, 2, 7]), 8],
  ["counts lines where ids lag behind them", sampleJournal([1, 1, 1, 2]), 5],
  ["counts lines that cannot be read", `${sampleJournal([1])}{"torn\n[]\n`, 4],
  ["counts no blank lines", `\n${sampleJournal([1])}\n  \n`, 2],
  ["counts a torn tail", `${sampleJournal([1])}{"torn`, 3],
  [
    "goes by lines behind an id that is no ordinal",
    `${sampleJournal([1])}${sampleEvent(2, { event_id: "evt-x" })}\n`,
    3,
  ],
  [
    "goes by lines behind an ordinal that no number holds",
    `${sampleJournal([1])}${sampleEvent(2, { event_id: `evt-${"9".repeat(30)}` })}\n`,
    3,
  ],
];

for (const [name, journal, want] of numbered) {
  Deno.test(`nextOrdinal() ${name}`, () => assertEquals(nextOrdinal(foldBytes(encode(journal))), want));
}

const sealed: readonly (readonly [name: string, journal: string, want: "" | "\n"])[] = [
  ["asks for nothing in an empty journal", "", ""],
  ["asks for nothing behind a newline", sampleJournal([1]), ""],
  ["seals a torn line", `${sampleJournal([1])}{"torn`, "\n"],
  ["seals a whole event without its newline", sampleEvent(1), "\n"],
];

for (const [name, journal, want] of sealed) {
  Deno.test(`sealOf() ${name}`, () => assertEquals(sealOf(foldBytes(encode(journal))), want));
}

for (
  const [ordinal, want] of [[1, "evt-00000001"], [99_999_999, "evt-99999999"], [100_000_000, "evt-100000000"]] as const
) {
  Deno.test(`eventIdOf() writes ${ordinal}`, () => assertEquals(eventIdOf(ordinal), want));
}

Deno.test("eventLine() escapes every character at which the daemon would cut the line, and reads back the same", () => {
  const separators = "\u2028\u2029\u0085\u001c\u000b\f\r\n\ud83d\ude00\ud800ä";
  const line = eventLine(7, { ...EVENT, payload: { text: separators, digits: 12345678901234567890n } });
  assertEquals(/^[\x20-\x7e]*\n$/.test(line), true, line);
  assertEquals(parseJsonObject(line.trimEnd()), {
    ok: true,
    oddities: [],
    value: {
      schema: "sourceos.journal-event/v1alpha1",
      event_id: "evt-00000007",
      ...EVENT,
      payload: { text: separators, digits: 12345678901234567890n },
      applied: true,
    },
  });
});

Deno.test("Behind any journal a sealed, numbered event is one event more, and nothing else is read otherwise", () => {
  fc.assert(
    fc.property(anyBytes, fc.string({ unit: "binary" }), (bytes, text) => {
      const before = foldBytes(bytes);
      const ordinal = nextOrdinal(before);
      const appended = encode(`${sealOf(before)}${eventLine(ordinal, { ...EVENT, payload: { text } })}`);
      const after = foldBytes(Uint8Array.from([...bytes, ...appended]));
      assertEquals([after.events, after.last_event_id], [before.events + 1, eventIdOf(ordinal)]);
      assertEquals(after.unreadable, before.unreadable);
      assertEquals(sealOf(after), "");
      assertEquals(nextOrdinal(after), ordinal + 1);
    }),
    { numRuns: 500 },
  );
});

Deno.test("manifestAfter() raises the generation and keeps every other field, with all of its digits", () => {
  const text =
    '{"initialized":false,"x-count":12345678901234567890,"__proto__":{"a":1},"active_generation":4,"10":[1.5]}';
  const read = parseJsonObject(text);
  if (!read.ok) throw new TypeError(read.message);
  const after = manifestAfter(read.value, { activeGeneration: 4, events: 2, at: "2026-01-02T03:04:05Z" });
  const written = parseJsonObject(after);
  assertEquals(
    written.ok ? stringifyJson(written.value) : null,
    stringifyJson({
      ...read.value,
      initialized: true,
      active_generation: 6,
      updated_at: "2026-01-02T03:04:05Z",
    }),
  );
  assertEquals(after.includes('"x-count": 12345678901234567890,'), true);
  assertEquals(after.includes('"__proto__": {'), true);
  assertEquals(after.endsWith("}\n"), true);
});
