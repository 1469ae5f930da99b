import { assertEquals } from "@std/assert";
import { releaseProblems, signCommand } from "../../.ci/release/rules.ts";

const READY = {
  wanted: "1.2.3",
  version: "1.2.3",
  changelog: "## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n",
  commit: { commit: "0123", commit_unknown: null },
} as const;

for (
  const [name, candidate, problems] of [
    ["nothing against a version that all agree on", READY, []],
    [
      "no version that is none",
      { ...READY, wanted: "" },
      ['Cannot release "": give a version, as in make release VERSION=1.2.3'],
    ],
    ["another version in deno.json", { ...READY, version: "1.2.2" }, ["Cannot release 1.2.3: deno.json says 1.2.2"]],
    [
      "a version without its changes",
      { ...READY, changelog: "## [Unreleased]\n\n## [1.2.30] - 2026-12-01\n" },
      ['Cannot release 1.2.3: CHANGELOG.md has no heading "## [1.2.3] - DATE"'],
    ],
    [
      "a tree with changes",
      { ...READY, commit: { commit: null, commit_unknown: "it was built from commit 0123 with changes" } },
      ["Cannot release 1.2.3: it was built from commit 0123 with changes"],
    ],
  ] as const
) {
  Deno.test(`releaseProblems() has ${name}`, () => assertEquals(releaseProblems(candidate), problems));
}

Deno.test("signCommand() signs with the tool that the key is of", () => {
  const minisign = signCommand("untrusted comment: minisign encrypted secret key\n", "/keys/a");
  assertEquals(minisign, ["minisign", "-S", "-s", "/keys/a", "-m", "SHA256SUMS"]);
  const ssh = signCommand("-----BEGIN OPENSSH PRIVATE KEY-----\n", "/keys/b");
  assertEquals(ssh, ["ssh-keygen", "-Y", "sign", "-f", "/keys/b", "-n", "sourceos-sync-release", "SHA256SUMS"]);
});
