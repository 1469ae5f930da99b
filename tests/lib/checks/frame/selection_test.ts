import { assertEquals, assertThrows } from "@std/assert";
import { CHECKS } from "../../../../lib/checks/all_checks.ts";
import { selectChecks, type Selection } from "../../../../lib/checks/frame/selection.ts";
import { CliError } from "../../../../lib/model/errors.ts";

const BOUNDARIES = ["boundaries.records", "boundaries.events"];
const PLANS = ["plans.cycles", "plans"];
const ALL = CHECKS.map(({ id }) => id);

const cases: readonly (readonly [name: string, selection: Selection, want: readonly string[]])[] = [
  ["all checks where none is named", { only: [], skip: [] }, ALL],
  ["the one that is named", { only: ["plans"], skip: [] }, ["plans"]],
  ["those that are named, in the order of the checks", { only: ["plans", "plans.cycles"], skip: [] }, PLANS],
  ["those that a pattern names", { only: ["boundaries.*"], skip: [] }, BOUNDARIES],
  ["those that a pattern with two stars names", { only: ["b*.e*s"], skip: [] }, ["boundaries.events"]],
  ["all for a star", { only: ["*"], skip: [] }, ALL],
  ["all but those that are skipped", { only: [], skip: ["*"] }, []],
  ["what is named and not skipped", { only: ["plans*"], skip: ["plans.*"] }, ["plans"]],
];

for (const [name, selection, want] of cases) {
  Deno.test(`selectChecks() runs ${name}`, () => {
    const selected = selectChecks(selection);
    assertEquals(selected.map(({ check }) => check.id), ALL);
    assertEquals(selected.filter(({ leftOut }) => leftOut === null).map(({ check }) => check.id), want);
  });
}

Deno.test("selectChecks() says why a check is left out", () => {
  const selected = selectChecks({ only: ["plans*"], skip: ["plans.cycles"] });
  const reasons = new Map(selected.map(({ check, leftOut }) => [check.id, leftOut]));
  assertEquals(["plans.cycles", "plans", "conflicts"].map((id) => reasons.get(id)), [
    "Left out by --skip",
    null,
    "Not among those that --check names",
  ]);
});

const strays: readonly (readonly [flag: string, selection: Selection, stray: string])[] = [
  ["--check", { only: ["plans", "plan"], skip: [] }, "plan"],
  ["--check", { only: ["plansxcycles"], skip: [] }, "plansxcycles"],
  ["--check", { only: ["plans.cycle?"], skip: [] }, "plans.cycle?"],
  ["--skip", { only: ["plans"], skip: ["*.plans"] }, "*.plans"],
];

for (const [flag, selection, stray] of strays) {
  Deno.test(`selectChecks() does not take ${stray} as ${flag}, as it names no check`, () => {
    const error = assertThrows(() => selectChecks(selection), CliError, `Cannot use "${stray}" as ${flag}`);
    assertEquals([error.exit, error.target], ["usage", flag]);
  });
}
