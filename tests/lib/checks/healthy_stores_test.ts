import { assertEquals } from "@std/assert";
import { runCheck } from "../../../lib/checks/frame/check.ts";
import { withDerivedState } from "../../../fixtures/derived_files.ts";
import { generateStore, type StoreOptions } from "../../../fixtures/generate_store.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { healthyStore, journalOf, noJournal } from "../../helpers/snapshots.ts";
import { DEEP_CHECKS, deepFindings, inputOf, storeOf } from "./store_input.ts";

const options: [string, StoreOptions][] = [
  ["the store that the demo begins with", { seed: 2026, events: 160, objects: 40 }],
  ["a store with many actors", { seed: 7, events: 200, objects: 60, actors: 40 }],
  ["a store with more objects than events", { seed: 3, events: 10, objects: 50 }],
  ["a store whose objects change often", { seed: 4, events: 3_000, objects: 30, oddities: true }],
  ["a store with one object", { seed: 5, events: 3, objects: 1 }],
  ["a store without events", { seed: 6, events: 0, objects: 20, oddities: true }],
  ["a store without objects", { seed: 8, events: 5, objects: 0 }],
  ["a store that was just initialised", { seed: 9, events: 0, objects: 0 }],
  ...Array.from({ length: 30 }, (_, seed): [string, StoreOptions] => [
    `a sound store from seed ${seed}${seed % 2 === 0 ? " with every lawful oddity" : ""}`,
    { seed, events: 120, objects: 25, oddities: seed % 2 === 0 },
  ]),
];

for (const [name, store] of options) {
  Deno.test(`the deep checks find nothing in ${name}`, () => {
    assertEquals(deepFindings(storeOf(withDerivedState(generateStore(store)))), []);
  });
}

const empty = { records: [] };
const stores: [string, StoreSnapshot][] = [
  ["one record of each kind", healthyStore()],
  ["a journal alone, by a producer that nobody registered", healthyStore(empty)],
  ["nothing at all", healthyStore({ ...empty, journal: journalOf("") })],
  ["records without a journal", healthyStore({ journal: noJournal("absent") })],
];

for (const [name, store] of stores) {
  Deno.test(`the deep checks find nothing but housekeeping in a store of ${name}`, () => {
    assertEquals(deepFindings(store).filter(({ severity }) => severity !== "info"), []);
  });
}

Deno.test("no deep check judges the registries of a store that only the daemon shows", () => {
  const input = inputOf(healthyStore({ ...empty, origin: "daemon" }));
  assertEquals(
    DEEP_CHECKS.map((check) => runCheck(check, input)),
    DEEP_CHECKS.map(() => ({ ran: false as const, reason: "The daemon does not show its registries" })),
  );
});

Deno.test("what rests on the journal says so where the journal cannot be read", () => {
  const input = inputOf(healthyStore({ journal: noJournal("unreadable", "permission denied") }));
  const skipped = DEEP_CHECKS.filter((check) => !runCheck(check, input).ran).map(({ id }) => id);
  assertEquals(skipped, ["boundaries.events", "trust.activity", "journal.events"]);
});
