/** Content sync beside the reference daemon: what its own code writes, what it says of the same hosts, and while it runs. */
import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import { receiptRecord } from "../../fixtures/content_sync/files.ts";
import {
  DAMAGED_HOST,
  FRESH_HOST,
  HOST_WITH_STORE,
  REFUSED_HOST,
  REHEARSED_HOST,
  UPDATED_HOST,
} from "../../fixtures/content_sync/hosts.ts";
import { runProgram } from "../helpers/program.ts";
import { daemonTest, pythonText, startPython } from "../helpers/reference_daemon.ts";
import { withFolder, withStore } from "../helpers/stores.ts";
import { readDocument } from "../helpers/machine_documents.ts";

/** Where the daemon writes the time of day, the program looks at it. */
const env = { SOURCE_DATE_EPOCH: "" };

async function statusOf(root: string): Promise<Record<string, Record<string, unknown>>> {
  const { data } = await readDocument(
    await runProgram(["sync", "status", "--store", root, "--json"], { env }),
    "sync status",
  );
  return Object(data?.["content_sync"]);
}

/** Its own `sync status`, with its service taken to be running. */
const OWN_STATUS = `
import contextlib, io, json, sys
from types import SimpleNamespace
from unittest.mock import patch
from sourceos_syncd.cli import main
out = io.StringIO()
with patch("subprocess.run", lambda *a, **k: SimpleNamespace(stdout="active\\n", returncode=0)), contextlib.redirect_stdout(out):
    main(["sync", "status", "--store-root", sys.argv[1], "--compact"])
said = json.loads(out.getvalue())
print(json.dumps([said["currentVersion"], (said["lastReceipt"] or {}).get("outcome"), said["healthy"]]))
`;

const HOSTS = { FRESH_HOST, UPDATED_HOST, REHEARSED_HOST, REFUSED_HOST, HOST_WITH_STORE, DAMAGED_HOST };

for (const [name, files] of Object.entries(HOSTS)) {
  daemonTest(`says of ${name} what status tells of it`, () =>
    withStore(files, async (root) => {
      const { version, daemon_status: own } = await statusOf(root);
      assertEquals(
        JSON.parse(pythonText(OWN_STATUS, root)),
        [version?.["value"], own?.["last_outcome"], own?.["healthy"]],
      );
    }));
}

const WRITE = `
import sys
from sourceos_syncd.content_sync import ContentViewSyncer
from sourceos_syncd.katello_client import ContentViewManifest
from sourceos_syncd.orchestration_events import enqueue_event_records
from sourceos_syncd.receipt_store import ReceiptStore
root = sys.argv[1]
store = ReceiptStore(root)
offer = ContentViewManifest("SocioProphet", "sourceos-builder-aarch64", "42.0", "stable",
    "https://127.0.0.1:8443", "https://127.0.0.1:8443/pulp", "https://127.0.0.1:8443/pulp/nix")
store.write_current_version("41.0")
for minute in range(3):
    syncer = ContentViewSyncer(current_version="41.0")
    receipt = syncer.execute(syncer.plan(offer), dry_run=False)["receipt"]
    receipt["issuedAt"] = "2026-01-01T00:0%d:00Z" % minute
    store.write_receipt(receipt)
def record(name, outcome, refs):
    return {"record_id": "record:" + name, "event": {"event_id": "event:" + name, "causality": {"idempotency_key": "idem:" + name}},
        "capability": {"capability_id": "capability:" + name, "required_policy_outcome": outcome},
        "reaction": {"policy_outcome": outcome, "dead_letter_on_failure": True}, "evidence_refs": refs}
enqueue_event_records(root, [record("a", "allowed", ["r"]), record("b", "requires_approval", ["r"]),
    record("c", "denied", ["r"]), record("d", "allowed", [])])
`;

daemonTest(
  "writes what doctor, the lists and explain read without a word of complaint",
  () =>
    withFolder(async (root) => {
      pythonText(WRITE, root);
      const doctor = await readDocument(
        await runProgram(["sync", "doctor", "--store", root, "--json"], { env }),
        "sync doctor",
      );
      const found = doctor.data?.["findings"];
      assertEquals((Array.isArray(found) ? found : []).map(({ id }) => id), [
        "content-sync.cycle-refused",
        "content-sync.cycle-repeated",
        "content-sync.queue-blocked",
        "content-sync.dead-letter",
      ]);
      const { repeated, queue } = await statusOf(root);
      assertEquals(repeated, { times: 3, exact: true, since: "2026-01-01T00:00:00Z" });
      assertEquals([queue?.["pending"], queue?.["waiting_approval"], queue?.["blocked"], queue?.["dead_letter"]], [
        1,
        1,
        1,
        1,
      ]);
      for (const words of ["receipts", "queue"]) {
        const { data, warnings } = await readDocument(
          await runProgram(["sync", words, "--store", root, "--json"], { env }),
          `sync ${words}`,
        );
        const items = data?.["items"];
        assertEquals((Array.isArray(items) ? items : []).filter(({ valid }) => !valid), []);
        assertEquals([data?.["total"], warnings], [words === "receipts" ? 3 : 4, []]);
      }
      const [name = ""] = [...Deno.readDirSync(join(root, "receipts"))].map((entry) => entry.name).sort();
      const written: Record<string, unknown> = JSON.parse(Deno.readTextFileSync(join(root, "receipts", name)));
      const explained = await runProgram(["sync", "explain", String(written["id"]), "--store", root], { env });
      assertEquals(explained.code, 0);
      // The receipts of the fixtures have the same fields.
      const made = receiptRecord({
        number: 1,
        at: "2026-01-01T00:00:00Z",
        from: "41.0",
        to: "42.0",
        outcome: "blocked",
      });
      assertEquals(Object.keys(made).sort(), Object.keys(written).sort());
      assertEquals(made["policyReason"], written["policyReason"]);
    }),
);

const DAEMON = `
import sys
from sourceos_syncd.cli import main
raise SystemExit(main(["sync", "daemon", "--katello-url", sys.argv[1], "--katello-password", "none", "--lifecycle-env", "stable",
    "--store-root", sys.argv[2], "--poll-interval", "1"]))
`;

/** Long enough on any machine: the daemon looks for a new version every second. */
const PATIENCE_MS = 120_000;

daemonTest(
  "is refused by its gate at each look, and every look at its store tells so",
  () =>
    withFolder(async (root) => {
      Deno.writeTextFileSync(join(root, "current-version"), "41.0\n");
      const offer = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen: () => {} },
        () => Response.json({ results: [{ id: 1, version: "42.0" }] }),
      );
      const daemon = startPython(DAEMON, `http://127.0.0.1:${offer.addr.port}`, root);
      try {
        const deadline = Date.now() + PATIENCE_MS;
        let times = 0;
        while (times < 3) {
          if (Date.now() > deadline) throw new Error("The daemon wrote no receipts");
          const doctor = await runProgram(["sync", "doctor", "--store", root, "--json"], { env });
          const { data } = await readDocument(doctor, "sync doctor");
          const found = data?.["findings"];
          // Whatever it is writing at that moment, nothing is taken for torn.
          const bad = (Array.isArray(found) ? found : []).filter(({ severity }) => severity === "error");
          assertEquals(bad, []);
          const { repeated } = await statusOf(root);
          times = Number(repeated?.["times"] ?? 0);
        }
        const { last_cycle: last, version, daemon_status: own } = await statusOf(root);
        assertEquals([
          version?.["value"],
          last?.["outcome"],
          last?.["from_version"],
          last?.["to_version"],
          own?.["healthy"],
        ], [
          "41.0",
          "blocked",
          "41.0",
          "42.0",
          false,
        ]);
        const graded = await runProgram(["sync", "status", "--store", root, "--exit-code"], { env });
        assertEquals(graded.code, 3);
      } finally {
        daemon.kill("SIGTERM");
        await Promise.all([daemon.status, offer.shutdown()]);
      }
    }),
);
