/** What somebody meant who typed a word that nobody knows. */
import { distance } from "fastest-levenshtein";
import type { Problem } from "../../lib/model/envelope.ts";
import { typedCommand } from "../../lib/text/command_line.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How other tools call what a command here does. */
const CALLED_ELSEWHERE: Readonly<Record<string, string>> = {
  check: "sync doctor",
  fsck: "sync doctor",
  verify: "sync doctor",
  show: "sync explain",
  fix: "sync repair",
  backup: "sync export",
  restore: "sync import",
};

const FARTHEST = 2;
const TOLD = 3;

/**
 * The parser's complaint of the command's words in ours, with what is at most two letters away from an unknown command or
 * option: an option that this command has comes before those of others.
 */
export function usageProblem(
  complaint: string,
  vocabulary: Vocabulary,
  command: string,
): Pick<Problem, "message" | "hint"> {
  const unknown = /^Unknown (command|option) "([^"]*)"/.exec(complaint);
  const [message = complaint, noun, word = ""] = unknown ?? [];
  const lead = noun === "command"
    ? meant(commandsNear(word, vocabulary).map((path) => typedCommand(path.split(" ")).join(" ")))
    : noun === "option"
    ? ownersOf(word, vocabulary) ?? meant(flagsNear(word, vocabulary, command))
    : null;
  // Where the command's own options stand, and where those that all share do.
  const see = `See ${[...typedCommand(noun === "option" ? command.split(" ") : ["sync"]), "--help"].join(" ")}`;
  return { message: message.replace(/\.$/, ""), hint: lead === null ? see : `${lead} ${see}` };
}

function meant(words: readonly string[]): string | null {
  return words.length === 0 ? null : `Did you mean ${words.join(" or ")}?`;
}

/** Whose option it is, where this command does not know it. */
function ownersOf(flag: string, { commands }: Vocabulary): string | null {
  const owners = commands.flatMap(({ path, flags }) => flags.includes(flag) ? [path] : []);
  const named = owners.slice(0, TOLD).join(", ");
  const more = owners.length > TOLD ? ` and ${owners.length - TOLD} more` : "";
  return owners.length === 0 ? null : `It is an option of ${named}${more}.`;
}

function commandsNear(word: string, { commands }: Vocabulary): readonly string[] {
  const elsewhere = Object.hasOwn(CALLED_ELSEWHERE, word) ? CALLED_ELSEWHERE[word] : undefined;
  if (elsewhere !== undefined) return [elsewhere];
  return nearest(word, commands.map(({ path }) => path), (path) => path.slice(path.lastIndexOf(" ") + 1));
}

/** Short flags are all near each other. */
function flagsNear(flag: string, { flags, commands }: Vocabulary, command: string): readonly string[] {
  if (!flag.startsWith("--")) return [];
  const owned = new Set(commands.filter(({ path }) => path !== command).flatMap((other) => other.flags));
  const own = commands.find(({ path }) => path === command)?.flags ?? [];
  const near = (known: Iterable<string>) =>
    nearest(flag, [...known].filter((one) => one.startsWith("--")), (one) => one);
  const here = near(flags.difference(owned).union(new Set(own)));
  return here.length > 0 ? here : near(flags);
}

function nearest(word: string, known: readonly string[], wordOf: (one: string) => string): readonly string[] {
  const edits = known.map((one) => distance(word, wordOf(one)));
  const fewest = Math.min(FARTHEST, ...edits);
  return known.filter((_, index) => edits[index] === fewest);
}
