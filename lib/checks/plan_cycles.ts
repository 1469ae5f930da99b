import { textOf, textsOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import { compareCodePoints } from "../text/order.ts";
import { type Check, finding, findingKind, findings } from "./frame/check.ts";
import { explainWords, lookupOf, nameOf, targetOf } from "../store/lookup.ts";

const CHECK = "plans.cycles";

const CYCLE = findingKind(
  "plans.cycle",
  "warning",
  "Plans wait for each other",
  "Cancel one of the plans, so that the others can go on",
  { durability: "rebuildable" },
);

/** No plan waits for itself, whether directly or through others. */
export const planCyclesCheck: Check = {
  id: CHECK,
  title: "Dependencies between plans",
  reads: "plans/",
  why: "Plans that wait for each other never start, and nothing says so",
  required: false,
  needs: ["registries"],
  kinds: [CYCLE],
  run({ store, catalog }) {
    const waiting = lookupOf(store, catalog).ofKind("plan").filter(isWaiting);
    const byId = new Map(waiting.map((plan) => [plan.id, plan]));
    const waitsFor = ({ record }: ReadableRecord) =>
      textsOf(record, "dependencies").flatMap((id) => byId.get(id) ?? []);
    return findings(
      findCycles(waiting, waitsFor).flatMap((cycle) => {
        const [first, ...others] = cycle.toSorted((left, right) => compareCodePoints(targetOf(left), targetOf(right)));
        if (first === undefined) return [];
        return finding(CHECK, CYCLE, {
          target: targetOf(first),
          message: others.length === 0
            ? `${nameOf(first)} waits for itself`
            : `${nameOf(first)} and ${others.map(({ id }) => `"${id}"`).join(", ")} wait for each other`,
          evidence: { file: first.path, plans: [first, ...others].map(({ id }) => id) },
          command: explainWords(first, catalog),
        }, store);
      }),
    );
  },
};

const DONE: readonly (string | null)[] = ["completed", "cancelled"];

/** What is completed or cancelled waits for nothing any more. */
function isWaiting({ record }: ReadableRecord): boolean {
  return !DONE.includes(textOf(record, "status"));
}

type Ends<Node> = (node: Node) => readonly Node[];

/**
 * Each group of nodes that lead to one another: Kosaraju's strongly connected components, those first that others lead to.
 * In the order in which nodes are left that are gone through against the ends, each group stands behind all that lead to
 * it. So from the last one backwards, what a node leads to and is in no group yet is its own group.
 */
export function findCycles<Node>(nodes: readonly Node[], next: Ends<Node>): readonly (readonly Node[])[] {
  const edges = Map.groupBy(nodes.flatMap((from) => next(from).map((to) => ({ from, to }))), ({ to }) => to);
  const before = (node: Node) => (edges.get(node) ?? []).map(({ from }) => from);
  const grouped = new Set<Node>();
  return inOrderLeft(nodes.toReversed(), before, new Set()).toReversed()
    .map((node) => inOrderLeft([node], next, grouped))
    .filter((group) => group.length > 1 || group.some((node) => next(node).includes(node)));
}

/** Every node that these lead to and that was not seen before, behind all that it leads to. No calls: a chain may be long. */
function inOrderLeft<Node>(starts: readonly Node[], next: Ends<Node>, seen: Set<Node>): readonly Node[] {
  const left: Node[] = [];
  const path: { readonly leave: () => void; readonly ends: Iterator<Node> }[] = [];
  path.push({ leave: () => {}, ends: starts.values() });
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const { done, value: end } = step.ends.next();
    if (done === true) {
      path.pop();
      step.leave();
    } else if (!seen.has(end)) {
      seen.add(end);
      path.push({ leave: () => left.push(end), ends: next(end).values() });
    }
  }
  return left;
}
