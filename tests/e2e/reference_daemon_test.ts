/** What the reference daemon makes of a store after a repair: it reads it whole, and numbers its next event as expected. */
import { assertEquals } from "@std/assert";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { applyFaults } from "../../fixtures/faults.ts";
import { join } from "@std/path";

import { runProgram } from "../helpers/program.ts";
import { daemonTest, python, pythonText } from "../helpers/reference_daemon.ts";
import { applyDecisionWords, CONFLICT_PATH, CONFLICTED, decided, savedDecision } from "../helpers/decisions.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { ALL_SCOPES, applyWords, repaired, savedPlan, withWaitingPlan } from "../helpers/repair_runs.ts";

interface DaemonView {
  readonly status: string;
  readonly last: { readonly event_id: string; readonly event_type: string; readonly object_id: string };
  readonly next: string;
  readonly generation: number;
}

const LOOK = `
import json, sys
from sourceos_syncd.local_store import LocalStateStore
from sourceos_syncd.store_reports import snapshot_from_store
root = sys.argv[1]
store = LocalStateStore(root)
for kind in ("profiles", "devices", "actors", "schemas", "objects"):
    store.list_records(kind)
last = [event for event in store.iter_events() if "event_id" in event][-1]
status = snapshot_from_store(root)["diagnosis"]["status"]
event = store.append_event("policy", "policy", "object:next", "actor:ada", {})
generation = store.read_manifest()["active_generation"]
print(json.dumps({"status": status, "last": last, "next": event["event_id"], "generation": generation}))
`;

/** What it sees; it appends an event of its own. @throws Error where it cannot read the store */
function look(root: string): DaemonView {
  return JSON.parse(pythonText(LOOK, root));
}

function generationOf(root: string): number {
  return JSON.parse(Deno.readTextFileSync(join(root, "manifest.json"))).active_generation;
}

const STORES: readonly (readonly [name: string, faults: readonly string[], status: string])[] = [
  ["derived state that was rebuilt", ["index-cut-off", "stale-lock", "leftover-write"], "healthy"],
  ["a record that it could not read, now in quarantine", ["record-cut-off"], "healthy"],
  // It counts the sealed line as corrupted, as it did when it was torn.
  ["a torn tail that was sealed", ["torn-tail"], "degraded"],
];

for (const [name, faults, status] of STORES) {
  daemonTest(
    `reads a store with ${name}, and numbers its next event behind the repair's`,
    () =>
      withStore(applyFaults(withDerivedState(withWaitingPlan(HEALTHY)), faults, 5).files, async (root) => {
        const { outcome } = await repaired(root, applyWords(await savedPlan(root)));
        const generation = generationOf(root);
        const seen = look(root);
        const [, number = ""] = /^evt-(\d+)$/.exec(outcome?.event_id ?? "") ?? [];
        assertEquals({ ...seen, last: [seen.last.event_id, seen.last.event_type, seen.last.object_id] }, {
          status,
          last: [outcome?.event_id, "repair", `repair-report:${outcome?.report_id}`],
          next: `evt-${String(Number(number) + 1).padStart(8, "0")}`,
          generation: generation + 1,
        });
        // The daemon writes the time of day.
        const doctor = await runProgram(["sync", "doctor", "--store", root, "--json"], {
          env: { SOURCE_DATE_EPOCH: "" },
        });
        const { findings } = JSON.parse(doctor.stdout).data;
        // What it appends makes derived state stale; nothing else is new.
        assertEquals(
          findings.filter(({ id }: { readonly id: string }) => !/^(index\.stale|journal\.sealed-line)$/.test(id)),
          [],
        );
      }),
  );
}

daemonTest(
  "reads a store whose conflict was decided, and the record keeps its contract",
  () =>
    withStore(CONFLICTED, async (root) => {
      const { outcome } = await decided(root, applyDecisionWords(await savedDecision(root)));
      const seen = look(root);
      assertEquals([seen.status, seen.last.event_id, seen.last.event_type], ["healthy", outcome?.event_id, "repair"]);
      const judged = python(
        `
import json, sys
from sourceos_syncd.contracts import ConflictRecord
ConflictRecord.validate_dict(json.load(open(sys.argv[1])))
`,
        join(root, CONFLICT_PATH),
      );
      assertEquals(new TextDecoder().decode(judged.stderr), "");
    }),
);

daemonTest(
  "goes on with a store of its own that was repaired, and reads what is undone as well",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      const made = python(
        `
import sys
from sourceos_syncd.local_store import LocalStateStore
store = LocalStateStore(sys.argv[1])
store.init()
for number in range(3):
    store.append_event("add", "normal", f"object:{number}", "actor:ada", {"text": "a\\u2028b"})
`,
        root,
      );
      assertEquals(new TextDecoder().decode(made.stderr), "");
      const { outcome } = await repaired(root, applyWords(await savedPlan(root, ["derived"]), ["derived"]));
      assertEquals([outcome?.event_id, look(root).next], ["evt-00000004", "evt-00000005"]);
      await repaired(root, ["--undo", outcome?.report_id ?? "", "--scope", "derived"]);
      assertEquals([look(root).next, generationOf(root)], ["evt-00000007", 8]);
      await repaired(root, applyWords(await savedPlan(root, ["derived"], "second.json"), ALL_SCOPES));
      assertEquals(look(root).status, "healthy");
    }),
);
