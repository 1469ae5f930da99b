/** What a program says of itself where it has no process of its own. */
import type { Build } from "../../lib/model/envelope.ts";

/** The same whatever runs the tests. */
export const BUILD: Build = {
  kind: "source",
  commit: null,
  commit_unknown: "it runs in a test",
  target: "x86_64-unknown-linux-gnu",
  deno: "2.4.2",
  v8: "13.7",
};

/** A run whose answer says nothing of the program that gave it, in JSON and in YAML. */
export function withoutBuild<Run extends { readonly stdout: string }>(run: Run): Run {
  const stdout = run.stdout.replace(/"build":\s*\{[^}]*\}/, '"build": {}').replace(/^( *)build:\n(?:\1 +.*\n)+/m, "");
  return { ...run, stdout };
}
