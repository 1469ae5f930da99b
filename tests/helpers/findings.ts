/** What a check finds, in the shape that tables of tests are written in. */
import { recommendedCommand } from "../../lib/checks/frame/recommendation.ts";
import { buildCatalog } from "../../lib/store/catalog.ts";
import { type Check, type CheckInput, runCheck as outcomeOf } from "../../lib/checks/frame/check.ts";
import { diagnose, type Diagnosis } from "../../lib/checks/frame/diagnosis.ts";
import { judgeCheckpoints, judgeDerived } from "../../lib/derived/judge.ts";
import type { IndexKind } from "../../lib/model/derived.ts";
import type { Finding, IndexJudgement } from "../../lib/model/documents/health.ts";
import type { JsonObject } from "../../lib/text/json.ts";
import type { StateSnapshot, StoreSnapshot } from "../../lib/model/snapshot.ts";
import { policyOf } from "./policies.ts";
import { healthySnapshot, healthyStore, sha256Hex } from "./snapshots.ts";

/** A finding without the sentence of its recommendation. */
export interface Found {
  readonly id: string;
  readonly severity: Finding["severity"];
  readonly durability: Finding["durability"];
  readonly target: string;
  readonly message: string;
  readonly evidence: JsonObject;
  readonly automatic: boolean;
  readonly command: string | null;
}

/** What every check is given of a snapshot with a store. */
export function checkInput(store: StoreSnapshot, snapshot: StateSnapshot = healthySnapshot()): CheckInput {
  const catalog = buildCatalog(store);
  return {
    snapshot: { ...snapshot, store },
    store,
    catalog,
    policy: policyOf(store, catalog, snapshot.taken_at),
    note: null,
    indexes: judgeDerived(store, sha256Hex),
    checkpoints: judgeCheckpoints(store, sha256Hex),
  };
}

/** The check's findings in a store with these changes, or why it was skipped. */
export function runCheck(
  check: Check,
  changes: Partial<StoreSnapshot>,
  snapshot: Partial<StateSnapshot> = {},
): readonly Found[] | string {
  const outcome = outcomeOf(check, checkInput(healthyStore(changes), healthySnapshot(snapshot)));
  if (!outcome.ran) return outcome.reason;
  return outcome.findings.map(({ recommendation, check: by, ...finding }) => {
    if (by !== check.id) throw new Error(`A finding of check "${check.id}" says that "${by}" found it`);
    const { automatic, command, needs_review } = recommendation;
    if (needs_review === automatic) throw new Error(`Finding "${finding.id}" is for nobody, or for both`);
    return { ...finding, automatic, command };
  });
}

/** What is found in the snapshot, of whose indexes these are healthy, too. */
export function diagnosisWithHealthy(snapshot: StateSnapshot, healthy: readonly IndexKind[]): Diagnosis {
  const found = diagnose(snapshot, sha256Hex);
  const judged = healthy.map((id): IndexJudgement => ({
    index_id: id,
    state: "healthy",
    entries: 1,
    expected_entries: 1,
    covers_event: "evt-00000003",
    behind_events: 0,
    missing_entries: 0,
    extra_entries: 0,
    differing_entries: 0,
    reason: "It is whole",
  }));
  return { ...found, indexes: [...found.indexes.filter(({ state }) => state !== "not_built"), ...judged] };
}

/** A finding with what most have in common: durable, for a person, and with the command that explains it. */
export function found(facts: Omit<Found, "durability" | "automatic" | "command"> & Partial<Found>): Found {
  const command = recommendedCommand(null, null, facts, healthyStore());
  return { durability: "durable", automatic: false, command, ...facts };
}
