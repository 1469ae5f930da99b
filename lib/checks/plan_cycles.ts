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
    const byId = new Map(waiting.flatMap((plan) => plan.id === null ? [] : [[plan.id, plan] as const]));
    return findings(
      findCycles([...byId.keys()], (id) => textsOf(byId.get(id)?.record ?? null, "dependencies")).flatMap(
        (ids) => {
          const [first, ...others] = ids.flatMap((id) => byId.get(id) ?? []);
          if (first === undefined) return [];
          return finding(CHECK, CYCLE, {
            target: targetOf(first),
            message: others.length === 0
              ? `${nameOf(first)} waits for itself`
              : `${nameOf(first)} and ${others.map(({ id }) => `"${id}"`).join(", ")} wait for each other`,
            evidence: { file: first.path, plans: ids },
            command: explainWords(first, catalog),
          }, store);
        },
      ),
    );
  },
};

/** What is completed or cancelled waits for nothing any more. */
function isWaiting({ record }: ReadableRecord): boolean {
  return !["completed", "cancelled"].includes(textOf(record, "status") ?? "");
}

/**
 * Each group of ids that lead to one another, sorted by code point: Tarjan's strongly connected components, with a
 * stack of its own, as a chain of plans may be longer than the calls that a stack holds.
 */
export function findCycles(
  ids: readonly string[],
  next: (id: string) => readonly string[],
): readonly (readonly string[])[] {
  const known = new Set(ids);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const groups: string[][] = [];
  interface Step {
    readonly id: string;
    readonly ends: Iterator<string>;
  }
  const path: Step[] = [];
  const lower = (id: string, to: number | undefined) =>
    lowest.set(id, Math.min(lowest.get(id) ?? Infinity, to ?? Infinity));

  function enter(id: string): void {
    order.set(id, order.size);
    lower(id, order.get(id));
    open.push(id);
    isOpen.add(id);
    path.push({ id, ends: next(id).filter((end) => known.has(end)).values() });
  }

  function leave(id: string): void {
    const before = path.at(-1);
    if (before !== undefined) lower(before.id, lowest.get(id));
    if (lowest.get(id) !== order.get(id)) return;
    const group = open.splice(open.lastIndexOf(id));
    for (const member of group) isOpen.delete(member);
    if (group.length > 1 || next(id).includes(id)) groups.push(group.sort(compareCodePoints));
  }

  for (const start of ids) {
    if (order.has(start)) continue;
    enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const end = step.ends.next();
      if (end.done === true) {
        path.pop();
        leave(step.id);
      } else if (!order.has(end.value)) enter(end.value);
      else if (isOpen.has(end.value)) lower(step.id, order.get(end.value));
    }
  }
  return groups;
}
