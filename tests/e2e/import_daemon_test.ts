/** What the reference daemon makes of a store after an import: it reads every record and event, and goes on from there. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { writeStore } from "../../fixtures/store_files.ts";
import { FILE, SCOPED, TARGET, wentOn, withStores } from "../helpers/import_runs.ts";
import { emptyStore, exportTo, runImport, withBridge } from "../helpers/import_stores.ts";
import { runProgram } from "../helpers/program.ts";
import { daemonTest, pythonText } from "../helpers/reference_daemon.ts";
import { HEALTHY, withFolder } from "../helpers/stores.ts";

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

daemonTest("reads a store after an import as healthy, record by record", () =>
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
    const padded = (number: number) => `evt-${String(number).padStart(8, "0")}`;
    assertEquals(JSON.parse(pythonText(LOOK, b)), {
      counts: Object.fromEntries(["profiles", "actors", "schemas", "objects"].map((kind) => [kind, names(kind)])),
      events: lines,
      last: padded(lines),
      status: "healthy",
      next: padded(lines + 1),
      generation: lines + 2,
    });
    const doctor = await runProgram(["sync", "doctor", "--store", b, "--json"], { env: { SOURCE_DATE_EPOCH: "" } });
    assertEquals(JSON.parse(doctor.stdout).data.findings, []);
  }));

/** What its contract says of the conflict as it is, and once each option was selected. */
const JUDGE = `
import json, sys
from sourceos_syncd.contracts import ConflictRecord, ContractError
conflict = json.load(open(sys.argv[1]))
said = []
for option in [None] + conflict["decision_card"]["options"]:
    conflict["decision_card"]["selected_option"] = option
    try:
        ConflictRecord.validate_dict(conflict)
        said.append(None)
    except ContractError as error:
        said.append(str(error))
print(json.dumps(said))
`;

daemonTest(
  "takes the conflict that an import writes, as soon as one of its options is selected",
  () =>
    withStores({ a: wentOn(HEALTHY, FILE, "There"), b: withBridge(wentOn(HEALTHY, FILE, "Here")) }, async (folder) => {
      const [b, bundle] = [join(folder, "b"), join(folder, "a.tar")];
      await exportTo(join(folder, "a"), TARGET, bundle);
      const { data } = await runImport(bundle, [...SCOPED, "--store", b]);
      const [conflict = ""] = data.outcome?.conflicts ?? [];
      // That it takes none in which nobody has selected yet is a fault of its own.
      assertEquals(JSON.parse(pythonText(JUDGE, join(b, `conflicts/${conflict.replaceAll(":", "_")}.json`))), [
        "ConflictRecord.decision_card.selected_option must be present in options",
        null,
        null,
        null,
      ]);
    }),
);
