/** Files of content sync that were there when the checkpoint was made, and are gone. */
import { missingFiles } from "../change/lost_files.ts";
import { isQueueFile } from "../content_sync/queue.ts";
import { AUDIT_PATH, QUEUE_FOLDER, RECEIPTS_FOLDER } from "../model/content_sync_names.ts";
import type { InventoryFile, InventoryReceipts, MissingContentSync } from "../model/derived.ts";
import type { Finding } from "../model/documents/health.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { bytesText } from "../text/numbers.ts";
import { compareCodePoints, sortByCodePoints } from "../text/order.ts";
import { plural } from "../text/words.ts";
import {
  type Check,
  finding,
  type FindingFacts,
  type FindingKind,
  findingKind,
  findings,
  SHOWN_IN_FULL,
  shownInFull,
} from "./frame/check.ts";

const CHECK = "content-sync.lost";

const RECEIPT_LOST = findingKind(
  "content-sync.receipt-lost",
  "error",
  "A receipt that was there is gone, and older ones are not",
  "Bring it back from a backup, and compare its digest; or accept that it is gone",
);
const RECEIPTS_GONE = findingKind(
  "content-sync.receipts-gone",
  "warning",
  "Every receipt that was there is gone",
  "Bring them back from a backup, or accept that they are gone where somebody has moved them to an archive",
);
const PRUNED = findingKind(
  "content-sync.receipts-pruned",
  "info",
  "The oldest receipts are gone, as where somebody prunes them",
  "Nothing needs to be done where they were pruned; else bring them back from a backup",
);
const FILE_LOST = findingKind(
  "content-sync.file-lost",
  "error",
  "A file of content sync that was there is gone",
  "Bring it back from a backup, and compare its digest; or accept that it is gone",
);
const AUDIT_CUT = findingKind(
  "content-sync.audit-cut",
  "error",
  "The queue's audit log does not begin any more with what it held",
  `Bring the earlier log back from a backup, as a file beside it whose name begins with "audit"; or accept that it is gone`,
);
const ITEM_LOST = findingKind(
  "content-sync.queue-item-lost",
  "warning",
  "An item of the queue is gone that nothing moves by itself",
  "Bring it back from a backup, and compare its digest; or accept that it is gone where somebody took it out",
);
const TAKEN = findingKind(
  "content-sync.queue-items-taken",
  "info",
  "Items of the queue are gone, and the audit log does not say how",
  "Nothing needs to be done where they were dispatched; else bring them back from a backup",
);

/** What the daemon's content sync left stays, but for what is pruned, dispatched or moved inside the queue. */
export const lostContentSyncCheck: Check = {
  id: CHECK,
  title: "Content-sync files that were there before",
  reads: `the inventory beside the checkpoint, the names in ${RECEIPTS_FOLDER}/, and ${QUEUE_FOLDER}/`,
  why: "A receipt or an item of the queue whose file is gone leaves no trace",
  required: false,
  needs: ["derived", "content_sync"],
  kinds: [RECEIPT_LOST, RECEIPTS_GONE, PRUNED, FILE_LOST, AUDIT_CUT, ITEM_LOST, TAKEN],
  run({ store, catalog }) {
    const missing = store.missing_content_sync;
    if (missing === undefined) return findings([]);
    const { lost, taken } = missingFiles(store, catalog);
    return findings([
      ...receiptFindings(missing, store),
      ...lost.filter(({ path }) => !isQueueFile(path)).map((entry) => fileFinding(entry, store)),
      ...itemFindings(lost.filter(({ path }) => isQueueFile(path)), store),
      ...takenFindings(taken, store),
    ]);
  },
};

function fileFinding(entry: InventoryFile, store: StoreSnapshot): Finding {
  const isCut = entry.path === AUDIT_PATH && store.files.some(({ path }) => path === AUDIT_PATH);
  return isCut
    ? finding(
      CHECK,
      AUDIT_CUT,
      factsOf(entry, `does not begin any more with the ${bytesText(entry.bytes)} that it had`),
      store,
    )
    : finding(CHECK, FILE_LOST, factsOf(entry, "is gone"), store);
}

function itemFindings(items: readonly InventoryFile[], store: StoreSnapshot): readonly Finding[] {
  return shownInFull(
    items,
    (entry) => finding(CHECK, ITEM_LOST, factsOf(entry, "is gone, and the audit log does not say how"), store),
    (more) =>
      finding(CHECK, ITEM_LOST, {
        target: QUEUE_FOLDER,
        message: `${plural(more, "more item")} of the queue that the inventory lists ${more === 1 ? "is" : "are"} gone`,
        evidence: { file: QUEUE_FOLDER, more },
      }, store),
  );
}

function factsOf({ id, path, bytes, sha256, seen_at: seen }: InventoryFile, what: string): FindingFacts {
  return {
    target: path,
    message: `"${path}" ${what}; it was last seen at ${seen}, with digest ${sha256}`,
    evidence: { file: path, record: id, bytes, sha256, last_seen_at: seen },
  };
}

/** One finding for all of them, which have names and digests in the inventory. */
function takenFindings(taken: readonly InventoryFile[], store: StoreSnapshot): readonly Finding[] {
  const [first] = taken;
  if (first === undefined) return [];
  const { path, seen_at: seen } = first;
  return [finding(CHECK, TAKEN, {
    target: QUEUE_FOLDER,
    message: `${plural(taken.length, "item")} of the queue ${
      taken.length === 1 ? "is" : "are"
    } gone, and the audit log does not say how: "${path}", last seen at ${seen}${
      taken.length === 1 ? "" : ", is the first"
    }`,
    evidence: {
      file: QUEUE_FOLDER,
      total: taken.length,
      items: taken.slice(0, SHOWN_IN_FULL).map(({ path, sha256, seen_at }) => ({
        path,
        sha256,
        last_seen_at: seen_at,
      })),
    },
  }, store)];
}

function receiptFindings({ receipts, pruned }: MissingContentSync, store: StoreSnapshot): readonly Finding[] {
  const isEmptied = (store.content_sync?.receipts?.total ?? 0) === 0;
  const isLost = ({ lost_at: lostAt }: InventoryReceipts) => lostAt !== null || !isEmptied;
  const lost = receipts.filter(isLost).flatMap(({ names, sha256, seen_at: seen }) =>
    names.map((name, index) => ({ path: `${RECEIPTS_FOLDER}/${name}`, sha256: sha256[index] ?? null, seen }))
  ).sort((left, right) => compareCodePoints(left.path, right.path));
  const gone = receipts.filter((line) => !isLost(line));
  return [
    ...shownInFull(
      lost,
      ({ path, sha256, seen }) =>
        finding(CHECK, RECEIPT_LOST, {
          target: path,
          message: `"${path}" is gone; it was last seen at ${seen}, ${
            sha256 === null ? "by its name alone" : `with digest ${sha256}`
          }`,
          evidence: { file: path, sha256, last_seen_at: seen },
        }, store),
      (more) =>
        finding(CHECK, RECEIPT_LOST, {
          target: RECEIPTS_FOLDER,
          message: `${plural(more, "more receipt")} that the inventory lists ${more === 1 ? "is" : "are"} gone`,
          evidence: { file: RECEIPTS_FOLDER, more },
        }, store),
    ),
    ...groupFindings(RECEIPTS_GONE, gone.length === 0 ? null : spanOf(gone), store),
    ...groupFindings(PRUNED, pruned, store),
  ];
}

type Span = NonNullable<MissingContentSync["pruned"]>;

function spanOf(lines: readonly InventoryReceipts[]): Span {
  const names = sortByCodePoints(lines.flatMap((line) => line.names));
  const [seen = ""] = lines.map((line) => line.seen_at).sort().reverse();
  return { count: names.length, first: names[0] ?? "", last: names.at(-1) ?? "", seen_at: seen };
}

function groupFindings(of: FindingKind, span: Span | null, store: StoreSnapshot): readonly Finding[] {
  if (span === null) return [];
  const { count, first, last, seen_at: seen } = span;
  const names = count === 1 ? `"${first}"` : `"${first}" to "${last}"`;
  return [finding(CHECK, of, {
    target: RECEIPTS_FOLDER,
    message: `${plural(count, "receipt")} ${count === 1 ? "is" : "are"} gone, ${
      of === PRUNED ? "older than all that are left" : "and no other is there"
    }: ${names}, last seen at ${seen}`,
    evidence: { file: RECEIPTS_FOLDER, receipts: count, first, last, last_seen_at: seen },
  }, store)];
}
