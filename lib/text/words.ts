/** Words that depend on a number, and lists of words. */
import { countText } from "./numbers.ts";

/** The count and its noun: "1 event", "12,345 events". */
export function plural(count: number | bigint, one: string, many: string = `${one}s`): string {
  return `${countText(count)} ${count === 1 || count === 1n ? one : many}`;
}

/** The words as a phrase: "a, b and c", or with another word before the last. */
export function listText(words: readonly string[], conjunction = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}

/** A phrase with its article: "an actor", "a plan". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}

/** The phrase as a sentence begins. */
export function capitalised(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

/** The phrase as it stands inside a sentence. */
export function uncapitalised(phrase: string): string {
  return phrase.charAt(0).toLowerCase() + phrase.slice(1);
}
