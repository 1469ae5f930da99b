/** When a version may be released, and how it is signed. */
import type { Commit } from "../build/identity.ts";

interface Candidate {
  /** The version that is to be released. */
  readonly wanted: string;
  /** As deno.json has it. */
  readonly version: string;
  /** The text of CHANGELOG.md. */
  readonly changelog: string;
  readonly commit: Commit;
}

/** Why it may not be released, a sentence each; empty where it may. */
export function releaseProblems({ wanted, version, changelog, commit }: Candidate): readonly string[] {
  if (!/^\d+\.\d+\.\d+$/.test(wanted)) {
    return [`Cannot release "${wanted}": give a version, as in make release VERSION=1.2.3`];
  }
  const heading = new RegExp(`^## \\[${wanted.replaceAll(".", "\\.")}\\] - \\d{4}-\\d{2}-\\d{2}$`, "m");
  return [
    ...version === wanted ? [] : [`Cannot release ${wanted}: deno.json says ${version}`],
    ...heading.test(changelog) ? [] : [`Cannot release ${wanted}: CHANGELOG.md has no heading "## [${wanted}] - DATE"`],
    ...commit.commit === null ? [`Cannot release ${wanted}: ${commit.commit_unknown}`] : [],
  ];
}

/** The command that signs SHA256SUMS in its folder, by the kind of the key in the file at that path. */
export function signCommand(key: string, path: string): readonly [command: string, ...args: readonly string[]] {
  return key.startsWith("untrusted comment:")
    ? ["minisign", "-S", "-s", path, "-m", "SHA256SUMS"]
    : ["ssh-keygen", "-Y", "sign", "-f", path, "-n", "sourceos-sync-release", "SHA256SUMS"];
}
