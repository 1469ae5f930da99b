/** The states that a status line shows; docs/scripting.md, "States", is this table in words. Several may hold at once. */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { derivedStates } from "../derived/states.ts";
import type { StatusData } from "../model/documents/status.ts";
import type { Context } from "../model/envelope.ts";
import { HOST_STATES, type HostState } from "../model/host_state_names.ts";
import { textOf } from "../model/fields.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { createPlanBlockers } from "../policy/plan_blockers.ts";
import { kindUnknown } from "../store/known.ts";
import { keepsState } from "../store/halves.ts";
import { lookupOf } from "../store/lookup.ts";

/** What the states rest on; null is not known. */
interface Grounds {
  readonly health: Diagnosis["health"]["status"];
  readonly openConflicts: number | null;
  readonly policyBlocks: boolean | null;
  readonly canRepair: boolean | null;
  readonly daemon: "available" | "silent" | "not_asked" | "serves_none";
  readonly readsDisk: boolean;
}

const HOLDS: Readonly<Record<HostState, (grounds: Grounds) => boolean>> = {
  clean: ({ health, openConflicts, policyBlocks, canRepair }) =>
    health === "healthy" && openConflicts === 0 && policyBlocks === false && canRepair === false,
  degraded: ({ health }) => health === "degraded" || health === "unsafe",
  conflicted: ({ openConflicts }) => openConflicts !== null && openConflicts > 0,
  policy_blocked: ({ policyBlocks }) => policyBlocks === true,
  offline_local_only: ({ daemon, readsDisk }) => readsDisk && (daemon === "silent" || daemon === "not_asked"),
  repair_recommended: ({ canRepair }) => canRepair === true,
  daemon_unavailable: ({ daemon }) => daemon === "silent",
};

interface StatesAndFacts {
  readonly states: readonly HostState[];
  readonly facts: StatusData["facts"];
}

/** The states that hold, and the flat facts that other programs of the host ask for. */
export function statesAndFacts(
  snapshot: StateSnapshot,
  diagnosis: Diagnosis,
  { context, conflicts }: { readonly context: Context; readonly conflicts: StatusData["conflicts"] },
): StatesAndFacts {
  const grounds: Grounds = {
    health: diagnosis.health.status,
    openConflicts: conflicts?.open ?? null,
    policyBlocks: policyBlocks(snapshot, diagnosis),
    canRepair: canRepair(diagnosis),
    daemon: daemonGround(snapshot),
    readsDisk: snapshot.store?.origin === "disk",
  };
  const states = HOST_STATES.filter((state) => HOLDS[state](grounds));
  return {
    states,
    facts: {
      daemon_available: snapshot.daemon.available,
      daemon_state: snapshot.daemon.state,
      active_profile: context.profile.id,
      active_workspace: context.workspace.id,
      active_device: context.device.id,
      degraded: grounds.health === "unknown" ? null : states.includes("degraded"),
      policy_blocked: grounds.policyBlocks,
      conflict_count: grounds.openConflicts,
      repair_needed: grounds.canRepair,
    },
  };
}

/** A daemon of content sync alone serves nothing that could answer, so its silence tells nothing. */
function daemonGround({ daemon, store }: StateSnapshot): Grounds["daemon"] {
  if (daemon.available) return "available";
  if (store !== null && !keepsState(store)) return "serves_none";
  return daemon.state === "disabled" || daemon.state === "not_asked" ? "not_asked" : "silent";
}

/** Whether repair can do something by itself; null where nothing was found, and not everything was looked at. */
function canRepair({ findings, health }: Diagnosis): boolean | null {
  if (findings.some(({ recommendation }) => recommendation.automatic)) return true;
  return health.status === "unknown" ? null : false;
}

const POLICY_FINDINGS: ReadonlySet<string> = new Set(["content-sync.cycle-refused", "content-sync.queue-blocked"]);

/** Whether policy holds a plan, a content version or an item of the queue back; null where nobody can tell. */
function policyBlocks({ store }: StateSnapshot, diagnosis: Diagnosis): boolean | null {
  if (store === null) return null;
  if (diagnosis.findings.some(({ id }) => POLICY_FINDINGS.has(id))) return true;
  const lookup = lookupOf(store, diagnosis.catalog);
  const blockers = createPlanBlockers({ lookup, policy: diagnosis.policy, derived: derivedStates(diagnosis) });
  const blocks = lookup.ofKind("plan").some((plan) =>
    textOf(plan.record, "status") === "blocked" &&
    blockers.of(plan).some(({ code, effect }) => code.startsWith("policy.") && effect !== "unknown")
  );
  return blocks || kindUnknown("plan", store) === null ? blocks : null;
}
