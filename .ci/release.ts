/**
 * Makes a release of the version that SOURCEOS_VERSION names: checks that tree, CHANGELOG and version agree, runs everything,
 * makes what is shipped, signs SHA256SUMS where a key is given, and prints what to upload. It uploads nothing.
 *
 * SOURCEOS_SIGN_KEY is the path of a secret key, of minisign or of ssh.
 */
import configuration from "../deno.json" with { type: "json" };
import { commitOf } from "./build/identity.ts";
import { ROOT } from "./build/builder.ts";
import { releaseProblems, signCommand } from "./release/rules.ts";

function run(command: string, args: readonly string[], cwd = ROOT): void {
  const { success } = new Deno.Command(command, { args: [...args], cwd, stdout: "inherit", stderr: "inherit" })
    .outputSync();
  if (!success) throw new Error(`${command} ${args.join(" ")} failed`);
}

const wanted = Deno.env.get("SOURCEOS_VERSION") ?? "";
const problems = releaseProblems({
  wanted,
  version: configuration.version,
  changelog: Deno.readTextFileSync(new URL("../CHANGELOG.md", import.meta.url)),
  commit: await commitOf(ROOT),
});
if (problems.length > 0) {
  for (const problem of problems) console.error(`sourceos: ${problem}`);
  Deno.exit(1);
}
run(".ci/run", []);
run("make", ["dist"]);
const folder = `${ROOT}/.build/dist`;
const key = Deno.env.get("SOURCEOS_SIGN_KEY") ?? "";
if (key === "") console.error("sourceos: SHA256SUMS is not signed: SOURCEOS_SIGN_KEY names no key");
else {
  const [command, ...args] = signCommand(Deno.readTextFileSync(key), key);
  run(command, args, folder);
}
const files = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}/${name}`).sort();
console.log([`Tag the commit v${wanted}, and upload:`, ...files].join("\n"));
