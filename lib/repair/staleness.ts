/** Whether a saved plan still is what would be planned for the store, and what moved on where it is not. */
import { LOCK_PATH } from "../model/change.ts";
import type { FileDigest } from "../model/change.ts";
import type { JournalSummary } from "../model/journal.ts";
import type { PlanBinding, RepairPlan } from "../model/repair_plan.ts";
import { frameOf, stepOf } from "./build_plan.ts";
import { lockDraft } from "./drafts.ts";
import { plural } from "../text/words.ts";

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
    const found = now.digests.get(path)?.sha256;
    if (found === image?.sha256) return [];
    const what = found === undefined ? "is gone" : image === null ? "is there now" : "has other bytes";
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
  const events = last === null || last < appended.event_id
    ? `${plural(now.bytes - planned.bytes, "byte was", "bytes were")} appended, and no whole event`
    : last === appended.event_id
    ? `event ${last} was appended`
    : `events ${appended.event_id} to ${last} were appended`;
  return [{ target, message: `The journal has grown since: ${events}` }];
}

/** What a saved plan is beside the plan that would be made now, of a store in which none of its files has changed. */
export type PlanComparison =
  | { readonly kind: "same" }
  /** Something else has come up, or gone: what the plan names is planned now as it was then. */
  | { readonly kind: "same_steps" }
  /** The same was found and asked for, and another plan came of it: somebody has edited this one. */
  | { readonly kind: "edited"; readonly field: string }
  | { readonly kind: "moved_on"; readonly changes: readonly Change[] };

/** Holds a sound plan, whose files are as it says, against what is planned now with its scopes and its time. */
export function comparePlans(saved: RepairPlan, now: RepairPlan): PlanComparison {
  const { severity, blocked_steps, plan_id, source_report: { binding, basis_sha256 } } = saved;
  const field = firstDifference(now, { ...saved, plan_id: now.plan_id });
  if (field === null) return { kind: "same" };
  if (basis_sha256 === now.source_report.basis_sha256) return { kind: "edited", field };
  // Taking the lock is what drops a stale one, so that it is gone once the store is looked at again.
  const lock = stepOf({ draft: lockDraft(LOCK_PATH, null), changes: [] });
  const known = new Map([...now.steps.map(({ order: _, ...step }) => step), lock].map((step) => [step.id, step]));
  if (binding !== null) {
    const expected = {
      ...now,
      ...frameOf(saved.steps.flatMap(({ id }) => known.get(id) ?? []), binding.journal),
      // What they say is of more than the plan, and nothing rests on it.
      severity,
      blocked_steps,
      plan_id,
      source_report: { ...now.source_report, basis_sha256 },
    };
    if (firstDifference(expected, saved) === null) return { kind: "same_steps" };
  }
  const differing = saved.steps.filter(({ order: _, ...step }) => firstDifference(known.get(step.id), step) !== null);
  const blocked = new Map(now.blocked_steps.map((step) => [step.id, step.reason]));
  return {
    kind: "moved_on",
    changes: differing.length === 0
      ? [{ target: field, message: `The plan says another "${field}" than would be planned now` }]
      : differing.map(({ id, description }) => ({
        target: id,
        message: `Step "${id}" would not be planned as it is in the plan: ${blocked.get(id) ?? description}`,
      })),
  };
}

/** The first field in which two JSON values differ, as a path such as `steps.0.scope`; null where they do not. */
export function firstDifference(left: unknown, right: unknown, at = ""): string | null {
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) {
    return Object.is(left, right) ? null : at;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
    const field = at === "" ? key : `${at}.${key}`;
    const found = firstDifference(ownField(left, key), ownField(right, key), field);
    if (found !== null) return found;
  }
  return null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function ownField(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
