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

Deno.test("createActs() tells of each object who acted on it, in which order, and when last", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(OBJECTS - 1), act), { maxLength: 80 }), (events) => {
    const acts = createActs(OBJECTS, () => {});
    for (const [object, one] of events) acts.note(object, one);
    for (let object = 0; object < OBJECTS; object++) assertEquals(acts.of(object), naive(events, object));
  }));
});
