/** What the reference daemon makes of a store after an import: it reads every record and event, and goes on from there. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import { emptyStore, runImport } from "../helpers/import_stores.ts";
import { HAS_PROGRAM, runProgram } from "../helpers/program.ts";
import { HEALTHY, withFolder } from "../helpers/stores.ts";
import { exportTo } from "../helpers/import_stores.ts";

const PATH = Deno.env.get("SOURCEOS_SYNCD_PYTHONPATH");

function python(script: string, ...args: readonly string[]): Deno.CommandOutput {
  const env = { PYTHONDONTWRITEBYTECODE: "1", ...(PATH === undefined ? {} : { PYTHONPATH: PATH }) };
  return new Deno.Command("python3", { args: ["-c", script, ...args], env }).outputSync();
}

const IS_THERE = (() => {
  try {
    return python("import sourceos_syncd.local_store").success;
  } catch {
    return false;
  }
})();

/** Every record that it lists is also the one that it gets by its id. */
const LOOK = `
import json, sys
from sourceos_syncd.local_store import LocalStateStore
from sourceos_syncd.store_reports import snapshot_from_store
root = sys.argv[1]
store = LocalStateStore(root)
ids = {"profiles": "profile_id", "actors": "actor_id", "schemas": "schema_id", "objects": "object_id"}
counts = {}
for kind, field in ids.items():
    records = store.list_records(kind)
    counts[kind] = len(records)
    for record in records:
        assert store.get_record(kind, record[field]) == record, record[field]
        assert store.get_record(kind, record["record_id"]) == record, record[field]
events = store.iter_events()
status = snapshot_from_store(root)["diagnosis"]["status"]
event = store.append_event("policy", "policy", "object:next", "actor:gate", {})
print(json.dumps({"counts": counts, "events": len(events), "last": events[-1]["event_id"], "status": status,
                  "next": event["event_id"], "generation": store.read_manifest()["active_generation"]}))
`;

Deno.test({
  name:
    "the reference daemon (found by SOURCEOS_SYNCD_PYTHONPATH) reads a store after an import as healthy, record by record",
  ignore: !IS_THERE,
  fn: () =>
    withFolder(async (folder) => {
      const [a, b, bundle] = ["a", "b", "bundle.tar"].map((name) => join(folder, name)) as [string, string, string];
      writeStore(HEALTHY, a);
      writeStore(emptyStore(), b);
      for (const [index, target] of ["profile:open-source", "profile:personal", "profile:work"].entries()) {
        const file = `${bundle}.${index}`;
        await exportTo(a, target, file);
        const { code } = await runImport(file, ["--apply", "--scope", target, "--store", b]);
        assertEquals(code, 0);
      }
      const names = (kind: string) => [...Deno.readDirSync(join(b, kind))].length;
      const lines = Deno.readTextFileSync(join(b, "journal.jsonl")).trimEnd().split("\n").length;
      const { success, stdout, stderr } = python(LOOK, b);
      assertEquals(success, true, new TextDecoder().decode(stderr));
      const padded = (number: number) => `evt-${String(number).padStart(8, "0")}`;
      assertEquals(JSON.parse(new TextDecoder().decode(stdout)), {
        counts: Object.fromEntries(["profiles", "actors", "schemas", "objects"].map((kind) => [kind, names(kind)])),
        events: lines,
        last: padded(lines),
        status: "healthy",
        next: padded(lines + 1),
        generation: lines + 2,
      });
      if (!HAS_PROGRAM) return;
      const doctor = await runProgram(["sync", "doctor", "--store", b, "--json"], { env: { SOURCE_DATE_EPOCH: "" } });
      assertEquals(JSON.parse(doctor.stdout).data.findings, []);
    }),
});
