import { lastMoment } from "./clock.ts";
import { textOf } from "../model/fields.ts";
import type { ReadableRecord } from "../store/catalog.ts";
import type { Finding } from "../model/documents/health.ts";
import { parseTimestamp } from "../text/time.ts";
import { type Check, finding, type FindingKind, findingKind, findings } from "./frame/check.ts";
import { explainWords, lookupOf, nameOf, targetOf } from "../store/lookup.ts";
import { createPlanBlockers } from "../policy/plan_blockers.ts";
import { derivedStates } from "../derived/states.ts";

const CHECK = "plans";

const aboutPlan = (id: string, title: string, action: string) =>
  findingKind(`plans.${id}`, "warning", title, action, { durability: "rebuildable" });

const BLOCKED = aboutPlan("blocked", "A plan is blocked", "Look at what blocks the plan, and decide that first");
const RUNNING = aboutPlan(
  "running-too-long",
  "A plan has been running for more than a day",
  "Check that the daemon still works on the plan; cancel it where nothing does",
);
const FAILED = aboutPlan("failed", "A plan has failed", "Remove the cause that the plan gives, then plan again");

const RUNNING_LIMIT_MS = 24 * 60 * 60 * 1000;

/** No plan is stuck. How long one has been running is measured at the newest event, not by the clock. */
export const plansCheck: Check = {
  id: CHECK,
  title: "Sync plans",
  reads: "plans/, policy-decisions/ and conflicts/",
  why: "A plan that does not get on leaves devices apart, and seldom says so by itself",
  required: false,
  needs: ["registries"],
  kinds: [BLOCKED, RUNNING, FAILED],
  run({ snapshot, store, catalog, policy, indexes, checkpoints }) {
    const lookup = lookupOf(store, catalog);
    const blockers = createPlanBlockers({ lookup, policy, derived: derivedStates({ indexes, checkpoints }) });
    const newest = parseTimestamp(lastMoment(snapshot, store));
    const found: Finding[] = [];
    const add = (kind: FindingKind, plan: ReadableRecord, message: string, evidence: Finding["evidence"]) =>
      found.push(finding(CHECK, kind, {
        target: targetOf(plan),
        message,
        evidence: { file: plan.path, status: textOf(plan.record, "status"), ...evidence },
        command: explainWords(plan, catalog),
      }, store));
    for (const plan of lookup.ofKind("plan")) {
      const last_error = plan.record["last_error"] ?? null;
      const said = `and says: ${textOf(plan.record, "last_error") || "nothing"}`;
      switch (textOf(plan.record, "status")) {
        case "blocked": {
          const causes = blockers.of(plan);
          const message = `${nameOf(plan)} is blocked ${
            causes.length > 0 ? `by ${causes.map(({ text }) => text).join(", ")}` : blockers.waitedFor(plan) ?? said
          }`;
          const blocked_by = causes.map(({ target, file, reason }) => ({ target, file, reason }));
          add(BLOCKED, plan, message, { blocked_by, last_error });
          break;
        }
        case "failed":
          add(FAILED, plan, `${nameOf(plan)} has failed ${said}`, { last_error });
          break;
        case "running": {
          const touchedAt = textOf(plan.record, "updated_at");
          const touched = parseTimestamp(touchedAt);
          if (newest === null || touched === null || newest - touched <= RUNNING_LIMIT_MS) break;
          const hours = Math.floor((newest - touched) / (60 * 60 * 1000));
          const message = `${nameOf(plan)} is running, and nothing of it was written for ${hours} hours`;
          add(RUNNING, plan, message, { updated_at: touchedAt, newest_event_at: store.journal.newest_event_at, hours });
        }
      }
    }
    return findings(found);
  },
};
