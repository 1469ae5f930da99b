/** The program itself, as this process runs it: how it is called, and how it came about. */
import process from "node:process";
import type { Build } from "../../lib/model/envelope.ts";

/** What whoever built it knows. */
export type Origin = Pick<Build, "commit" | "commit_unknown"> & { readonly kind: "bundle" | "source" };

/** How the program came about, and what it runs on. */
export function describeBuild({ kind, commit, commit_unknown }: Origin): Build {
  const { deno, v8 } = Deno.version;
  return {
    kind: Deno.build.standalone ? "compiled" : kind,
    commit,
    commit_unknown,
    target: Deno.build.target,
    deno,
    v8,
  };
}

/** Whether it was called as `sourceos-sync`, by a file or a link of that name, and so stands for the group alone. */
export function isCalledSync(): boolean {
  const called = Deno.build.standalone ? process.argv0 : Deno.mainModule;
  return /(?:^|\/)sourceos-sync(?:\.js)?$/.test(called);
}
