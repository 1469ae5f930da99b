/** What a build says of itself: the commit that it was made from. */

/** The commit, or why none can be told. */
export type Commit =
  | { readonly commit: string; readonly commit_unknown: null }
  | { readonly commit: null; readonly commit_unknown: string };

/** SOURCEOS_COMMIT names it where there is no repository; a tree that differs from its commit is of none. */
export async function commitOf(root: string): Promise<Commit> {
  const given = Deno.env.get("SOURCEOS_COMMIT") ?? "";
  if (given !== "") return { commit: given, commit_unknown: null };
  const head = await git(root, "rev-parse", "--verify", "HEAD");
  const top = await git(root, "rev-parse", "--show-prefix");
  if (head === null || top !== "") return unknown("it was built outside of a git repository");
  const changes = await git(root, "status", "--porcelain");
  return changes === ""
    ? { commit: head, commit_unknown: null }
    : unknown(`it was built from commit ${head} with changes that are in no commit`);
}

/** When the commit was made, in seconds since 1970; SOURCE_DATE_EPOCH instead where it is set, and 0 where neither is known. */
export async function timeOf(root: string): Promise<number> {
  const seconds = Deno.env.get("SOURCE_DATE_EPOCH") || await git(root, "log", "-1", "--format=%ct");
  return Number(seconds ?? 0);
}

/** The module that starts the program and tells it so. */
export function entryModule(start: string, commit: Commit): string {
  return `import { start } from ${JSON.stringify(start)};\nawait start(${
    JSON.stringify({ kind: "bundle", ...commit })
  });\n`;
}

function unknown(reason: string): Commit {
  return { commit: null, commit_unknown: reason };
}

/** What git prints, without the newline; null where it fails. */
async function git(root: string, ...args: readonly string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command("git", { args: ["-C", root, ...args], stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trimEnd() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
