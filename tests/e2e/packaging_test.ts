/** What packagers and hosts take from packaging/: it is read by the tools that it is for, where these are installed. */
import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { isInstalled, programPath, programTest, runCommand } from "../helpers/program.ts";
import { FAULTY, withFolder, withStore } from "../helpers/stores.ts";

const PACKAGING = fromFileUrl(new URL("../../packaging/", import.meta.url));

for (const name of ["package.nix", "module.nix"]) {
  Deno.test({ name: `nix parses ${name}`, ignore: !isInstalled("nix-instantiate") }, async () => {
    const { code, stdout } = await runCommand("nix-instantiate", ["--parse", join(PACKAGING, "nix", name)]);
    assertEquals([code, stdout === ""], [0, false]);
  });
}

Deno.test(
  { name: "systemd accepts the units", ignore: !isInstalled("systemd-analyze") },
  () =>
    withFolder(async (folder) => {
      const units = ["sourceos-sync-doctor.service", "sourceos-sync-doctor.timer"].map((name) => join(folder, name));
      for (const path of units) {
        const text = await Deno.readTextFile(join(PACKAGING, "systemd", path.slice(folder.length + 1)));
        // The program need not be installed where its tests run.
        await Deno.writeTextFile(path, text.replace(/^ExecStart=\S+/gm, "ExecStart=/bin/true"));
      }
      const { code, stderr } = await runCommand("systemd-analyze", ["verify", "--man=no", ...units]);
      const told = stderr.split("\n").filter((line) => line.includes("sourceos-sync-doctor"));
      assertEquals([code, told], [0, []]);
    }),
);

programTest(
  "log-findings gives each finding the priority that systemd reads, and doctor's exit code",
  () =>
    withStore(FAULTY, (root) =>
      withFolder(async (folder) => {
        await Deno.symlink(programPath(), join(folder, "sourceos"));
        await Deno.writeTextFile(join(folder, "sourceos-sync"), `#!/bin/sh\nexec ${folder}/sourceos sync "$@"\n`, {
          mode: 0o755,
        });
        const env = { PATH: `${folder}:${Deno.env.get("PATH") ?? ""}` };
        const { code, stdout } = await runCommand(join(PACKAGING, "systemd/log-findings"), ["--store", root], { env });
        const told = stdout.trimEnd().split("\n").map((line) => {
          const [, priority = "", json = ""] = /^<(\d)>(.*)$/.exec(line) ?? [];
          return `${priority} ${JSON.parse(json).severity}`;
        });
        assertEquals([code, [...new Set(told)].sort()], [4, ["3 error", "4 warning"]]);
      })),
);
