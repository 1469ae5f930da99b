/** The cycles of content sync, as their receipts tell them (docs/domain.md, "Content-sync state"). */
import { textOf } from "../model/fields.ts";
import { GOOD_OUTCOMES } from "../model/content_sync_names.ts";
import type { StoreSnapshot } from "../model/snapshot.ts";
import type { Catalog, ReadableRecord } from "../store/catalog.ts";
import { integerField, isJsonObject, type JsonObject, type JsonValue, stringField } from "../text/json.ts";
import { countText } from "../text/numbers.ts";
import { compareCodePoints } from "../text/order.ts";

/** The level of a switch for which a release attestation of that very version was verified. */
export const PROVED = "Proved";

/** A step of a cycle that did not end well. */
export interface FailedStep {
  readonly step: string;
  readonly status: string;
  readonly returncode: number | null;
  readonly stderr: string | null;
}

export interface Cycle {
  readonly outcome: string;
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  readonly issuedAt: string | null;
  readonly failedStep: FailedStep | null;
  /** Why it came to that outcome, as a clause. */
  readonly reason: string;
  /** "Proved" where a release attestation was verified for this very version; null where the receipt does not say. */
  readonly epistemicLevel: string | null;
}

/** A cycle with the receipt that tells of it. */
export interface ReceivedCycle extends Cycle {
  readonly receipt: ReadableRecord;
}

/** The same thing that was refused or failed again and again, up to the last cycle. */
export interface Repetition {
  readonly last: ReceivedCycle;
  readonly times: number;
  /** Whether an older receipt is known to say something else, or there is none: else it may be more, and longer ago. */
  readonly isExact: boolean;
  /** When the first of them was. */
  readonly since: string | null;
}

export interface Cycles {
  /** Those whose receipts could be read, the newest first. */
  readonly all: readonly ReceivedCycle[];
  readonly last: ReceivedCycle | null;
  /** Null where the last cycle came to a good end. */
  readonly repetition: Repetition | null;
  /** The newest one that applied a version; null where none of those that were read did. */
  readonly lastApplied: ReceivedCycle | null;
  /** Whether every receipt was opened. */
  readonly isWhole: boolean;
}

/** Whether the daemon calls itself healthy after such an outcome. */
export function isGoodOutcome(outcome: string): boolean {
  return GOOD_OUTCOMES.includes(outcome);
}

/** What the receipts tell. They are put in order by the names of their files, as the daemon does. */
export function cyclesOf(store: StoreSnapshot, catalog: Catalog): Cycles {
  const all = catalog.ofKind("receipt").toSorted((left, right) => compareCodePoints(right.path, left.path))
    .map((receipt) => ({ ...cycleOf(receipt.record), receipt }));
  const [last = null] = all;
  const isWhole = (store.content_sync?.receipts?.unread ?? 0) === 0;
  return {
    all,
    last,
    repetition: last === null || isGoodOutcome(last.outcome) ? null : repetitionOf(last, all, isWhole),
    lastApplied: all.find(({ outcome }) => outcome === "applied") ?? null,
    isWhole,
  };
}

/** What a receipt tells of its cycle. */
export function cycleOf(record: JsonObject): Cycle {
  const outcome = stringField(record, "outcome") ?? "unknown";
  const failedStep = failedStepOf(record);
  return {
    outcome,
    fromVersion: stringField(record, "fromVersion"),
    toVersion: stringField(record, "toVersion"),
    issuedAt: stringField(record, "issuedAt"),
    failedStep,
    reason: failedStep !== null
      ? stepText(failedStep)
      // The gate let a failed cycle pass, so that its reason is not why it failed.
      : outcome === "failed"
      ? "no step says why"
      : stringField(record, "policyReason") ?? "no reason is given",
    epistemicLevel: stringField(record, "epistemicLevel"),
  };
}

const FAILED_STATES = ["failed", "timeout"];

function failedStepOf(record: JsonObject): FailedStep | null {
  const steps: JsonValue = Object.hasOwn(record, "steps") ? record["steps"] ?? null : null;
  for (const step of Array.isArray(steps) ? steps : []) {
    if (!isJsonObject(step) || !FAILED_STATES.includes(textOf(step, "status") ?? "")) continue;
    return {
      step: stringField(step, "step") ?? "?",
      status: textOf(step, "status") ?? "?",
      returncode: integerField(step, "returncode"),
      stderr: stringField(step, "stderr"),
    };
  }
  return null;
}

function stepText({ step, status, returncode, stderr }: FailedStep): string {
  const how = status === "timeout" ? "took too long" : `ended with ${returncode ?? "an unknown code"}`;
  const [line = ""] = (stderr ?? "").trim().split("\n");
  return `step "${step}" ${how}${line === "" ? "" : `: ${line}`}`;
}

function repetitionOf(last: ReceivedCycle, all: readonly ReceivedCycle[], isWhole: boolean): Repetition {
  const other = all.findIndex((cycle) => sameThing(cycle) !== sameThing(last));
  const times = other === -1 ? all.length : other;
  return { last, times, isExact: other !== -1 || isWhole, since: all[times - 1]?.issuedAt ?? null };
}

/** The same text for cycles that came to the same end with the same version for the same reason. */
function sameThing({ outcome, toVersion, failedStep, reason }: Cycle): string {
  return JSON.stringify([outcome, toVersion, failedStep === null ? reason : [failedStep.step, failedStep.returncode]]);
}

/** From which version to which, as people read it: "41.0 to 42.0", or "to 42.0" where there was none before. */
export function changeText({ fromVersion, toVersion }: Pick<Cycle, "fromVersion" | "toVersion">): string {
  return `${fromVersion === null ? "" : `${fromVersion} `}to ${toVersion ?? "?"}`;
}

/** How often and since when, as a clause: "3 times in a row since …"; null for a thing that happened once. */
export function repetitionText(
  { times, isExact, since }: Pick<Repetition, "times" | "isExact" | "since">,
): string | null {
  if (times < 2) return null;
  const [least, before] = isExact ? ["", ""] : ["at least ", "before "];
  return `${least}${countText(times)} times in a row since ${before}${since ?? "?"}`;
}

/** What a cycle came to, as the end of a sentence: "failed", "was blocked". */
export function outcomeText({ outcome }: Pick<Cycle, "outcome">): string {
  return outcome === "failed" ? "failed" : `was ${outcome.replaceAll("_", " ")}`;
}
