/** Metrics as collectors get them: read by Prometheus' own library where it is installed, and from a file. */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { readOpenMetrics } from "../helpers/openmetrics.ts";
import { isInstalled, programTest, runProgram, runShell } from "../helpers/program.ts";
import { contentOf, differences } from "../helpers/repairs.ts";
import { faultyStore, withFolder } from "../helpers/stores.ts";
import { writeStore } from "../../fixtures/store_files.ts";

const COMMANDS = ["status", "doctor"] as const;

function withStore(use: (root: string, folder: string) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const root = join(folder, "store");
    writeStore(faultyStore("conflict-open"), root);
    await use(root, folder);
  });
}

const PARSER = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as older
text = sys.stdin.read()
for parse in (openmetrics, older):
    print(sum(len(family.samples) for family in parse(text)))
`;
const PYTHON = { PYTHONPATH: Deno.env.get("PYTHONPATH") ?? "" };
const HAS_PARSER = isInstalled("python3") &&
  new Deno.Command("python3", { args: ["-c", "import prometheus_client"], stderr: "null" }).outputSync().success;

for (const command of COMMANDS) {
  programTest(
    `the metrics of ${command} are read by prometheus_client in both formats`,
    () =>
      withStore(async (root) => {
        const args = ["sync", command, "--store", root, "-o", "openmetrics"];
        const { stdout } = await runProgram(args);
        const parsed = await runShell(`"$@" | python3 -c '${PARSER}'`, args, { env: PYTHON });
        const { size } = readOpenMetrics(stdout);
        assertEquals([parsed.stdout, parsed.stderr], [`${size}\n${size}\n`, ""]);
      }),
    { ignore: !HAS_PARSER },
  );

  programTest(
    `the file of ${command} --out holds what would be printed, and takes the place of an earlier one`,
    () =>
      withStore(async (root, folder) => {
        const file = join(folder, "sourceos_sync.prom");
        const before = contentOf(root);
        const args = ["sync", command, "--store", root, "-o", "openmetrics"];
        const printed = await runProgram(args);
        Deno.writeTextFileSync(file, "earlier\n", { mode: 0o600 });
        const { code, stdout, stderr } = await runShell('umask 022; "$@"', [...args, "--out", file]);
        assertEquals({ code, stdout, stderr }, { code: printed.code, stdout: "", stderr: printed.stderr });
        assertEquals(Deno.readTextFileSync(file), printed.stdout);
        assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o644);
        assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).toSorted(), ["sourceos_sync.prom", "store"]);
        assertEquals(differences(contentOf(root), before), []);
      }),
  );

  programTest(`${command} --out writes nothing into the store`, () =>
    withStore(async (root) => {
      const before = contentOf(root);
      const args = ["sync", command, "--store", root, "-o", "openmetrics", "--out", join(root, "tmp", "x.prom")];
      const { code, stderr } = await runProgram(args);
      assertEquals(code, 2);
      assertMatch(stderr, /it would lie in the store/);
      assertEquals(differences(contentOf(root), before), []);
    }));
}

programTest("status --out tells of a store that is not there", () =>
  withFolder(async (folder) => {
    const file = join(folder, "sourceos_sync.prom");
    const args = ["sync", "status", "--store", join(folder, "nowhere"), "-o", "openmetrics", "--out", file];
    assertEquals((await runProgram(args)).code, 10);
    assertEquals(readOpenMetrics(Deno.readTextFileSync(file)).get('sourceos_sync_health{status="unknown"}'), 1);
  }));
