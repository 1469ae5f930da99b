import { assertEquals } from "@std/assert";
import { findCycles, planCyclesCheck } from "../../../lib/checks/plan_cycles.ts";
import type { RecordEntry } from "../../../lib/model/snapshot.ts";
import { entryOf } from "../../helpers/snapshots.ts";
import { inputOf, storeWithMore } from "./store_input.ts";

type Changes = Parameters<typeof entryOf>[1];

const plan = (id: string, changes: Changes = {}) => entryOf("plan", { plan_id: `plan:${id}`, ...changes });
const waits = (id: string, on: readonly string[], status = "planned") => plan(id, { dependencies: on, status });

const cycles: [string, readonly RecordEntry[], string[]][] = [
  ["nothing in a chain", [waits("a", ["plan:b"]), waits("b", ["plan:c"]), waits("c", [])], []],
  ["nothing where two wait for one", [waits("a", ["plan:c"]), waits("b", ["plan:c"]), waits("c", [])], []],
  ["a plan that waits for itself", [waits("a", ["plan:a"])], ['Plan "plan:a" waits for itself']],
  ["two that wait for each other once", [waits("b", ["plan:a"]), waits("a", ["plan:b"])], [
    'Plan "plan:a" and "plan:b" wait for each other',
  ]],
  ["two that wait for each other, and not what one of them waits for too", [
    waits("a", []),
    waits("b", ["plan:a", "plan:c", "plan:gone"]),
    waits("c", ["plan:b"]),
  ], ['Plan "plan:b" and "plan:c" wait for each other']],
  ["a knot of several cycles once, and nothing of who waits for it", [
    waits("a", ["plan:b", "plan:c"]),
    waits("b", ["plan:a"]),
    waits("c", ["plan:a"]),
    waits("d", ["plan:a"]),
  ], ['Plan "plan:a" and "plan:b", "plan:c" wait for each other']],
  ["each of two cycles, in the order of their plans", [waits("a", ["plan:a"]), waits("b", ["plan:b"])], [
    'Plan "plan:a" waits for itself',
    'Plan "plan:b" waits for itself',
  ]],
  ["each of two cycles, that for which the other waits first", [
    waits("a", ["plan:b"]),
    waits("b", ["plan:a", "plan:c"]),
    waits("c", ["plan:d"]),
    waits("d", ["plan:c"]),
  ], ['Plan "plan:c" and "plan:d" wait for each other', 'Plan "plan:a" and "plan:b" wait for each other']],
  ["nothing where one of them is completed", [waits("a", ["plan:b"]), waits("b", ["plan:a"], "completed")], []],
  ["nothing where one of them is cancelled", [waits("a", ["plan:b"]), waits("b", ["plan:a"], "cancelled")], []],
  ["what waits for itself and does not say in which state it is", [
    plan("a", { dependencies: ["plan:a"], status: undefined }),
  ], ['Plan "plan:a" waits for itself']],
];

for (const [name, entries, want] of cycles) {
  Deno.test(`planCyclesCheck finds ${name}`, () => {
    const outcome = planCyclesCheck.run(inputOf(storeWithMore(entries)));
    assertEquals(outcome.ran && outcome.findings.map(({ message }) => message), want);
  });
}

Deno.test("planCyclesCheck tells of a cycle at the first of its plans, and names all", () => {
  const outcome = planCyclesCheck.run(inputOf(storeWithMore([waits("b", ["plan:a"]), waits("a", ["plan:b"])])));
  assertEquals(outcome.ran && outcome.findings.map(({ target, evidence }) => ({ target, evidence })), [
    { target: "plan:a", evidence: { file: "plans/plan_a.json", plans: ["plan:a", "plan:b"] } },
  ]);
});

Deno.test("findCycles() follows a chain longer than any call stack", () => {
  const ids = Array.from({ length: 200_000 }, (_, index) => index);
  const next = (id: number) => [(id + 1) % ids.length];
  assertEquals(findCycles(ids, next).map((group) => group.length), [ids.length]);
  assertEquals(findCycles(ids, (id) => next(id).filter((end) => end > 0)), []);
});
