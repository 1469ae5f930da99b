import { assertEquals } from "@std/assert";
import fc from "../../helpers/properties.ts";
import { type Act, createActs } from "../../../lib/import/acts.ts";

/** As it says, with everything held. */
function naive(events: readonly (readonly [object: number, Act])[], object: number): readonly Act[] {
  const acts = new Map<string, Act>();
  for (const [of, { producer, at, number }] of events) {
    if (of !== object) continue;
    const before = acts.get(producer)?.at ?? "";
    acts.set(producer, { producer, at: at >= before ? at : before, number });
  }
  return [...acts.values()];
}

const OBJECTS = 3;
const act = fc.record({
  producer: fc.integer({ min: 0, max: 20 }).map((number) => `actor:${number}`),
  at: fc.constantFrom("", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "0001-02-03T04:05:06Z", "2026-01-01", "zzz"),
  number: fc.integer({ min: 1, max: 1000 }),
});

const AT = "2026-01-01T00:00:00Z";

Deno.test("createActs() tells of each once of however many acted on one object", () => {
  const acts = createActs(2, () => {});
  const producers = Array.from({ length: 12 }, (_, number) => `actor:${number}`);
  const note = (object: number, at: string) =>
    producers.forEach((producer, index) => acts.note(object, { producer, at, number: index + 1 }));
  note(0, "2026-01-01T00:00:00Z");
  note(1, "2026-02-01T00:00:00Z");
  note(0, "2026-03-01T00:00:00Z");
  const want = (at: string) => producers.map((producer, index) => ({ producer, at, number: index + 1 }));
  assertEquals([acts.of(0), acts.of(1)], [want("2026-03-01T00:00:00Z"), want("2026-02-01T00:00:00Z")]);
});

Deno.test("createActs() tells of however many objects who acted on each", () => {
  const acts = createActs(20_000, () => {});
  for (let object = 0; object < 20_000; object++) acts.note(object, { producer: "actor:ada", at: AT, number: object });
  const told = [0, 16_383, 16_384, 19_999].map((object) => acts.of(object));
  assertEquals(told, [0, 16_383, 16_384, 19_999].map((number) => [{ producer: "actor:ada", at: AT, number }]));
});

/** What is held for the last of these notes, all of one object. */
const held: readonly (readonly [name: string, notes: readonly Omit<Act, "number">[], bytes: number])[] = [
  ["a first act", [{ producer: "actor:ada", at: AT }], 24],
  ["a later one", [{ producer: "actor:ada", at: AT }, { producer: "actor:ada", at: "2026-01-02T00:00:00Z" }], 0],
  ["an act of somebody else", [{ producer: "actor:bob", at: AT }, { producer: "actor:ada", at: AT }], 24],
  ["a time in another form", [{ producer: "actor:ada", at: AT }, { producer: "actor:ada", at: "zzz" }], 103],
  ["the same time again", [{ producer: "actor:ada", at: "zzz" }, { producer: "actor:ada", at: "zzz" }], 0],
  ["one of the ninth", Array.from({ length: 9 }, (_, number) => ({ producer: `actor:a0${number}`, at: AT })), 124],
];

for (const [name, notes, bytes] of held) {
  Deno.test(`createActs() says that ${name} takes ${bytes} bytes beside who it is by`, () => {
    let told = 0;
    const acts = createActs(1, (more) => told += more);
    notes.forEach((note, index) => {
      told = 0;
      acts.note(0, { ...note, number: index + 1 });
    });
    const isNew = notes.slice(0, -1).every(({ producer }) => producer !== notes.at(-1)?.producer);
    assertEquals(told, bytes + (isNew ? 2 * "actor:ada".length + 150 : 0));
  });
}

Deno.test("createActs() tells of each object who acted on it, in which order, and when last", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(OBJECTS - 1), act), { maxLength: 80 }), (events) => {
    const acts = createActs(OBJECTS, () => {});
    for (const [object, one] of events) acts.note(object, one);
    for (let object = 0; object < OBJECTS; object++) assertEquals(acts.of(object), naive(events, object));
  }));
});
