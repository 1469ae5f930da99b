/** Running the checks over a snapshot, and the health that follows from what they find. */
import { keepsState } from "../../store/halves.ts";
import { reasonUnknown } from "../../store/known.ts";
import { buildCatalog, type Catalog } from "../../store/catalog.ts";
import { type Check, type CheckInput, type CheckOutcome, runCheck } from "./check.ts";
import { notedOutcome } from "./noted.ts";
import { ALL_CHECKS, selectChecks, type Selection } from "./selection.ts";
import { type ExitName } from "../../model/exit.ts";
import { judgeCheckpoints, judgeDerived } from "../../derived/judge.ts";
import type { Checks } from "../../model/documents/doctor.ts";
import { lastRepair } from "../../change/last_repair.ts";
import type {
  CheckpointJudgement,
  Finding,
  Health,
  IndexJudgement,
  LastRepair,
  RestoreProof,
} from "../../model/documents/health.ts";
import type { JsonObject } from "../../text/json.ts";
import type { RecordKind } from "../../model/kinds.ts";
import type { LookNote } from "../../model/look_note.ts";
import type { RestoreTrial } from "../../model/restore_trial.ts";
import { restoreProof, trialThatRestored } from "../../bundle/restore_proof.ts";
import type { StateSnapshot } from "../../model/snapshot.ts";
import { createPolicy, type Policy } from "../../policy/decisions.ts";
import { plural } from "../../text/words.ts";
import { SEVERITIES, type Severity } from "../../model/vocabulary.ts";
import type { Sha256Hex } from "../../text/sha256.ts";

export interface Diagnosis {
  readonly catalog: Catalog;
  /** What stands for the records and heads that the store lacks; null where it was read as a whole. */
  readonly note: LookNote | null;
  readonly indexes: readonly IndexJudgement[];
  readonly checkpoints: readonly CheckpointJudgement[];
  readonly policy: Policy;
  /** The worst first; of equal severity in the order of the checks. */
  readonly findings: readonly Finding[];
  readonly checks: Checks;
  /** Of each check that was asked for, in their order. */
  readonly outcomes: readonly { readonly check: Check; readonly outcome: CheckOutcome }[];
  readonly health: Health;
  /** That a restore was tried and brought everything back; null where no trial is recorded. */
  readonly proof: RestoreProof | null;
  /** Null where no report that can be trusted tells of a repair. */
  readonly lastRepair: LastRepair | null;
  /** The newest trial from which this very record came back. */
  trialOf(kind: RecordKind, id: string, record: JsonObject): RestoreTrial | null;
}

interface DiagnosisOptions {
  /** Which checks run; all where absent. */
  readonly selection?: Selection;
  /** Of the snapshot's store, where it is built already. */
  readonly catalog?: Catalog;
  /** See Diagnosis: what checks find that rest on what the store lacks is taken from it. */
  readonly note?: LookNote | null;
}

/** What the selected checks say about the snapshot; without a store there is nothing to check, and health is unknown. */
export function diagnose(snapshot: StateSnapshot, sha256Hex: Sha256Hex, options?: DiagnosisOptions): Diagnosis {
  const steps = diagnosing(snapshot, sha256Hex, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As diagnose(), stopping before each check, as all of them may take long: tells how many there are. */
export function* diagnosing(
  snapshot: StateSnapshot,
  sha256Hex: Sha256Hex,
  { selection = ALL_CHECKS, catalog = buildCatalog(snapshot.store), note = null }: DiagnosisOptions = {},
): Generator<number, Diagnosis> {
  const selected = selectChecks(selection);
  const { store } = snapshot;
  const policy = createPolicy({ catalog, store, now: snapshot.taken_at });
  if (store === null) {
    return {
      catalog,
      note,
      indexes: [],
      checkpoints: [],
      policy,
      findings: [],
      checks: { run: 0, passed: 0, failed: 0, skipped: [] },
      outcomes: [],
      health: { status: "unknown", severity: "info", summary: withoutStore(snapshot) },
      proof: null,
      lastRepair: null,
      trialOf: () => null,
    };
  }
  const isState = keepsState(store);
  const isJudged = isState && reasonUnknown("derived", store) === null;
  const indexes = isJudged ? judgeDerived(store, sha256Hex) : [];
  const checkpoints = isJudged ? judgeCheckpoints(store, sha256Hex) : [];
  const input: CheckInput = { snapshot, store, catalog, indexes, checkpoints, policy, note };
  const outcomes: { readonly check: Check; readonly outcome: CheckOutcome }[] = [];
  for (const { check, leftOut } of selected) {
    yield selected.length;
    const noted = note === null ? null : notedOutcome(check, note);
    const outcome = leftOut === null ? noted ?? runCheck(check, input) : { ran: false as const, reason: leftOut };
    outcomes.push({ check, outcome });
  }
  const ran = outcomes.flatMap(({ outcome }) => outcome.ran ? [outcome.findings] : []);
  const skipped = outcomes.flatMap(({ check, outcome }) =>
    outcome.ran ? [] : [{ check: check.id, reason: outcome.reason, required: check.required && outcome.moot !== true }]
  );
  const failed = ran.filter((found) => found.length > 0).length;
  const checks: Checks = { run: ran.length, passed: ran.length - failed, failed, skipped };
  const found = worstFirst(ran.flat());
  return {
    catalog,
    note,
    indexes,
    checkpoints,
    policy,
    findings: found,
    checks,
    outcomes,
    health: judgeHealth(found, checks),
    proof: restoreProof(snapshot, catalog, sha256Hex),
    lastRepair: lastRepair(snapshot),
    trialOf: (kind, id, record) => trialThatRestored(kind, id, { record, catalog, sha256Hex }),
  };
}

function worstFirst(found: readonly Finding[]): readonly Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  return found.toSorted((left, right) => rank(right) - rank(left));
}

/**
 * Unsafe with an error or a critical finding, degraded with a warning, healthy with neither; and where nothing is wrong
 * but a required check was skipped, unknown (docs/scripting.md, "Health": health is never healthy when a required check was skipped).
 */
export function judgeHealth(found: readonly Finding[], checks: Checks): Health {
  const [worst] = worstFirst(found);
  if (worst?.severity === "error" || worst?.severity === "critical") {
    const { severity, message } = worst;
    return { status: "unsafe", severity, summary: `${counted(found, severity)}; the worst: ${message}` };
  }
  const [missing] = checks.skipped.filter((skip) => skip.required);
  if (missing !== undefined) {
    return {
      status: "unknown",
      severity: "warning",
      summary: `Check "${missing.check}" was skipped: ${missing.reason}`,
    };
  }
  if (worst?.severity === "warning") {
    const { severity, message } = worst;
    return { status: "degraded", severity, summary: `${counted(found, severity)}; the first: ${message}` };
  }
  return { status: "healthy", severity: "info", summary: "Nothing is wrong" };
}

/** A store that may not be read is there all the same. */
function withoutStore({ absence }: StateSnapshot): string {
  const isThere = absence?.reason === "denied" || absence?.reason === "io_error";
  return isThere ? absence.message : "There is no store to look at";
}

function counted(found: readonly Finding[], severity: Severity): string {
  const count = found.filter((one) => one.severity === severity).length;
  const noun = severity === "critical" ? "critical finding" : severity;
  return plural(count, noun);
}

/** Doctor's grading (docs/scripting.md, "Exit codes"). */
export function gradeHealth(health: Health): ExitName {
  switch (health.status) {
    case "healthy":
      return "ok";
    case "unsafe":
      return "unhealthy";
    case "degraded":
    case "unknown":
      return "degraded";
  }
}
