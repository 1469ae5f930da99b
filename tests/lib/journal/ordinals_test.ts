import { assertEquals } from "@std/assert";
import fastCheck from "../../helpers/properties.ts";
import { createOrdinalLedger, formatEventId, parseEventId } from "../../../lib/journal/ordinals.ts";

/** A number is an ordinal; "x" is a line that shows none. */
type Line = number | "x";

function judge(lines: readonly Line[], maxGaps?: number) {
  const ledger = createOrdinalLedger<Line>(maxGaps);
  const verdicts = lines.flatMap((line) => {
    if (line !== "x") return [ledger.take(line, line)];
    ledger.takeUnplaced(1);
    return [];
  });
  const missing = ledger.missing().map(({ from, to, unplaced, before }) => [from, to, unplaced, before]);
  const noticed = verdicts.flatMap((verdict, index) => verdict === "in_order" ? [] : [[index, verdict]]);
  return { noticed, missing, forgotten: ledger.forgotten() };
}

const cases: readonly (readonly [string, readonly Line[], readonly unknown[], readonly unknown[]])[] = [
  ["finds nothing in a row", [1, 2, 3], [], []],
  ["finds a gap at the start", [3, 4], [], [[1, 2, 0, 3]]],
  ["finds a gap in the middle", [1, 2, 5, 6], [], [[3, 4, 0, 5]]],
  ["finds one seen before", [1, 2, 2], [[2, "duplicate"]], []],
  ["takes the line of a duplicate for the ordinal that two writers left out", [1, 2, 2, 4], [[2, "duplicate"]], []],
  ["takes an unreadable line for the ordinal that it stands for", [1, "x", 3], [], []],
  ["takes unreadable lines at the start for theirs", ["x", "x", 3], [], []],
  ["does not let an unreadable line hide more than one", [1, "x", 4], [], [[2, 3, 1, 4]]],
  ["takes no offence at a line put in later", [1, "x", 2, 3], [], []],
  ["does not call missing what is out of order", [1, 2, 4, 3, 5], [[3, "out_of_order"]], []],
  [
    "finds an ordinal that came late a second time",
    [1, 3, 2, 2],
    [[2, "out_of_order"], [3, "duplicate"]],
    [],
  ],
  ["splits a gap", [1, 7, 4], [[2, "out_of_order"]], [[2, 3, 0, 7], [5, 6, 0, 7]]],
  ["narrows a gap from below", [1, 5, 2], [[2, "out_of_order"]], [[3, 4, 0, 5]]],
  ["narrows a gap from above", [1, 5, 4], [[2, "out_of_order"]], [[2, 3, 0, 5]]],
  ["shares unreadable lines between the parts of a gap", [1, "x", "x", 6, 3], [[2, "out_of_order"]], [[4, 5, 1, 6]]],
  [
    "reads a journal that goes backwards",
    [3, 2, 1],
    [[1, "out_of_order"], [2, "out_of_order"]],
    [],
  ],
];

for (const [name, lines, noticed, missing] of cases) {
  Deno.test(`createOrdinalLedger() ${name}`, () => {
    assertEquals<unknown>(judge(lines), { noticed, missing, forgotten: 0 });
  });
}

Deno.test("createOrdinalLedger() counts the gaps that it cannot keep, and cannot tell a duplicate there", () => {
  assertEquals<unknown>(judge([2, 4, 6, 6, 3, 1, 5], 2), {
    noticed: [[3, "out_of_order"], [4, "out_of_order"], [5, "out_of_order"], [6, "out_of_order"]],
    missing: [],
    forgotten: 1,
  });
});

Deno.test("createOrdinalLedger() agrees with a set of all ordinals", () => {
  const ordinals = fastCheck.array(fastCheck.integer({ min: 1, max: 30 }), { maxLength: 40 });
  fastCheck.assert(
    fastCheck.property(ordinals, (lines) => {
      const seen = new Set<number>();
      const noticed = lines.flatMap((ordinal, index) => {
        const late = ordinal < Math.max(0, ...seen);
        const verdict = seen.has(ordinal) ? "duplicate" : late ? "out_of_order" : null;
        seen.add(ordinal);
        return verdict === null ? [] : [[index, verdict]];
      });
      const judged = judge(lines);
      assertEquals<unknown>(judged.noticed, noticed);
      for (const [from, to] of judged.missing) {
        for (let ordinal = Number(from); ordinal <= Number(to); ordinal++) assertEquals(seen.has(ordinal), false);
      }
    }),
    { numRuns: 1_000 },
  );
});

const ids: readonly (readonly [string, number | null])[] = [
  ["evt-00000001", 1],
  ["evt-99999999", 99_999_999],
  ["evt-100000000", 100_000_000],
  ["evt-9007199254740991", Number.MAX_SAFE_INTEGER],
  ["evt-9007199254740992", null],
  ["evt-00000000", null],
  ["evt-0000001", null],
  ["evt-000000001", null],
  ["evt-0000000a", null],
  ["EVT-00000001", null],
  ["evt-00000001 ", null],
  ["event:1", null],
  ["", null],
];

for (const [id, ordinal] of ids) {
  Deno.test(`parseEventId() reads "${id}" as ${ordinal}`, () => {
    assertEquals(parseEventId(id), ordinal);
    if (ordinal !== null) assertEquals(formatEventId(ordinal), id);
  });
}
