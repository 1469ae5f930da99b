/** Which receipts count as lost, which as pruned, and what the next inventory lists of them. */
import { assertEquals } from "@std/assert";
import { draftReceipts, missingReceipts, receiptLines } from "../../../lib/derived/inventory_receipts.ts";
import type { InventoryReceipts, MissingContentSync } from "../../../lib/model/derived.ts";
import fc from "../../helpers/properties.ts";

const SEEN = "2026-01-09T00:00:00Z";
const NOW = "2026-01-10T12:00:00Z";
const SHA = "a".repeat(64);

const on = (day: number) => `2026-01-0${day}_00-00-00Z-x.json`;
const line = (days: readonly number[], changes: Partial<InventoryReceipts> = {}): InventoryReceipts => ({
  kind: "receipts",
  names: days.map(on),
  sha256: days.map(() => SHA),
  seen_at: SEEN,
  lost_at: null,
  ...changes,
});
const there = (...days: readonly number[]) => ({ names: days.map(on), archived: new Set<string>() });

interface Row {
  readonly name: string;
  readonly listed: readonly InventoryReceipts[];
  readonly there: ReturnType<typeof there>;
  readonly receipts?: readonly InventoryReceipts[];
  readonly pruned?: MissingContentSync["pruned"];
}

const LOST = { lost_at: "2026-01-09T06:00:00Z" };

const rows: readonly Row[] = [
  { name: "nothing where nothing is listed", listed: [], there: there(1, 2) },
  { name: "nothing where all are there, and newer ones", listed: [line([1, 2])], there: there(1, 2, 3) },
  {
    name: "one that is gone from between others",
    listed: [line([1, 2, 3])],
    there: there(1, 3),
    receipts: [line([2])],
  },
  { name: "the newest that is gone", listed: [line([1, 2, 3])], there: there(1, 2), receipts: [line([3])] },
  {
    name: "the oldest as pruned, as one",
    listed: [line([1, 2, 3])],
    there: there(3),
    pruned: { count: 2, first: on(1), last: on(2), seen_at: SEEN },
  },
  {
    name: "all that were listed as pruned, once newer ones are there",
    listed: [line([1, 2]), line([3], { seen_at: "2026-01-09T01:00:00Z" })],
    there: there(4),
    pruned: { count: 3, first: on(1), last: on(3), seen_at: "2026-01-09T01:00:00Z" },
  },
  {
    name: "from where to where they were pruned, in whatever order they are listed",
    listed: [line([2, 3], { seen_at: "2026-01-09T01:00:00Z" }), line([1]), line([4]), line([2])],
    there: there(5),
    pruned: { count: 5, first: on(1), last: on(4), seen_at: "2026-01-09T01:00:00Z" },
  },
  {
    name: "all as gone where there is none",
    listed: [line([1]), line([2])],
    there: there(),
    receipts: [line([1]), line([2])],
  },
  {
    name: "what was lost before as lost, though the older ones have been pruned since",
    listed: [line([1, 3, 4]), line([2], LOST)],
    there: there(4),
    receipts: [line([2], LOST)],
    pruned: { count: 2, first: on(1), last: on(3), seen_at: SEEN },
  },
  { name: "nothing more of what was lost and is back", listed: [line([2], LOST)], there: there(1, 2) },
  {
    name: "nothing of what lies in a folder below",
    listed: [line([1, 2])],
    there: { names: [on(1)], archived: new Set([on(2)]) },
  },
  {
    name: "digests where they are known",
    listed: [line([1, 2, 3], { sha256: [SHA, null, SHA] })],
    there: there(1),
    receipts: [line([2, 3], { sha256: [null, SHA] })],
  },
];

for (const { name, listed, there, receipts = [], pruned = null } of rows) {
  Deno.test(`missingReceipts() tells ${name}`, () => {
    assertEquals(missingReceipts(listed, there), { receipts, pruned });
  });
}

const next = (listed: readonly InventoryReceipts[], now: ReturnType<typeof there>, digests: readonly number[] = []) => {
  const draft = draftReceipts(listed, now, NOW);
  const looked = new Map(digests.map((day) => [`receipts/${on(day)}`, { sha256: SHA }]));
  return { digested: draft.digested, lines: receiptLines(draft, looked, NOW) };
};

Deno.test("The next inventory lists what is there, with digests that were known and those that were looked at", () => {
  assertEquals(next([line([1, 2])], there(1, 2, 3, 4), [3]), {
    digested: [`receipts/${on(3)}`, `receipts/${on(4)}`],
    lines: [line([1, 2, 3, 4], { sha256: [SHA, SHA, SHA, null], seen_at: NOW })],
  });
});

Deno.test("The next inventory lists no receipt of after its time, so that a plan stays good while the daemon works", () => {
  const later = [
    "2026-01-10_12-00-00Z-in-time.json",
    "2026-01-10_12-00-01Z-too-late.json",
    "unknown-x.json",
    "0-undated.json",
  ];
  const { lines } = next([], { names: [on(1), ...later], archived: new Set() });
  assertEquals(lines.flatMap(({ names }) => names), [on(1), "2026-01-10_12-00-00Z-in-time.json"]);
});

Deno.test("The next inventory goes on listing what has a time that is still to come", () => {
  const name = "2027-01-01_00-00-00Z-of-a-fast-clock.json";
  const { lines } = next([line([], { names: [name], sha256: [null] })], { names: [name], archived: new Set() });
  assertEquals(lines.map(({ names }) => names), [[name]]);
});

Deno.test("The next inventory keeps what is lost, since when it is, and forgets what was pruned", () => {
  assertEquals(next([line([1, 2, 4, 5]), line([3], LOST)], there(2, 5)).lines, [
    line([2, 5], { seen_at: NOW }),
    line([4], { lost_at: NOW }),
    line([3], LOST),
  ]);
});

Deno.test("The next inventory keeps all where none is there: they may have been moved away together", () => {
  assertEquals(next([line([1, 2])], there()).lines, [line([1, 2])]);
});

Deno.test("The next inventory has lines of 500 names, and looks at the 300 newest", () => {
  const names = Array.from({ length: 1_001 }, (_, number) => `2026-01-01_00-00-00Z-${String(number).padStart(4, "0")}`);
  const { digested, lines } = next([], { names, archived: new Set() });
  assertEquals([digested.length, digested[0]], [300, `receipts/${names[701]}`]);
  assertEquals(lines.map((one) => one.names.length), [500, 500, 1]);
});

/** One thing that happens to receipts: the daemon writes one, the oldest are pruned, one is lost, or a rebuild looks. */
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "written" } as const) },
  fc.record({ kind: fc.constant("pruned" as const), left: fc.integer({ min: 1, max: 6 }) }),
  fc.record({ kind: fc.constant("lost" as const), which: fc.nat(20) }),
  { weight: 2, arbitrary: fc.constant({ kind: "rebuilt" } as const) },
);

Deno.test("Whatever is written, pruned and rebuilt: told as lost is exactly what was seen and lost, unless it was pruned", () => {
  fc.assert(fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
    let names: readonly string[] = [];
    let listed: readonly InventoryReceipts[] = [];
    let written = 0;
    const lost = new Set<string>();
    /** Lost ones that a rebuild has missed: no pruning makes them lawful. */
    const missed = new Set<string>();
    for (const one of happenings) {
      switch (one.kind) {
        case "written":
          names = [...names, `2026-01-01_00-00-00Z-${String(written++).padStart(3, "0")}.json`];
          break;
        case "pruned": {
          names = names.slice(-one.left);
          for (const name of lost) if (!missed.has(name) && name < (names[0] ?? "")) lost.delete(name);
          break;
        }
        case "lost": {
          // The oldest may be pruned, and the only one would leave nothing to tell by.
          const index = 1 + one.which % Math.max(names.length, 1);
          const name = names[index];
          if (name === undefined) break;
          names = names.filter((other) => other !== name);
          if (listed.some((line) => line.names.includes(name))) lost.add(name);
          break;
        }
        case "rebuilt": {
          listed = receiptLines(draftReceipts(listed, { names, archived: new Set() }, NOW), new Map(), NOW);
          for (const name of lost) missed.add(name);
        }
      }
      const told = missingReceipts(listed, { names, archived: new Set() }).receipts.flatMap((line) => line.names);
      assertEquals(told.sort(), [...lost].sort());
    }
  }));
});
