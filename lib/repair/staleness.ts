/** Whether a saved plan still is what would be planned for the store, and what moved on where it is not. */
import { LOCK_PATH } from "../model/change.ts";
import { canonicalJson } from "../text/stringify_json.ts";
import type { FileDigest } from "../model/change.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { PlanBinding, RepairPlan, RepairStep } from "../model/repair_plan.ts";

/** One thing that is not as the plan expects it. */
export interface Change {
  readonly target: string;
  readonly message: string;
}

/** What changed in the journal and in the files that the plan touches. */
export function changesSince(
  plan: RepairPlan,
  binding: PlanBinding,
  now: { readonly journal: JournalSummary; readonly digests: ReadonlyMap<string, FileDigest | null> },
): readonly Change[] {
  const files = plan.preconditions.filter(({ path }) => path !== "journal.jsonl").flatMap(({ path, image }) => {
    const found = now.digests.get(path) ?? null;
    if (found?.sha256 === image?.sha256) return [];
    const what = found === null ? "is gone" : image === null ? "is there now" : "has other bytes";
    return [{ target: path, message: `"${path}" ${what}` }];
  });
  return [...journalChange(binding, now.journal), ...files];
}

function journalChange({ journal: planned, appended }: PlanBinding, now: JournalSummary): readonly Change[] {
  if (now.bytes === planned.bytes && (now.sha256 === planned.sha256 || now.bytes === 0)) return [];
  const target = "journal.jsonl";
  if (now.bytes <= planned.bytes) {
    return [{ target, message: `The journal had ${planned.bytes} bytes, and now has others: ${now.bytes}` }];
  }
  const last = now.last_event_id;
  const events = last === null
    ? `${now.bytes - planned.bytes} bytes were appended`
    : last === appended.event_id
    ? `event ${last} was appended`
    : `events ${appended.event_id} to ${last} were appended`;
  return [{ target, message: `The journal has grown since: ${events}` }];
}

/** The steps of the saved plan that would not be planned now, or not with these changes; the lock's own is never one. */
export function stepsThatDiffer(saved: RepairPlan, now: RepairPlan): readonly RepairStep[] {
  const known = new Map(now.steps.map((step) => [step.id, essence(step)]));
  return saved.steps.filter((step) => !isLockStep(step) && known.get(step.id) !== essence(step));
}

/** Taking the lock is what drops a stale one, so that it is gone once the plan is looked at again. */
function isLockStep({ id }: RepairStep): boolean {
  return id === `drop-${LOCK_PATH}`;
}

function essence({ id, kind, scope, durability, changes }: RepairStep): string {
  return canonicalJson({ id, kind, scope, durability, changes: changes.map((change) => ({ ...change })) });
}
