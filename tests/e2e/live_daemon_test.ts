/** Doctor beside a writer that uses the reference daemon's own code: whatever it meets halfway, it finds nothing. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { runInProcess } from "../helpers/in_process.ts";
import { daemonTest, pythonText, startPython } from "../helpers/reference_daemon.ts";
import { IS_SOAK } from "../helpers/soak.ts";
import { withFolder } from "../helpers/stores.ts";

const ROUNDS = IS_SOAK ? 10_000 : 100;

const PUT = `
import random, sys, time
from sourceos_syncd.local_store import LocalStateStore
store = LocalStateStore(sys.argv[1])
AT = "2026-01-01T00:00:00Z"
def put(kind, field, **record):
    store.put_record(kind, record[field], record)
def put_object(name, state="active"):
    put("objects", "object_id", object_id=name, object_type="note", schema_id="schema:note:v1", schema_version="v1",
        workspace_id="workspace:w", profile_id="profile:p", owner_identity="identity:ada", created_by_actor="actor:ada",
        last_modified_by_actor="actor:ada", created_at=AT, updated_at=AT, privacy_class="personal",
        sync_visibility="profile", retention_class="normal", policy_tags=[], provenance=[], state=state, title=name * 20)
`;

const BEGIN = `${PUT}
store.init()
put("profiles", "profile_id", profile_id="profile:p", display_name="P", profile_class="personal", created_at=AT,
    policy_tags=[])
put("devices", "device_id", device_id="device:d", display_name="D", trust_level="user", device_state="trusted",
    created_at=AT)
put("actors", "actor_id", actor_id="actor:ada", actor_type="human", display_name="Ada", identity_id="identity:ada",
    workspace_scope=["workspace:w"], profile_scope=["profile:p"], capabilities=["read", "write", "delete"],
    trust_level="user", policy_subject="sub:ada", signing_key_ref="key:ada", created_at=AT)
put("schemas", "schema_id", schema_id="schema:note:v1", object_type="note", schema_version="v1",
    required_fields=["object_id"], field_owners={}, migration_policy="manual", conflict_policy="merge",
    tombstone_policy="retain", sync_visibility="profile", retention_class="normal")
`;

/** Objects are made, changed and deleted, their record sometimes before the event and sometimes after it. */
const GO_ON = `${PUT}
chance = random.Random(7)
alive = {}
while True:
    name = "object:%d" % chance.randrange(30)
    kind = "delete" if alive.get(name) and chance.random() < 0.2 else "update" if alive.get(name) else "add"
    steps = [lambda: put_object(name, "tombstoned" if kind == "delete" else "active"),
             lambda: store.append_event(kind, "tombstone" if kind == "delete" else "normal", name, "actor:ada",
                                        {"text": "x" * chance.choice([10, 100, 20000])})]
    if chance.random() < 0.5:
        steps.reverse()
    for step in steps:
        step()
    alive[name] = kind != "delete"
    time.sleep(chance.choice([0, 0, 0.001, 0.02, 0.05]))
`;

// Its events have the times of this host.
const NOW = { env: { SOURCE_DATE_EPOCH: "" } };

daemonTest(
  "writes a store that doctor never finds a fault in, whatever it meets halfway",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      pythonText(BEGIN, root);
      const writer = startPython(GO_ON, root);
      const appended = () => JSON.parse(Deno.readTextFileSync(join(root, "manifest.json"))).active_generation - 1;
      try {
        for (let round = 0; round < ROUNDS; round++) {
          // Each round has something new to meet.
          for (const before = appended(); appended() === before;) {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
          const answer = await runInProcess(["sync", "doctor", "--store", root, "--daemon", "none", "--json"], NOW);
          const { data } = JSON.parse(answer.stdout);
          assertEquals([answer.code, data.findings, data.checks.skipped.length], [0, [], 1], `round ${round}`);
        }
      } finally {
        writer.kill("SIGKILL");
        await writer.status;
      }
    }),
);
