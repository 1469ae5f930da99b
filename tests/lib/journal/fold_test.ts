import { assertEquals } from "@std/assert";
import { type JournalEvent } from "../../../lib/journal/event.ts";
import { createJournalFold } from "../../../lib/journal/fold.ts";
import { encode, foldBytes, sampleEvent, sampleJournal } from "./sample.ts";

Deno.test("createJournalFold() sums up a journal", () => {
  const text = [
    sampleEvent(1, { event_type: "add", object_id: "object:b" }),
    "",
    sampleEvent(2, { event_type: "delete", object_id: "object:b", lane: "audit", applied: false }),
    sampleEvent(3, { event_type: "add", producer: "actor:two", created_at: "2026-03-01T00:00:00Z", extra: 1 }),
    sampleEvent(4, { event_type: "repair", object_id: null, applied: undefined }),
    "",
  ].join("\n");
  const length = (ordinal: number) => (text.split("\n")[ordinal] ?? "").length;
  assertEquals(foldBytes(encode(text)), {
    state: "present",
    error: null,
    bytes: text.length,
    bytes_parsed: text.length,
    bytes_hashed: 0,
    sha256: null,
    lines: 5,
    blank_lines: 1,
    events: 4,
    unreadable: 0,
    unapplied: 1,
    first_event_id: "evt-00000001",
    last_event_id: "evt-00000004",
    last_event_at: "2026-01-01T00:00:04Z",
    newest_event_at: "2026-03-01T00:00:00Z",
    newest_event: { event_id: "evt-00000003", line: 4 },
    next_ordinal: 5,
    lanes: [
      {
        lane: "audit",
        events: 1,
        unapplied: 1,
        by_type: { delete: 1 },
        last_event_id: "evt-00000002",
        last_event_at: "2026-01-01T00:00:02Z",
      },
      {
        lane: "normal",
        events: 3,
        unapplied: 0,
        by_type: { add: 2, repair: 1 },
        last_event_id: "evt-00000004",
        last_event_at: "2026-01-01T00:00:04Z",
      },
    ],
    objects: [
      {
        object_id: "object:alpha",
        events: 1,
        deleted: false,
        first_event_id: "evt-00000003",
        last_event_id: "evt-00000003",
        last_event_type: "add",
        last_event_at: "2026-03-01T00:00:00Z",
        last_producer: "actor:two",
        lane: "normal",
        line: 4,
        offset: length(0) + length(2) + 3,
      },
      {
        object_id: "object:b",
        events: 2,
        deleted: true,
        first_event_id: "evt-00000001",
        last_event_id: "evt-00000002",
        last_event_type: "delete",
        last_event_at: "2026-01-01T00:00:02Z",
        last_producer: "actor:one",
        lane: "audit",
        line: 3,
        offset: length(0) + 2,
      },
    ],
    actors: [
      {
        actor_id: "actor:one",
        events: 3,
        by_type: { add: 1, delete: 1, repair: 1 },
        first_event_id: "evt-00000001",
        first_event_at: "2026-01-01T00:00:01Z",
        last_event_id: "evt-00000004",
        last_event_at: "2026-01-01T00:00:04Z",
      },
      {
        actor_id: "actor:two",
        events: 1,
        by_type: { add: 1 },
        first_event_id: "evt-00000003",
        first_event_at: "2026-03-01T00:00:00Z",
        last_event_id: "evt-00000003",
        last_event_at: "2026-03-01T00:00:00Z",
      },
    ],
    anomalies: [{
      code: "out_of_order_time",
      line: 5,
      offset: length(0) + length(2) + length(3) + 4,
      bytes: length(4),
      event_id: "evt-00000004",
      detail: "The event is dated 2026-01-01T00:00:04Z, 58d 23h before the one on line 4, which it follows",
      producer: "actor:one",
      previous_line: 4,
    }],
    anomaly_counts: { out_of_order_time: 1 },
  });
});

Deno.test("createJournalFold() passes on what the host says of a journal that is not there", () => {
  const { summary, lastSegment } = createJournalFold().finish({ state: "absent", error: null, sha256: null });
  assertEquals([summary.state, summary.lines, summary.next_ordinal, lastSegment], ["absent", 0, 1, null]);
});

interface Case {
  readonly journal: string | Uint8Array;
  /** Code, line, event id and detail of each anomaly. */
  readonly anomalies: readonly (readonly [string, number, string | null, string])[];
  readonly events: number;
  readonly unreadable?: number;
  readonly next: number;
}

const id = (ordinal: number) => `evt-${String(ordinal).padStart(8, "0")}`;
const line = (ordinal: number, patch: Readonly<Record<string, unknown>> = {}) => `${sampleEvent(ordinal, patch)}\n`;
const first = sampleEvent(1);
const noEnd = "The last line has no newline, and is no event";

const cases: Readonly<Record<string, Case>> = {
  "finds nothing in blank lines, extra fields, long integers and lawful names": {
    journal: `\n \t\r\n${
      line(1, { object_id: "ünï\u{1f600}", more: { deep: [1] } }).replace("[1]", "[12345678901234567890]")
    }  `,
    anomalies: [],
    events: 1,
    next: 2,
  },
  "reports a torn tail": {
    journal: `${line(1)}{"event_id":"evt-00`,
    anomalies: [["torn_tail", 2, null, noEnd]],
    events: 1,
    unreadable: 1,
    next: 3,
  },
  "reports a tail torn within a character": {
    journal: Uint8Array.of(...encode(`${line(1)}{"a":"`), 0xc3),
    anomalies: [["torn_tail", 2, null, "The line is not UTF-8"]],
    events: 1,
    unreadable: 1,
    next: 3,
  },
  "takes a tail that is JSON and no event for a torn one": {
    journal: `${line(1)}5`,
    anomalies: [["torn_tail", 2, null, noEnd]],
    events: 1,
    unreadable: 1,
    next: 3,
  },
  "reports an unsealed tail, and counts its event": {
    journal: line(1) + sampleEvent(2),
    anomalies: [["unsealed_tail", 2, id(2), "The last event has no newline"]],
    events: 2,
    next: 3,
  },
  "reports unreadable lines, which take their ordinals": {
    journal: `${line(1)}{"event\n[]\n\0\0\n${line(5)}`,
    anomalies: [
      ["unreadable_line", 2, null, "Ends too early at line 1, column 8"],
      ["unreadable_line", 3, null, "A list instead of an object"],
      ["unreadable_line", 4, null, "Unexpected character"],
    ],
    events: 2,
    unreadable: 3,
    next: 6,
  },
  "reports a line that is not UTF-8, and reads those around it": {
    journal: Uint8Array.of(...encode(`${line(1)}{"ä`), 0xff, ...encode(`"}\n${line(3, { object_id: "ä" })}`)),
    anomalies: [["invalid_utf8", 2, null, "The line is not UTF-8"]],
    events: 2,
    unreadable: 1,
    next: 4,
  },
  "reports a byte order mark, and reads the event": {
    journal: `\ufeff${line(1)}`,
    anomalies: [["byte_order_mark", 1, id(1), "A byte order mark stands before the line"]],
    events: 1,
    next: 2,
  },
  "reports carriage returns at line ends, but not on blank lines": {
    journal: `${sampleEvent(1)}\r\n\r\n${sampleEvent(2)}\r\n`,
    anomalies: [
      ["carriage_return", 1, id(1), "The line ends with a carriage return"],
      ["carriage_return", 3, id(2), "The line ends with a carriage return"],
    ],
    events: 2,
    next: 3,
  },
  "reports separators, and counts lines as the daemon does": {
    journal: line(1, { object_id: "a\u2028b\u0085\u2028c" }) + line(4),
    anomalies: [["line_separator", 1, id(1), "U+0085, U+2028 stands within the line: the daemon would cut it there"]],
    events: 2,
    next: 5,
  },
  "reports a carriage return within a line": {
    journal: `${first.replace("{", "{\r")}\n${line(3)}`,
    anomalies: [["line_separator", 1, id(1), "U+000D stands within the line: the daemon would cut it there"]],
    events: 2,
    next: 4,
  },
  "reports a separator in a line that is unreadable because of it": {
    journal: '{"a":"\x1c"}\n',
    anomalies: [
      ["unreadable_line", 1, null, "Control character in a string at line 1, column 7"],
      ["line_separator", 1, null, "U+001C stands within the line: the daemon would cut it there"],
    ],
    events: 0,
    unreadable: 1,
    next: 3,
  },
  "reports numbers that are not finite, and reads the event": {
    journal: line(1).replace("{}", '{"n":NaN}') + line(2).replace("{}", '{"n":1e999}'),
    anomalies: [
      ["non_finite_number", 1, id(1), "NaN, Infinity or a number out of range stands in the line; it is read as null"],
      ["non_finite_number", 2, id(2), "NaN, Infinity or a number out of range stands in the line; it is read as null"],
    ],
    events: 2,
    next: 3,
  },
  "reports a line that is nested too deep": {
    journal: `{"a":${"[".repeat(900)}${"]".repeat(900)}}\n${line(2)}`,
    anomalies: [["too_deep", 1, null, "Nested deeper than 900 levels"]],
    events: 1,
    unreadable: 1,
    next: 3,
  },
  "reports an object that is no event by all that it lacks": {
    journal: `{"lane":5,"producer":""}\n${line(2)}`,
    anomalies: [[
      "not_an_event",
      1,
      null,
      "event_id is missing; event_type is missing; lane is not a string; producer is empty; created_at is missing; " +
      "payload is missing",
    ]],
    events: 1,
    unreadable: 1,
    next: 3,
  },
  "counts an event that lacks other fields": {
    journal: line(1, { lane: undefined, object_id: 7, payload: [], applied: "no", created_at: 1, producer: null }),
    anomalies: [[
      "not_an_event",
      1,
      id(1),
      "lane is missing; producer is not a string; created_at is not a string; object_id is not a string; " +
      "payload is not an object; applied is not a boolean",
    ]],
    events: 1,
    next: 2,
  },
  "reports values that nobody knows": {
    journal: line(1, { schema: "sourceos.journal-event/v9", event_type: "merge", lane: "express" }) +
      line(2, { schema: undefined }),
    anomalies: [
      ["unknown_schema", 1, id(1), 'The schema is "sourceos.journal-event/v9"'],
      ["unknown_type", 1, id(1), 'The event type "merge" is unknown'],
      ["unknown_lane", 1, id(1), 'The lane "express" is unknown'],
      ["unknown_schema", 2, id(2), "The schema is missing"],
    ],
    events: 2,
    next: 3,
  },
  "reports times of another form": {
    journal: line(1, { created_at: "2026-01-01T00:00:00.5Z" }),
    anomalies: [["bad_time", 1, id(1), 'The time "2026-01-01T00:00:00.5Z" is not UTC of second precision']],
    events: 1,
    next: 2,
  },
  "reports a malformed id, which takes its ordinal": {
    journal: line(1) + line(2, { event_id: "evt-2" }) + line(3),
    anomalies: [["malformed_id", 2, "evt-2", 'The id "evt-2" is not "evt-" and an ordinal']],
    events: 3,
    next: 4,
  },
  "shortens long foreign values": {
    journal: line(1, { lane: "x".repeat(500) }),
    anomalies: [["unknown_lane", 1, id(1), `The lane "${"x".repeat(60)}…" is unknown`]],
    events: 1,
    next: 2,
  },
  "reports ids that come twice, out of order or not at all": {
    journal: sampleJournal([1, 2, 2, 6, 9, 8]),
    anomalies: [
      ["duplicate_id", 3, id(2), "The id was used by an earlier event"],
      [
        "missing_ids",
        4,
        id(6),
        "No event has the id evt-00000003 to evt-00000005, less 1 that unreadable or misnumbered lines stand for",
      ],
      ["missing_ids", 5, id(9), "No event has the id evt-00000007"],
      ["out_of_order_id", 6, id(8), "The id is lower than that of an earlier event"],
    ],
    events: 6,
    next: 7,
  },
};

for (const [name, expected] of Object.entries(cases)) {
  Deno.test(`createJournalFold() ${name}`, () => {
    const bytes = typeof expected.journal === "string" ? encode(expected.journal) : expected.journal;
    const summary = foldBytes(bytes);
    assertEquals({
      anomalies: summary.anomalies.map(({ code, line, event_id, detail }) => [code, line, event_id, detail]),
      events: summary.events,
      unreadable: summary.unreadable,
      next: summary.next_ordinal,
    }, {
      anomalies: expected.anomalies.map((anomaly) => [...anomaly]),
      events: expected.events,
      unreadable: expected.unreadable ?? 0,
      next: expected.next,
    });
  });
}

Deno.test("createJournalFold() says where an anomaly is, in bytes", () => {
  const journal = `${line(1, { object_id: "ä" })}\n{"ö\n`;
  const offset = encode(line(1, { object_id: "ä" })).length + 1;
  assertEquals(foldBytes(encode(journal)).anomalies, [{
    code: "unreadable_line",
    line: 3,
    offset,
    bytes: 4,
    event_id: null,
    detail: "Ends too early at line 1, column 4",
  }]);
});

Deno.test("createJournalFold() keeps the first 1,000 anomalies of a code, and counts all", () => {
  const summary = foldBytes(encode("x\n".repeat(1_500) + "{}\n".repeat(3)));
  assertEquals(summary.anomaly_counts, { unreadable_line: 1_500, not_an_event: 3 });
  assertEquals(summary.anomalies.length, 1_003);
  assertEquals(summary.anomalies[999]?.line, 1_000);
  assertEquals([summary.unreadable, summary.next_ordinal], [1_503, 1_504]);
});

Deno.test("createJournalFold() does not parse a line over the limit", () => {
  const limit = sampleEvent(1).length;
  const long = sampleEvent(2, { payload: { more: 1 } });
  const summary = foldBytes(encode(`${line(1)}${long}\n${line(3)}${long}`), { maxLineBytes: limit });
  assertEquals(summary.anomalies, [
    {
      code: "too_long",
      line: 2,
      offset: limit + 1,
      bytes: long.length,
      event_id: null,
      detail: `${long.length} bytes, more than are read of one line`,
    },
    {
      code: "torn_tail",
      line: 4,
      offset: 2 * limit + long.length + 3,
      bytes: long.length,
      event_id: null,
      detail: "The last line has no newline, and is too long to be read",
    },
    {
      code: "too_long",
      line: 4,
      offset: 2 * limit + long.length + 3,
      bytes: long.length,
      event_id: null,
      detail: `${long.length} bytes, more than are read of one line`,
    },
  ]);
  assertEquals([summary.events, summary.unreadable, summary.next_ordinal], [2, 2, 5]);
});

Deno.test("createJournalFold() knows the lanes that it is told of", () => {
  assertEquals(foldBytes(encode(line(1, { lane: "express" })), { lanes: ["express"] }).anomaly_counts, {});
});

Deno.test("createJournalFold() keeps foreign names that objects have for themselves", () => {
  const names = { lane: "__proto__", event_type: "constructor", object_id: "__proto__", producer: "toString" };
  const summary = foldBytes(encode(line(1, names)));
  assertEquals(summary.lanes.map(({ lane, by_type }) => [lane, Object.entries(by_type)]), [
    ["__proto__", [["constructor", 1]]],
  ]);
  assertEquals(summary.objects.map((head) => head.object_id), ["__proto__"]);
  assertEquals(summary.actors.map((actor) => actor.actor_id), ["toString"]);
});

Deno.test("createJournalFold() hands out each event, or those of one object", () => {
  const text = line(1) + "x\n" + line(3, { object_id: null, payload: { a: 1 } }) + line(4);
  const collect = (onlyObject?: string) => {
    const events: JournalEvent[] = [];
    const onEvent = (event: JournalEvent) => void events.push(event);
    foldBytes(encode(text), onlyObject === undefined ? { onEvent } : { onEvent, onlyObject });
    return events;
  };
  assertEquals(collect().map((event) => [event.event_id, event.line]), [[id(1), 1], [id(3), 3], [id(4), 4]]);
  assertEquals(collect()[1], {
    event_id: id(3),
    event_type: "update",
    lane: "normal",
    object_id: null,
    producer: "actor:one",
    created_at: "2026-01-01T00:00:03Z",
    payload: { a: 1 },
    applied: true,
    line: 3,
    offset: first.length + 3,
  });
  assertEquals(collect("object:alpha").map((event) => event.event_id), [id(1), id(4)]);
});

Deno.test("pending() shows the tail before it is called torn", () => {
  const fold = createJournalFold();
  fold.add(encode(line(1) + line(2).slice(0, 4)));
  assertEquals(fold.pending(), { offset: first.length + 1, length: 4 });
  fold.add(encode(line(2).slice(4)));
  assertEquals(fold.pending(), null);
  assertEquals(fold.finish({ state: "present", error: null, sha256: null }).summary.anomaly_counts, {});
});

Deno.test("createJournalFold() keeps the newest event of an object as it is written, however odd", () => {
  const text = [
    { event_id: "evt-x", created_at: "yesterday", lane: null, producer: null },
    { object_id: "object:beta", event_id: "evt-0000000a", created_at: null },
    {
      object_id: "object:beta",
      event_id: "evt-100000001",
      created_at: "2026-12-31T23:59:59Z",
      event_type: "__proto__",
    },
  ].map((patch, index) => `${sampleEvent(index + 1, patch)}\n`).join("");
  const heads = foldBytes(encode(text)).objects.map((head) => [
    head.object_id,
    head.first_event_id,
    head.last_event_id,
    head.last_event_at,
    head.last_event_type,
    head.last_producer,
    head.lane,
  ]);
  assertEquals(heads, [
    ["object:alpha", "evt-x", "evt-x", "yesterday", "update", "", ""],
    ["object:beta", "evt-0000000a", "evt-100000001", "2026-12-31T23:59:59Z", "__proto__", "actor:one", "normal"],
  ]);
});

Deno.test("createJournalFold() keeps no head of an object id that the daemon made up of the event's own", () => {
  const text = `${sampleEvent(1, { object_id: "object-evt-00000001" })}\n` +
    `${sampleEvent(2, { object_id: "object-evt-00000001" })}\n`;
  const { objects, events } = foldBytes(encode(text));
  assertEquals([objects.map((head) => [head.object_id, head.events]), events], [[["object-evt-00000001", 1]], 2]);
});
