/** Which files of content sync count as lost, and what is said of them. */
import { assertEquals } from "@std/assert";
import { lostContentSyncCheck } from "../../../lib/checks/lost_content_sync.ts";
import type { InventoryFile, InventoryReceipts, MissingContentSync } from "../../../lib/model/derived.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import { found, runCheck } from "../../helpers/findings.ts";
import { entryOf, fileEntry, RECORDS } from "../../helpers/snapshots.ts";

const SHA = "a".repeat(64);
const SEEN = "2026-01-02T00:00:00Z";

const file = (path: string, changes: Partial<InventoryFile> = {}): InventoryFile => ({
  kind: "content-sync",
  id: null,
  path,
  bytes: 7,
  sha256: SHA,
  seen_at: SEEN,
  lost_at: null,
  ...changes,
});
const receipts = (names: readonly string[], changes: Partial<InventoryReceipts> = {}): InventoryReceipts => ({
  kind: "receipts",
  names,
  sha256: names.map(() => SHA),
  seen_at: SEEN,
  lost_at: null,
  ...changes,
});
const missing = (changes: Partial<MissingContentSync>): Pick<StoreSnapshot, "missing_content_sync"> => ({
  missing_content_sync: { files: [], receipts: [], pruned: null, ...changes },
});
const withReceipts = (total: number): Pick<StoreSnapshot, "content_sync"> => ({
  content_sync: { version: null, receipts: { total, unread: 0, oldest: null }, queue: null },
});

const BLOCKED = "orchestration/blocked/idem_letter.json";
const PENDING = "orchestration/pending/idem_letter.json";
const AUDIT = "orchestration/audit.jsonl";

const cases: readonly (readonly [name: string, changes: Partial<StoreSnapshot>, want: readonly string[]])[] = [
  ["nothing where nothing is missing", { content_sync: null }, []],
  ["the version in force", missing({ files: [file("current-version")] }), ["content-sync.file-lost current-version"]],
  ["the queue's manifest", missing({ files: [file("orchestration/manifest.json")] }), [
    "content-sync.file-lost orchestration/manifest.json",
  ]],
  ["the audit log, gone", missing({ files: [file(AUDIT)] }), [`content-sync.file-lost ${AUDIT}`]],
  ["the audit log, cut", { ...missing({ files: [file(AUDIT)] }), files: [fileEntry(AUDIT)] }, [
    `content-sync.audit-cut ${AUDIT}`,
  ]],
  ["an item that was blocked", missing({ files: [file(BLOCKED)] }), [`content-sync.queue-item-lost ${BLOCKED}`]],
  ["an item that was given up", missing({ files: [file("orchestration/dead-letter/a.json")] }), [
    "content-sync.queue-item-lost orchestration/dead-letter/a.json",
  ]],
  [
    "as taken what was there to be taken",
    missing({
      files: [file(PENDING), file("orchestration/waiting-approval/a.json"), file("orchestration/replay/a.json")],
    }),
    ["content-sync.queue-items-taken orchestration"],
  ],
  ["nothing of an item whose file lies in another folder of the queue", {
    ...missing({ files: [file(BLOCKED)] }),
    files: [fileEntry("orchestration/done/idem_letter.json")],
  }, []],
  ["an item of whose name there is a file outside of the queue's folder", {
    ...missing({ files: [file(BLOCKED)] }),
    files: [fileEntry("attic/idem_letter.json")],
  }, [`content-sync.queue-item-lost ${BLOCKED}`]],
  ["nothing of an item whose id stands in another file", {
    ...missing({ files: [file(BLOCKED, { id: "idem:event:tidy-up:capability:tidy-up:policy-epoch-0" })] }),
    records: [entryOf("queue", RECORDS.queue)],
  }, []],
  ["nothing in a folder that nobody could look into", {
    ...missing({ files: [file(BLOCKED), file(AUDIT)] }),
    files: [fileEntry("orchestration")],
  }, []],
  ["a receipt", { ...missing({ receipts: [receipts(["a.json"])] }), ...withReceipts(2) }, [
    "content-sync.receipt-lost receipts/a.json",
  ]],
  ["all receipts as one", { ...missing({ receipts: [receipts(["a.json", "b.json"])] }), ...withReceipts(0) }, [
    "content-sync.receipts-gone receipts",
  ]],
  ["all receipts where even their folder is gone", {
    ...missing({ receipts: [receipts(["a.json"])] }),
    content_sync: null,
  }, ["content-sync.receipts-gone receipts"]],
  ["a receipt that was lost before all the others went", {
    ...missing({ receipts: [receipts(["b.json"]), receipts(["a.json"], { lost_at: SEEN })] }),
    ...withReceipts(0),
  }, ["content-sync.receipt-lost receipts/a.json", "content-sync.receipts-gone receipts"]],
  ["receipts that were pruned", {
    ...missing({ pruned: { count: 2, first: "a.json", last: "b.json", seen_at: SEEN } }),
    ...withReceipts(1),
  }, ["content-sync.receipts-pruned receipts"]],
];

for (const [name, changes, want] of cases) {
  Deno.test(`doctor finds lost of content sync: ${name}`, () => {
    const findings = runCheck(lostContentSyncCheck, changes);
    assertEquals<unknown>(
      typeof findings === "string" ? findings : findings.map(({ id, target }) => `${id} ${target}`),
      want,
    );
  });
}

Deno.test("a lost receipt is named, with its digest and when it was last seen", () => {
  const lines = [receipts(["b.json"], { sha256: [null] }), receipts(["a.json"], { lost_at: "2026-01-03T00:00:00Z" })];
  const receiptLost = (path: string, sha256: string | null, how: string) =>
    found({
      id: "content-sync.receipt-lost",
      severity: "error",
      target: path,
      message: `"${path}" is gone; it was last seen at ${SEEN}, ${how}`,
      // Without lost_at: an acceptance lasts through the next rebuild.
      evidence: { file: path, sha256, last_seen_at: SEEN },
    });
  assertEquals(runCheck(lostContentSyncCheck, { ...missing({ receipts: lines }), ...withReceipts(1) }), [
    receiptLost("receipts/a.json", SHA, `with digest ${SHA}`),
    receiptLost("receipts/b.json", null, "by its name alone"),
  ]);
});

const messagesOf = (changes: Partial<StoreSnapshot>) => {
  const findings = runCheck(lostContentSyncCheck, changes);
  return typeof findings === "string" ? [findings] : findings.map(({ message }) => message);
};

Deno.test("groups are told with their number, and from where to where they go", () => {
  const pruned = { count: 2, first: "a.json", last: "b.json", seen_at: SEEN };
  assertEquals(messagesOf({ ...missing({ pruned }), ...withReceipts(1) }), [
    `2 receipts are gone, older than all that are left: "a.json" to "b.json", last seen at ${SEEN}`,
  ]);
  assertEquals(messagesOf({ ...missing({ pruned: { ...pruned, count: 1 } }), ...withReceipts(1) }), [
    `1 receipt is gone, older than all that are left: "a.json", last seen at ${SEEN}`,
  ]);
  const gone = [receipts(["c.json"]), receipts(["a.json", "b.json"], { seen_at: "2026-01-01T00:00:00Z" })];
  assertEquals(messagesOf({ ...missing({ receipts: gone }), ...withReceipts(0) }), [
    `3 receipts are gone, and no other is there: "a.json" to "c.json", last seen at ${SEEN}`,
  ]);
  assertEquals(messagesOf(missing({ files: [file(PENDING), file("orchestration/replay/a.json")] })), [
    `2 items of the queue are gone, and the audit log does not say how: "${PENDING}", last seen at ${SEEN}, is the first`,
  ]);
  assertEquals(messagesOf(missing({ files: [file(PENDING)] })), [
    `1 item of the queue is gone, and the audit log does not say how: "${PENDING}", last seen at ${SEEN}`,
  ]);
});

Deno.test("of many items that were taken the first are named", () => {
  const files = Array.from({ length: 21 }, (_, number) => file(`orchestration/pending/${number}.json`));
  const findings = runCheck(lostContentSyncCheck, missing({ files }));
  const [taken] = typeof findings === "string" ? [] : findings;
  const { evidence: { total = null, items = [] } = {} } = taken ?? {};
  assertEquals([total, Array.isArray(items) ? items.length : null], [21, 20]);
});

Deno.test("many lost receipts and items are counted", () => {
  const names = (count: number) => Array.from({ length: count }, (_, number) => `${number + 100}.json`);
  const ofReceipts = (count: number) =>
    messagesOf({ ...missing({ receipts: [receipts(names(count))] }), ...withReceipts(1) }).slice(20);
  const ofItems = (count: number) =>
    messagesOf(missing({ files: names(count).map((name) => file(`orchestration/blocked/${name}`)) })).slice(20);
  assertEquals([ofReceipts(20), ofReceipts(21), ofReceipts(22)], [
    [],
    ["1 more receipt that the inventory lists is gone"],
    ["2 more receipts that the inventory lists are gone"],
  ]);
  assertEquals([ofItems(20), ofItems(21), ofItems(22)], [
    [],
    ["1 more item of the queue that the inventory lists is gone"],
    ["2 more items of the queue that the inventory lists are gone"],
  ]);
});
