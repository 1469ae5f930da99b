/** Help and version: answers like any other, thrown to the one place that writes. */
import type { Build } from "../../lib/model/envelope.ts";
import { TOOL } from "../../lib/model/tool.ts";

export class TextRequested extends Error {
  constructor(readonly text: string) {
    super("Help or version was asked for");
  }
}

export const VERSION_FLAGS: readonly string[] = ["-V", "--version"];
const ASKING_FOR_VERSION = [...VERSION_FLAGS, "version"].flatMap((word) => [word, `sync ${word}`]);

/** Whether nothing else is asked for, so that the tree of commands need not be built. */
export function asksForVersion(argv: readonly string[]): boolean {
  const typed = argv.join(" ");
  return ASKING_FOR_VERSION.includes(typed);
}

export function versionText({ kind, commit, commit_unknown, target, deno, v8 }: Build): string {
  const lines = [
    `${TOOL.name} ${TOOL.version}`,
    `commit ${commit ?? `unknown: ${commit_unknown}`}`,
    `build ${kind}, for ${target}`,
    `deno ${deno}, v8 ${v8}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}
