import {
  changeText,
  type Cycles,
  cyclesOf,
  outcomeText,
  PROVED,
  type ReceivedCycle,
  type Repetition,
  repetitionText,
} from "../content_sync/cycles.ts";
import { RECEIPTS_FOLDER, VERSION_PATH } from "../model/content_sync_names.ts";
import type { Finding } from "../model/documents/health.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import { targetOf } from "../store/lookup.ts";
import { receiptBytes } from "../store/receipt_bytes.ts";
import type { JsonObject } from "../text/json.ts";
import { bytesText, countText } from "../text/numbers.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";

const CHECK = "content-sync.cycles";

const FAILED = findingKind(
  "content-sync.cycle-failed",
  "warning",
  "The last cycle of content sync failed",
  "Look at what the failed step wrote, and remove its cause: the daemon tries again by itself",
);
const REFUSED = findingKind(
  "content-sync.cycle-refused",
  "warning",
  "The last cycle of content sync was blocked or denied",
  "Give what the gate asks for, or decide against the version: the daemon does nothing else until then",
);
const REPEATED = findingKind(
  "content-sync.cycle-repeated",
  "warning",
  "Content sync comes to the same bad end again and again",
  "Remove the cause that the reason names, or decide against the version: this host stays on its own until then",
);
const DRIFT = findingKind(
  "content-sync.version-drift",
  "warning",
  "The content version in force is another than the last one that a receipt applied",
  "Write the version that is in force into {root}/current-version, or find out what wrote it: the daemon plans " +
    "its next change from what stands there",
);
const UNATTESTED = findingKind(
  "content-sync.unattested",
  "warning",
  "The content version in force was switched to without a proof",
  "Ask for the release attestation of this version, or go back to one that has it",
);
const PILED_UP = findingKind(
  "content-sync.receipts-piled-up",
  "info",
  "There are more receipts than anybody reads",
  "Move the older ones to an archive: the daemon deletes none, and its own status looks at the newest 100",
);

/** So often is no accident any more. */
const REPEATED_TIMES = 3;
/** A hundred times as many as a day's cycles would be no more than a year's, and ten times what the daemon looks at. */
const PILED_UP_RECEIPTS = 1000;

/** Content sync brings versions to this host, each of them proved, and is not stuck. */
export const cyclesCheck: Check = {
  id: CHECK,
  title: "Content-sync cycles",
  reads: `${RECEIPTS_FOLDER}/ and ${VERSION_PATH}`,
  why: "A host that is refused its updates every five minutes says so only here",
  required: true,
  needs: ["content_sync"],
  kinds: [FAILED, REFUSED, REPEATED, DRIFT, UNATTESTED, PILED_UP],
  run({ store, catalog }) {
    const cycles = cyclesOf(store, catalog);
    const add = (of: FindingKind, { receipt }: ReceivedCycle, message: string, evidence: JsonObject) =>
      finding(CHECK, of, {
        target: targetOf(receipt),
        message,
        evidence: { file: receipt.path, ...evidence },
        command: ["explain", targetOf(receipt)],
      }, store);
    const { repetition, lastApplied } = cycles;
    return findings([
      ...(repetition === null ? [] : repetitionFindings(repetition)),
      ...driftFindings(cycles, store),
      ...(lastApplied === null || lastApplied.epistemicLevel === PROVED ? [] : [
        add(
          UNATTESTED,
          lastApplied,
          `Version ${lastApplied.toVersion ?? "?"} was applied without a proof: its level is "${
            lastApplied.epistemicLevel ?? "unknown"
          }"`,
          { version: lastApplied.toVersion, epistemic_level: lastApplied.epistemicLevel, at: lastApplied.issuedAt },
        ),
      ]),
      ...pileFindings(store),
    ]);

    function repetitionFindings(repetition: Repetition): readonly Finding[] {
      const { last, times, isExact, since } = repetition;
      const { outcome, reason } = last;
      const evidence = {
        outcome,
        from_version: last.fromVersion,
        to_version: last.toVersion,
        at: last.issuedAt,
        reason,
      };
      const message = `The last cycle, ${changeText(last)}, ${outcomeText(last)}: ${reason}`;
      const one = add(outcome === "failed" ? FAILED : REFUSED, last, message, evidence);
      if (times < REPEATED_TIMES) return [one];
      const often = `The change ${changeText(last)} ${outcomeText(last)} ${repetitionText(repetition)}: ${reason}`;
      return [one, add(REPEATED, last, often, { ...evidence, times, exact: isExact, since })];
    }
  },
};

/** Where no receipt tells of an applied version there is nothing to differ from: older ones may be in an archive. */
function driftFindings({ lastApplied }: Cycles, store: StoreSnapshot): readonly Finding[] {
  const version = store.content_sync?.version;
  // A version that cannot be told is told of elsewhere.
  if (lastApplied === null || (version?.state ?? "ok") !== "ok") return [];
  const inForce = version?.value ?? null;
  const { toVersion: applied, issuedAt: at } = lastApplied;
  if (applied === inForce) return [];
  return [finding(CHECK, DRIFT, {
    target: VERSION_PATH,
    message: inForce === null
      ? `There is no "${VERSION_PATH}", though ${applied} was applied at ${at ?? "?"}`
      : `Version ${inForce} is in force, and the last that was applied is ${applied ?? "?"}, at ${at ?? "?"}`,
    evidence: { file: VERSION_PATH, version: inForce, last_applied: applied, at },
    command: ["explain", "version"],
  }, store)];
}

function pileFindings(store: StoreSnapshot): readonly Finding[] {
  const receipts = store.content_sync?.receipts ?? null;
  if (receipts === null || receipts.total <= PILED_UP_RECEIPTS) return [];
  const { bytes, isExact } = receiptBytes(store);
  const size = bytes === null ? "" : `, ${isExact ? "" : "about "}${bytesText(bytes)}`;
  return [finding(CHECK, PILED_UP, {
    target: RECEIPTS_FOLDER,
    message: `"${RECEIPTS_FOLDER}/" holds ${countText(receipts.total)} receipts${size}; the oldest is "${
      receipts.oldest ?? "?"
    }"`,
    evidence: {
      file: RECEIPTS_FOLDER,
      receipts: receipts.total,
      bytes,
      bytes_exact: isExact,
      oldest: receipts.oldest,
    },
  }, store)];
}
