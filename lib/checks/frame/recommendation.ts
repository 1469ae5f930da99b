/** What a finding tells its reader to do: a sentence with the commands it names, and one command to begin with. */
import { sealOf } from "../../journal/append.ts";
import { reasonNotToRepair } from "../../change/stopped.ts";
import type { JsonObject } from "../../text/json.ts";
import type { StoreSnapshot } from "../../model/snapshot.ts";
import { shellWord, storeFlags, syncCommand } from "../../text/command_line.ts";

/** The command that a finding recommends, as words behind `sourceos sync`; the flags for the store are added. */
export type RecommendedCommand = readonly string[];

/** Where what is durable and gone may still be: in the action of a kind of finding, as its names in braces are filled in. */
export const FROM_ELSEWHERE =
  "from a bundle ({import}), from what a repair kept ({kept}), from a backup or from another device";

/** Where a file is that no bundle holds. */
export const FROM_A_COPY = "from what a repair kept in {root}/repair-reports/before or from a backup";

const NAMED: Readonly<Record<string, (target: string) => RecommendedCommand>> = {
  import: () => ["import", "BUNDLE"],
  kept: () => ["repair", "reports"],
  sides: (conflict) => ["conflicts", conflict],
};

/**
 * The action of a kind with the commands and the folder of this store in it; of no store in particular where it is null.
 * `target` is what was found out about.
 */
export function actionText(action: string, store: StoreSnapshot | null, target = "ID"): string {
  return action.replace(/\{(\w+)\}/g, (braced, name: string) => {
    if (name === "root") return store === null ? "STORE" : shellWord(store.real_root);
    const words = NAMED[name];
    return words === undefined ? braced : syncCommand(...words(target), ...storeFlags(store));
  });
}

interface About {
  readonly target: string;
  readonly evidence: JsonObject;
}

/**
 * The command to begin with: of a standard tool where one mends it, else ours, else the one that shows what was found. A
 * repair is never recommended where none is possible.
 */
export function recommendedCommand(
  words: RecommendedCommand | null,
  shell: readonly string[] | null,
  about: About,
  store: StoreSnapshot,
): string | null {
  if (shell !== null) return shell.map(shellWord).join(" ");
  const canBeDone = words !== null && words.every(isPlain) &&
    (words[0] !== "repair" || reasonNotToRepair(store) === null);
  const typed = canBeDone ? [...words, ...sealWords(words, store)] : lookWords(about);
  return typed === null ? null : syncCommand(...typed, ...storeFlags(store));
}

/** The words that take a byte order mark off a file, and leave any other alone. */
export function withoutByteOrderMark(path: string, { real_root: root }: StoreSnapshot): readonly string[] {
  return ["sed", "-i", "1s/^\\xef\\xbb\\xbf//", `${root}/${path}`];
}

/** The words that let the owner read a file again. */
export function readableByOwner(path: string, { real_root: root }: StoreSnapshot): readonly string[] {
  return ["chmod", "u+r", `${root}/${path}`];
}

/** What explains the finding's target: the line of the journal, and a file where the target itself cannot be typed. */
function lookWords({ target, evidence: { file, line } }: About): RecommendedCommand | null {
  const named = file === "journal.jsonl" && typeof line === "number" ? `${file}:${line}` : target;
  const typed = [named, file].find((word) => typeof word === "string" && canBeTyped(word));
  return typeof typed === "string" ? ["explain", typed] : null;
}

function canBeTyped(word: string): boolean {
  return word !== "" && !word.startsWith("-") && isPlain(word);
}

/** Control and format characters do not survive being printed, and U+FFFD stands for bytes that are not known. */
function isPlain(word: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u.test(word);
}

/** Every repair ends with an event, which can only follow a torn line once that is sealed. */
function sealWords(words: RecommendedCommand, { journal }: StoreSnapshot): readonly string[] {
  const [name] = words;
  const needsSeal = name === "repair" && words.includes("--scope") && !words.includes("journal");
  return needsSeal && sealOf(journal) !== "" ? ["--scope", "journal"] : [];
}
