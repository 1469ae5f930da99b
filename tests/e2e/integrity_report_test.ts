/** The State Integrity Report, as the reference daemon's tools take it, and theirs as it is read here. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { applyFaults } from "../../fixtures/faults.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { daemonTest, pythonText } from "../helpers/reference_daemon.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";

/** Each tool's exit code, and what it says of the report. */
const JUDGE = `
import contextlib, io, json, sys
from sourceos_syncd.cli import main
file = sys.argv[1]
def run(*words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(list(words))
    return code, json.loads(out.getvalue())
verified = run("health", "verify", "--file", file)
plan = run("repair", "plan", "--file", file)
trust = run("trust", "evaluate", "--file", file, "--subject", "agent:a", "--action", "write")
score = run("scorecard", "evaluate", "--file", file)
wrapped = run("evidence", "wrap", "--file", file, "--type", "state-integrity-report", "--subject", "host")
print(json.dumps({
    "errors": verified[1]["contract_errors"],
    "verify": verified[1]["status"],
    "codes": [plan[0], wrapped[0]],
    "component": plan[1]["source_report"]["component"],
    "trust": trust[1]["reason"],
    "contract_gate": score[1]["gates"][0]["status"],
}))
`;

const ACCEPTED = { errors: [], codes: [0, 0], component: "sourceos-sync", contract_gate: "pass" };

const STORES: readonly (readonly [name: string, faults: readonly string[], verify: string, trust: string])[] = [
  ["a sound store", [], "pass", "state_integrity_allows_agent_action"],
  ["a stale lock", ["stale-lock"], "pass", "state_integrity_allows_agent_action"],
  ["a torn tail", ["torn-tail"], "fail", "degraded_mode_requires_explicit_allowance"],
  ["a record that is cut off", ["record-cut-off"], "fail", "degraded_mode_requires_explicit_allowance"],
];

for (const [name, faults, verify, trust] of STORES) {
  daemonTest(
    `accepts the report of ${name}, and answers "${trust}"`,
    () =>
      withFolder((folder) =>
        withStore(applyFaults(HEALTHY, faults, 5).files, async (root) => {
          const file = join(folder, "report.json");
          const { stdout } = await runProgram(
            ["sync", "doctor", "--store", root, "-o", "report", "--save-report", file],
            { env: { SOURCE_DATE_EPOCH: "" } },
          );
          assertEquals(Deno.readTextFileSync(file), stdout);
          assertEquals((Deno.statSync(file).mode ?? 0) & 0o777, 0o600);
          assertEquals(JSON.parse(pythonText(JUDGE, file)), { ...ACCEPTED, verify, trust });
        })
      ),
  );
}

const MADE = `
import json, sys
from sourceos_syncd.local_store import LocalStateStore
from sourceos_syncd.reports import snapshot
from sourceos_syncd.store_reports import snapshot_from_store
store = LocalStateStore(sys.argv[1])
if sys.argv[2] != "none":
    store.init()
    store.append_event("add", "normal", "object:a", "actor:ada", {})
print(json.dumps(snapshot() if sys.argv[2] == "none" else snapshot_from_store(sys.argv[1])))
`;

for (
  const [how, root, generation] of [
    ["of a store", true, 2],
    ["of no store at all", false, 1],
  ] as const
) {
  daemonTest(
    `makes a report ${how}, which --snapshot reads from a file and from standard input`,
    () =>
      withFolder(async (folder) => {
        const store = join(folder, "store");
        const report = pythonText(MADE, store, root ? "one" : "none");
        const file = join(folder, "report.json");
        Deno.writeTextFileSync(file, report);
        const read = await runProgram(["sync", "status", "--snapshot", file, "--json"]);
        const { data } = JSON.parse(read.stdout);
        assertEquals(read.code, 0);
        assertEquals([data.store.root, data.store.active_generation, data.daemon.status, data.health.status], [
          root ? Deno.realPathSync(store) : file,
          generation,
          "healthy",
          "unknown",
        ]);
        const piped = await runProgram(["sync", "status", "--snapshot", "-", "-o", "prompt"], { stdin: report });
        assertEquals([piped.code, piped.stdout], [0, "unknown\n"]);
      }),
  );
}

programTest(
  "a report of this program is read back, and says the same of its invariants",
  () =>
    withFolder((folder) =>
      withStore(applyFaults(HEALTHY, ["torn-tail"], 5).files, async (root) => {
        const file = join(folder, "report.json");
        await runProgram(["sync", "doctor", "--store", root, "--save-report", file]);
        const { code, stdout } = await runProgram(["sync", "doctor", "--snapshot", file, "--json"]);
        const { invariants } = JSON.parse(Deno.readTextFileSync(file));
        assertEquals(code, 3);
        assertEquals(
          JSON.parse(stdout).data.findings.map(({ target }: { readonly target: string }) => target).toSorted(),
          invariants.filter(({ status }: { readonly status: string }) => status !== "pass")
            .map(({ id }: { readonly id: string }) => `invariant:${id}`).toSorted(),
        );
      })
    ),
);

programTest("a report of a newer format is refused as such", () =>
  withFolder(async (folder) => {
    const file = join(folder, "report.json");
    Deno.writeTextFileSync(file, '{"schema":"sourceos.state-integrity-report/v2"}');
    assertEquals((await runProgram(["sync", "status", "--snapshot", file])).code, 15);
  }));
