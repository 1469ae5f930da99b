/** What doctor finds in a store with one named fault of the host, the manifest, a file or a line, and nothing else. */
import type { Finding } from "../../../lib/model/documents/health.ts";
import type { ExpectedFinding } from "./fault_findings.ts";

const one =
  (severity: Finding["severity"], durability: Finding["durability"]) =>
  (id: string, target: string): readonly ExpectedFinding[] => [{ id, target, severity, durability }];
const critical = one("critical", "durable");
const error = one("error", "durable");
const warning = one("warning", "durable");
const rebuildable = one("warning", "rebuildable");
const disposable = one("warning", "disposable");
const unclassified = one("warning", "unclassified");

const objectFile = (fault: string) => `objects/object_fault-${fault}.json`;

const receipt = (number: string) => `urn:srcos:sync-receipt:${number}-5ec0-4000-8000-0000${number}`;
const item = (fault: string) => `queue:idem:event:${fault}:capability:${fault}:policy-epoch-0`;
const itemFile = (state: string, fault: string) =>
  `orchestration/${state}/idem_event_${fault}_capability_${fault}_policy-epoch-0.json`;

/** By the fault's name. */
export const HOST_FAULT_FINDINGS: Readonly<Record<string, readonly ExpectedFinding[]>> = {
  "record-cut-off": error("registry.unreadable", objectFile("record-cut-off")),
  "decision-cut-off": [
    ...error("registry.unreadable", "policy-decisions/decision_fault-decision-cut-off.json"),
    ...warning("policy.superseded-by-unreadable", "policy-decisions/decision_fault-decision-cut-off.json"),
  ],
  "record-empty": error("registry.unreadable", objectFile("record-empty")),
  "record-not-an-object": error("registry.unreadable", objectFile("record-not-an-object")),
  "record-invalid-utf8": error("registry.unreadable", objectFile("record-invalid-utf8")),
  "record-byte-order-mark": error("registry.byte-order-mark", objectFile("record-byte-order-mark")),
  "record-nan": warning("registry.odd-json", objectFile("record-nan")),
  "record-oversize": error("registry.oversize", objectFile("record-oversize")),
  "missing-field": error("registry.contract", "object:fault-missing-field"),
  "wrong-enum": error("registry.contract", "object:fault-wrong-enum"),
  "wrong-type": error("registry.contract", "object:fault-wrong-type"),
  "record-other-schema": error("registry.schema-other", "object:fault-record-other-schema"),
  "record-newer-schema": warning("registry.schema-newer", "object:fault-record-newer-schema"),
  fifo: error("registry.not-a-file", objectFile("fifo")),
  "link-outside": error("registry.not-a-file", objectFile("link-outside")),
  "link-loop": error("registry.not-a-file", objectFile("link-loop")),
  "folder-as-record": error("registry.not-a-file", objectFile("folder-as-record")),
  // Only an account without privilege is kept from reading it.
  "unreadable-mode": error("registry.denied", objectFile("unreadable-mode")),
  "unapplied-priority": rebuildable("journal.replay-lag", "lane:priority"),
  "unapplied-normal": rebuildable("journal.replay-lag", "lane:normal"),
  "event-from-the-future": warning("host.clock-behind", "journal.jsonl"),
  "unreadable-line": error("journal.unreadable-line", "journal.jsonl:47"),
  "not-an-event": error("journal.not-an-event", "journal.jsonl:47"),
  "not-an-object": error("journal.unreadable-line", "journal.jsonl:47"),
  "invalid-utf8": error("journal.invalid-utf8", "journal.jsonl:47"),
  crlf: warning("journal.carriage-return", "event:evt-00000047"),
  "line-separator": error("journal.line-separator", "event:evt-00000129"),
  "nan-number": warning("journal.non-finite-number", "event:evt-00000129"),
  "infinite-number": warning("journal.non-finite-number", "event:evt-00000129"),
  "too-deep": error("journal.too-deep", "journal.jsonl:129"),
  "too-long": error("journal.too-long", "journal.jsonl:47"),
  "unknown-event-schema": warning("journal.unknown-schema", "event:evt-00000047"),
  "malformed-id": warning("journal.malformed-id", "event:event-seven"),
  "unknown-type": warning("journal.unknown-type", "event:evt-00000047"),
  "unknown-lane": warning("journal.unknown-lane", "event:evt-00000047"),
  "bad-time": warning("journal.bad-time", "event:evt-00000129"),
  "duplicate-id": error("journal.duplicate-id", "event:evt-00000128"),
  "missing-ids": error("journal.missing-ids", "event:evt-00000048"),
  "out-of-order": warning("journal.out-of-order-id", "event:evt-00000046"),
  "record-repeated-key": error("registry.repeated-key", objectFile("record-repeated-key")),
  "journal-emptied": critical("journal.emptied", "journal.jsonl"),
  "manifest-byte-order-mark": error("manifest.byte-order-mark", "manifest.json"),
  "folder-lost": critical("layout.folder-lost", "repair-reports"),
  "folder-missing": error("layout.folder-missing", "events"),
  "folder-not-made": one("info", "disposable")("layout.folder-not-made", "tmp"),
  "folder-linked": error("layout.linked-folder", "events"),
  "interrupted-repair": rebuildable("repair.interrupted", "fault-interrupted-repair"),
  "broken-intent": error("repair.intent-unreadable", "tmp/sync-change/intent.json"),
  "history-cut": critical("journal.history-rewritten", "journal.jsonl"),
  "history-rewritten": critical("journal.history-rewritten", "journal.jsonl"),
  "index-stale": rebuildable("index.stale", "index:object-heads"),
  "index-entry-changed": rebuildable("index.corrupt", "index:actor-activity"),
  "index-differs-from-journal": rebuildable("index.corrupt", "index:object-heads"),
  "index-count-wrong": rebuildable("index.corrupt", "index:lane-counters"),
  "index-cut-off": rebuildable("index.corrupt", "index:lane-counters"),
  "index-entries-gone": rebuildable("index.corrupt", "index:actor-activity"),
  "index-record-gone": rebuildable("index.missing", "index:object-heads"),
  "index-missing": rebuildable("index.not-ours", "index:full-text"),
  "index-foreign": [],
  "record-lost": error("registry.record-lost", "agent-txn:fault-record-lost"),
  "checkpoint-cut-off": rebuildable("index.corrupt", "checkpoint:journal"),
  "byte-order-mark": error("journal.byte-order-mark", "event:evt-00000001"),
  "unsealed-tail": warning("journal.unsealed-tail", "event:evt-00000200"),
  "torn-tail": error("journal.torn-tail", "journal.jsonl:201"),
  "journal-absent": critical("journal.absent", "journal.jsonl"),
  "generation-behind": error("manifest.generation", "manifest.json"),
  "generation-ahead": error("manifest.generation", "manifest.json"),
  "last-known-good-above-active": error("manifest.generation", "manifest.json"),
  "generation-not-a-number": error("manifest.field", "manifest.json"),
  "class-lists-disagree": error("manifest.classes", "manifest.json"),
  "manifest-newer-schema": critical("manifest.newer", "manifest.json"),
  "manifest-other-schema": error("manifest.other", "manifest.json"),
  "manifest-uninitialized": warning("manifest.uninitialized", "manifest.json"),
  "manifest-not-json": critical("manifest.unreadable", "manifest.json"),
  "manifest-not-an-object": critical("manifest.unreadable", "manifest.json"),
  "manifest-absent": critical("manifest.absent", "manifest.json"),
  "unknown-folder": unclassified("layout.unclassified", "attic"),
  "unknown-file": unclassified("layout.unclassified", "notes.txt"),
  "stray-file": unclassified("layout.stray-file", "objects/readme.txt"),
  "stale-lock": disposable("disposable.stale-lock", "tmp/sync.lock"),
  "unknown-lock": [{
    id: "disposable.unknown-lock",
    severity: "info",
    durability: "disposable",
    target: "tmp/compaction.lock",
  }],
  "old-batch": disposable("disposable.leftover", "tmp/batch-0001"),
  "leftover-write": disposable("layout.unfinished-write", "objects/object_fault-leftover-write.json.tmp"),
  "store-writable-by-others": error("permissions.writable-by-others", "."),
  "cycle-failed": warning("content-sync.cycle-failed", receipt("00000002")),
  "cycle-denied": warning("content-sync.cycle-refused", receipt("00000002")),
  "cycle-blocked": warning("content-sync.cycle-refused", receipt("00000002")),
  "cycle-blocked-again": [
    ...warning("content-sync.cycle-refused", receipt("0000000e")),
    ...warning("content-sync.cycle-repeated", receipt("0000000e")),
  ],
  "version-unattested": warning("content-sync.unattested", receipt("00000005")),
  "version-drift": warning("content-sync.version-drift", "current-version"),
  "version-empty": error("content-sync.version", "current-version"),
  "version-torn": error("content-sync.version", "current-version"),
  "receipt-torn": error("content-sync.unreadable", "receipts/2026-05-01_10-00-00Z-00000006-5ec0-40.json"),
  "receipt-incomplete": warning("content-sync.contract", "receipt:test-abc"),
  "queue-torn": error("content-sync.unreadable", itemFile("pending", "queue-torn")),
  "audit-line-bad": warning("content-sync.audit-line", "orchestration/audit.jsonl"),
  "queue-blocked": warning("content-sync.queue-blocked", item("queue-blocked")),
  "queue-dead-letter": warning("content-sync.dead-letter", item("queue-dead-letter")),
  "queue-waiting": warning("content-sync.queue-waiting", item("queue-waiting")),
  "secret-readable-by-others": error("permissions.secret-readable", objectFile("secret-readable-by-others")),
};
