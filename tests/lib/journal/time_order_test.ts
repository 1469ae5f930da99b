import { assertEquals } from "@std/assert";
import { encode, foldBytes, sampleEvent } from "./sample.ts";

type Patch = Readonly<Record<string, unknown>>;

const at = (time: string, more: Patch = {}): Patch => ({ created_at: `2026-03-${time}:00Z`, ...more });
const old = (time: string, object = "object:alpha"): Patch => at(time, { object_id: object, producer: "actor:ada" });

/** The event that an import appends behind so many of the object's own. */
const brought = (time: string, events: number, object = "object:alpha"): Patch =>
  at(time, { object_id: object, producer: "actor:gate", payload: { import: { bundle_sha256: "5a", events } } });

/** The lines that are told of as out of order in time, each with what is said of it. */
function told(...patches: readonly Patch[]): readonly (readonly [line: number, detail: string])[] {
  const text = patches.map((patch, index) => `${sampleEvent(index + 1, patch)}\n`).join("");
  const found = foldBytes(encode(text)).anomalies.filter(({ code }) => code === "out_of_order_time");
  return found.map(({ line, detail }) => [line, detail] as const);
}

const cases: readonly (readonly [name: string, patches: readonly Patch[], lines: readonly number[]])[] = [
  ["nothing of events of one second", [at("02T10:00"), at("02T10:00")], []],
  ["nothing of a clock that is an hour behind", [at("02T10:00"), at("02T09:00")], []],
  ["the event that is dated more than an hour before the one it follows", [at("02T10:00"), at("02T08:59")], [2]],
  ["that event alone, not those that go on from it", [at("02T10:00"), at("01T10:00"), at("01T10:01")], [2]],
  ["each step back of a clock that is a day behind", [at("02T10:00"), at("01T10:00"), at("02T10:01"), at("01T10:02")], [
    2,
    4,
  ]],
  ["the step over an event whose time is none", [at("02T10:00"), { created_at: "yesterday" }, at("01T10:00")], [3]],
  ["nothing of the old events that an import brings", [at("05T10:00"), old("01T10:00"), brought("06T10:00", 1)], []],
  [
    "nothing of an import that brings the histories of several objects, whose own journal goes back as well",
    [
      at("05T10:00"),
      old("02T10:00"),
      old("01T10:00", "object:beta"),
      old("03T10:00"),
      brought("06T10:00", 2),
      brought("06T10:00", 1, "object:beta"),
    ],
    [],
  ],
  [
    "an old event that was there before the one that an import brought",
    [at("05T10:00"), old("02T10:00"), at("05T11:00"), old("01T10:00"), brought("06T10:00", 1)],
    [2],
  ],
  ["an old event of another object than the import's", [
    at("05T10:00"),
    old("01T10:00"),
    brought("06T10:00", 1, "object:beta"),
  ], [2]],
  ["an old event before an import that brought none", [at("05T10:00"), old("01T10:00"), brought("06T10:00", 0)], [2]],
  ["an old event behind an import", [at("05T10:00"), brought("06T10:00", 0), old("01T10:00")], [3]],
];

for (const [name, patches, lines] of cases) {
  Deno.test(`createJournalFold() tells ${name}`, () => {
    assertEquals(told(...patches).map(([line]) => line), lines);
  });
}

Deno.test("createJournalFold() says by how much an event is dated before which other one", () => {
  assertEquals(told(at("02T10:00"), at("01T08:30")), [
    [2, "The event is dated 2026-03-01T08:30:00Z, 1d 1h before the one on line 1, which it follows"],
  ]);
});

Deno.test("createJournalFold() lets so many steps back wait for an import, and tells of every one in the end", () => {
  const text = Array.from(
    { length: 3_000 },
    (_, index) => `${sampleEvent(index + 1, at(`0${2 - index % 2}T10:00`))}\n`,
  );
  const { anomalies, anomaly_counts: counts } = foldBytes(encode(text.join("")));
  assertEquals([anomalies.length, anomalies[0]?.line, counts], [1_000, 2, { out_of_order_time: 1_500 }]);
});
