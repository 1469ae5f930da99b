/** Receipts and queue items that go without a word: told of through every rebuild, and lawful leaving never. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { dirname, join } from "@std/path";
import { HOST_WITH_STORE } from "../../fixtures/content_sync/hosts.ts";
import {
  auditLine,
  type CycleFacts,
  type QueueFacts,
  queueFiles,
  queuePath,
  receiptFile,
  receiptPath,
} from "../../fixtures/content_sync/files.ts";
import { withDerivedState } from "../../fixtures/derived_files.ts";
import { withFiles } from "../../fixtures/faults/edit.ts";
import { INVENTORY_PATH } from "../../lib/derived/inventory.ts";
import type { Finding } from "../../lib/model/documents/health.ts";
import { runInProcess } from "../helpers/in_process.ts";
import { programTest } from "../helpers/program.ts";
import { applyWords, repair, repaired, savedPlan } from "../helpers/repair_runs.ts";
import { daemonTest, pythonText } from "../helpers/reference_daemon.ts";
import { withFolder, withStore } from "../helpers/stores.ts";

const CYCLES = [1, 2, 3, 4, 5].map((day): CycleFacts => ({
  number: 0x40 + day,
  at: `2026-05-0${day}T10:00:00Z`,
  from: "41.0",
  to: "42.0",
  outcome: "blocked",
}));
const [FIRST = "", SECOND = "", THIRD = "", FOURTH = "", FIFTH = ""] = CYCLES.map(receiptPath);
const item = (name: string, state: QueueFacts["state"]): QueueFacts => ({ name, at: "2026-05-03T12:00:00Z", state });
const BLOCKED = item("letter", "blocked");
const PENDING = item("note", "pending");

/** A store of both halves: five receipts, two items of the queue, and everything derived. */
const STORE = withDerivedState(
  withFiles(HOST_WITH_STORE, [...CYCLES.map(receiptFile), ...queueFiles([BLOCKED, PENDING], BLOCKED.at)]),
);
const INDEX = "indexes/lane-counters.json";

async function rebuild(root: string): Promise<void> {
  Deno.removeSync(join(root, INDEX));
  await repaired(root, applyWords(await savedPlan(root, ["derived"], `${crypto.randomUUID()}.json`), ["derived"]));
}

/** What doctor says is gone, as `id target`. */
async function lost(root: string, ...words: readonly string[]): Promise<readonly string[]> {
  return (await findings(root, ...words)).map(({ id, target }) => `${id.replace("content-sync.", "")} ${target}`);
}

async function findings(root: string, ...words: readonly string[]): Promise<readonly Finding[]> {
  const from = words.includes("--snapshot") ? [] : ["--store", root, "--daemon", "none"];
  const { stdout } = await runInProcess(["sync", "doctor", ...from, "--json", ...words]);
  const { data }: { readonly data: { readonly findings: readonly Finding[] } } = JSON.parse(stdout);
  return data.findings.filter(({ check }) => check === "content-sync.lost");
}

programTest(
  "a receipt that is gone from between others stays told until it is back, or accepted",
  () =>
    withStore(STORE, async (root) => {
      await rebuild(root);
      assertEquals(await lost(root), []);
      const bytes = Deno.readFileSync(join(root, THIRD));
      Deno.removeSync(join(root, THIRD));
      const first = await findings(root);
      assertEquals(first.map(({ id, target, severity }) => [id, target, severity]), [
        ["content-sync.receipt-lost", THIRD, "error"],
      ]);
      assertEquals(typeof first[0]?.evidence["sha256"], "string");
      await rebuild(root);
      Deno.truncateSync(join(root, "checkpoints/journal.json"), 100);
      await rebuild(root);
      assertEquals(await findings(root), first);

      const { stdout } = await runInProcess(["sync", "explain", THIRD, "--store", root, "--daemon", "none"]);
      assertStringIncludes(stdout, `"${THIRD}" is gone; it was last seen at`);

      const snapshot = join(dirname(root), "snapshot.json");
      await findings(root, "--save-snapshot", snapshot);
      assertEquals(await findings(root, "--snapshot", snapshot), first);

      Deno.removeSync(join(root, FIRST));
      Deno.removeSync(join(root, SECOND));
      assertEquals(await lost(root), [`receipt-lost ${THIRD}`, "receipts-pruned receipts"]);
      await rebuild(root);
      assertEquals(await findings(root), first);

      const known = join(dirname(root), "known.json");
      const accept = ["--accept", first[0]?.id ?? "", "--target", THIRD, "--reason", "It was a test"];
      await findings(root, "--accepted", known, ...accept);
      await rebuild(root);
      const { stdout: told } = await runInProcess([
        ...["sync", "doctor", "--store", root, "--daemon", "none", "--accepted", known, "--json"],
        ...["--query", "data.findings[?id=='content-sync.receipt-lost'].accepted.state | [0]"],
      ]);
      assertEquals(JSON.parse(told), "in_force");

      Deno.writeFileSync(join(root, THIRD), bytes);
      assertEquals(await lost(root), []);
      await rebuild(root);
      assertEquals(Deno.readTextFileSync(join(root, INVENTORY_PATH)).includes('"lost_at":"'), false);
    }),
);

programTest(
  "receipts that are all gone are told of together, and as pruned once there is a newer one",
  () =>
    withStore(STORE, async (root) => {
      await rebuild(root);
      Deno.removeSync(join(root, "receipts"), { recursive: true });
      assertEquals(await lost(root), ["receipts-gone receipts"]);
      await rebuild(root);
      assertEquals(await lost(root), ["receipts-gone receipts"]);
      Deno.mkdirSync(join(root, "receipts"));
      Deno.writeTextFileSync(join(root, "receipts/2026-06-01_00-00-00Z-new.json"), "{}");
      assertEquals(await lost(root), ["receipts-pruned receipts"]);
      await rebuild(root);
      assertEquals(await lost(root), []);
    }),
);

programTest(
  "a receipt that comes between dry run and apply leaves the plan as it is",
  () =>
    withStore(STORE, async (root) => {
      Deno.removeSync(join(root, INDEX));
      const plan = await savedPlan(root, ["derived"]);
      Deno.writeTextFileSync(join(root, "receipts/2099-01-01_00-00-00Z-new.json"), "{}");
      assertEquals((await repair(root, applyWords(plan, ["derived"]))).code, 0);
      Deno.removeSync(join(root, FOURTH));
      assertEquals(await lost(root), [`receipt-lost ${FOURTH}`]);
    }),
);

programTest(
  "an item of the queue is judged by what the audit log and the other folders tell of it",
  () =>
    withStore(STORE, async (root) => {
      await rebuild(root);
      const [blocked, pending] = [join(root, queuePath(BLOCKED)), join(root, queuePath(PENDING))];
      const audit = join(root, "orchestration/audit.jsonl");
      const bytes = Deno.readFileSync(blocked);

      Deno.removeSync(pending);
      assertEquals(await lost(root), ["queue-items-taken orchestration"]);
      Deno.removeSync(blocked);
      const all = [`queue-item-lost ${queuePath(BLOCKED)}`, "queue-items-taken orchestration"];
      assertEquals(await lost(root), all);
      Deno.writeTextFileSync(audit, auditLine({ ...BLOCKED, action: "deduped" }), { append: true });
      assertEquals(await lost(root), all);

      await rebuild(root);
      assertEquals(await lost(root), all.slice(0, 1));
      Deno.mkdirSync(join(root, "orchestration/done"));
      const moved = blocked.replace("/blocked/", "/done/");
      Deno.writeFileSync(moved, bytes);
      assertEquals(await lost(root), []);
      Deno.removeSync(moved);
      Deno.writeTextFileSync(audit, auditLine({ ...BLOCKED, action: "dispatched" }), { append: true });
      assertEquals(await lost(root), []);
      await rebuild(root);
      assertEquals(await lost(root), []);
    }),
);

programTest("the audit log may grow and be rotated, and not lose what it held", () =>
  withStore(STORE, async (root) => {
    await rebuild(root);
    const audit = join(root, "orchestration/audit.jsonl");
    const earlier = Deno.readFileSync(audit);
    Deno.writeTextFileSync(audit, auditLine(item("more", "pending")), { append: true });
    assertEquals(await lost(root), []);
    Deno.writeTextFileSync(audit, auditLine({ ...item("new", "pending"), at: "2099-01-01T00:00:00Z" }));
    const cut = ["audit-cut orchestration/audit.jsonl"];
    assertEquals(await lost(root), cut);
    await rebuild(root);
    assertEquals(await lost(root), cut);
    Deno.writeFileSync(`${audit}.1`, earlier);
    assertEquals(await lost(root), []);
    // An older log beside it explains a new one, and not one whose lines are as old as what is missed.
    Deno.writeTextFileSync(`${audit}.1`, "rotated again");
    assertEquals(await lost(root), []);
    Deno.writeTextFileSync(audit, auditLine(item("old", "pending")));
    assertEquals((await lost(root)).includes(cut[0] ?? ""), true);
    Deno.removeSync(audit);
    Deno.removeSync(`${audit}.1`);
    assertEquals(new Set(await lost(root)), new Set(["file-lost orchestration/audit.jsonl"]));
  }));

programTest(
  "the version in force is missed, and not when another one is in force",
  () =>
    withStore(STORE, async (root) => {
      await rebuild(root);
      Deno.writeTextFileSync(join(root, "current-version"), "43.0\n");
      assertEquals(await lost(root), []);
      Deno.removeSync(join(root, "current-version"));
      Deno.removeSync(join(root, FIFTH));
      assertEquals(await lost(root), [`receipt-lost ${FIFTH}`, "file-lost current-version"]);
    }),
);

/** What the daemon does in a day: items come in, some twice or in another state, a replay is made, receipts are written. */
const DAEMONS_DAY = `
import sys
from sourceos_syncd.local_store import LocalStateStore
from sourceos_syncd.orchestration_events import enqueue_event_records, list_event_queue, replay_event_queue
from sourceos_syncd.receipt_store import ReceiptStore
root, day = sys.argv[1], sys.argv[2]
LocalStateStore(root).init()
def record(name, outcome, required=None):
    return {"record_id": "record:" + name, "event": {"event_id": "event:" + name, "causality": {"idempotency_key": name}},
        "capability": {"capability_id": "capability:" + name, "required_policy_outcome": required or outcome},
        "reaction": {"policy_outcome": outcome, "dead_letter_on_failure": True}, "evidence_refs": ["receipt:a"]}
enqueue_event_records(root, [record("fan", "allowed"), record("door", "requires_approval"), record("camera", "denied"),
    record("gate", "denied", "allowed"), record("fan", "allowed"), record("turn", "denied" if day == "01" else "allowed")])
list_event_queue(root)
replay_event_queue(root)
receipts = ReceiptStore(root)
receipts.write_current_version("4" + day)
for hour in range(3):
    receipts.write_receipt({"id": "urn:srcos:sync-receipt:%s0%d" % (day, hour), "type": "SyncCycleReceipt",
        "issuedAt": "2026-05-%sT0%d:00:00Z" % (day, hour), "outcome": "applied", "toVersion": "4" + day})
`;

daemonTest(
  "loses nothing by its own work of two days, and what somebody takes away of it is missed",
  () =>
    withFolder(async (folder) => {
      const root = join(folder, "store");
      pythonText(DAEMONS_DAY, root, "01");
      await repaired(root, applyWords(await savedPlan(root, ["derived"]), ["derived"]));
      assertEquals(await lost(root), []);
      pythonText(DAEMONS_DAY, root, "02");
      assertEquals(await lost(root), []);
      // What was blocked was queued anew, and may go; what is blocked to this day may not.
      Deno.removeSync(join(root, "orchestration/blocked/turn.json"));
      assertEquals(await lost(root), []);
      for (const path of ["orchestration/blocked/camera.json", "receipts/2026-05-01_02-00-00Z-0102.json"]) {
        Deno.removeSync(join(root, path));
      }
      assertEquals(await lost(root), [
        "receipt-lost receipts/2026-05-01_02-00-00Z-0102.json",
        "queue-item-lost orchestration/blocked/camera.json",
      ]);
    }),
);
