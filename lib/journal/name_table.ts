/** Texts that come again and again, each kept once and told by its number: 0 for the first one, 1 for the next. */
import { ownText } from "../text/own_text.ts";

export interface NameTable {
  /** The number of the name, which is new where it never came before. */
  numberOf(name: string): number;
  /** The name with this number; empty where there is none. */
  nameOf(number: number): string;
  /** All of them, by their numbers. */
  readonly names: readonly string[];
}

/** @param earlier different names, which have the first numbers */
export function createNameTable(earlier: readonly string[] = []): NameTable {
  const numbers = new Map(earlier.map((name, number) => [name, number]));
  const names = [...earlier];
  return {
    names,
    numberOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const own = ownText(name);
      numbers.set(own, names.length);
      return names.push(own) - 1;
    },
    nameOf: (number) => names[number] ?? "",
  };
}
