/** A text with all its mutants in it, of which the global function `mutant` chooses one while it runs. */

/** What may stand in place of a part of a text; null where that is a statement that may be missing. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly replacement: string | null;
}

export interface Mutant extends Mutation {
  readonly id: number;
}

/** The text in which `globalThis.mutant(id)` tells at each place whether its mutant is the one. Mutants lie beside or in one another. */
export function plant(text: string, mutants: readonly Mutant[]): string {
  const outerFirst = mutants.toSorted((left, right) => left.start - right.start || right.end - left.end);
  return plantBetween(text, { start: 0, end: text.length }, outerFirst);
}

function plantBetween(
  text: string,
  { start, end }: Pick<Mutation, "start" | "end">,
  outerFirst: readonly Mutant[],
): string {
  let planted = "";
  let at = start;
  while (at < end) {
    const [next, ...others] = outerFirst.filter((mutant) => mutant.start >= at && mutant.end <= end);
    if (next === undefined) break;
    const inner = plantBetween(text, next, others);
    const isOn = `globalThis.mutant(${next.id})`;
    planted += text.slice(at, next.start) +
      (next.replacement === null ? `{ if (!${isOn}) { ${inner} } }` : `(${isOn} ? (${next.replacement}) : (${inner}))`);
    at = next.end;
  }
  return planted + text.slice(at, end);
}

/** The number of the line, from 1, and what stands there in place of what. */
export function describe(text: string, { start, end, replacement }: Mutation): string {
  const line = text.slice(0, start).split("\n").length;
  const short = (part: string) => {
    const joined = part.replace(/\s+/g, " ");
    return joined.length > 70 ? `${joined.slice(0, 67)}...` : joined;
  };
  return `${line}: ${short(text.slice(start, end))} -> ${replacement === null ? "(removed)" : short(replacement)}`;
}
