import { assertEquals } from "@std/assert";
import { NO_STATE } from "../../../lib/answers/outcome.ts";
import { statusData } from "../../../lib/answers/status.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { HostState } from "../../../lib/model/host_state_names.ts";
import type { StateSnapshot } from "../../../lib/model/snapshot.ts";
import { contentSyncSnapshot } from "../../helpers/content_sync_snapshot.ts";
import { downProbe, healthyProbe } from "../../helpers/probes.ts";
import {
  emptySnapshot,
  entryOf,
  healthySnapshot,
  healthyStore,
  journalOf,
  noJournal,
  recordEntry,
  RECORDS,
  ROOT,
  sha256Hex,
} from "../../helpers/snapshots.ts";

const daemon = healthyProbe(ROOT);
const others = healthyStore().records;

function withPlan(status: string, effect: string): StateSnapshot {
  const records = others.filter(({ kind }) => kind !== "plan" && kind !== "decision");
  return healthySnapshot({
    daemon,
    store: healthyStore({
      records: [...records, entryOf("plan", { status }), recordEntry("decision", { ...RECORDS.decision, effect })],
    }),
  });
}

const open = entryOf("conflict", { conflict_id: "conflict:b", severity: "warning", decision_card: undefined });

const cases: readonly (readonly [given: string, snapshot: StateSnapshot, want: readonly HostState[]])[] = [
  ["a healthy store and its daemon", healthySnapshot({ daemon }), ["clean"]],
  ["a healthy store and nobody to ask", healthySnapshot(), ["clean", "offline_local_only"]],
  [
    "a daemon that is down",
    healthySnapshot({ daemon: downProbe() }),
    ["clean", "offline_local_only", "daemon_unavailable"],
  ],
  ["no store and no daemon", emptySnapshot({ daemon: downProbe() }), ["daemon_unavailable"]],
  ["no store, and nobody to ask", emptySnapshot(), []],
  [
    "an open conflict",
    healthySnapshot({ daemon, store: healthyStore({ records: [...others, open] }) }),
    ["degraded", "conflicted"],
  ],
  ["a plan that policy holds back", withPlan("blocked", "deny"), ["degraded", "policy_blocked"]],
  ["a plan that waits for a review", withPlan("blocked", "review_required"), ["degraded", "policy_blocked"]],
  ["a plan that something else holds back", withPlan("blocked", "allow"), ["degraded"]],
  ["a denied plan that nobody started", withPlan("planned", "deny"), ["clean"]],
  [
    "a torn journal",
    healthySnapshot({ daemon, store: healthyStore({ journal: journalOf('{"event') }) }),
    ["degraded", "repair_recommended"],
  ],
  [
    "a journal that cannot be read",
    healthySnapshot({ daemon, store: healthyStore({ journal: noJournal("unreadable", "denied") }) }),
    ["degraded"],
  ],
  [
    "content sync alone, its gate closed and its daemon serving nothing",
    { ...contentSyncSnapshot(), daemon: downProbe() },
    ["degraded", "policy_blocked"],
  ],
];

for (const [given, snapshot, want] of cases) {
  Deno.test(`The states of ${given}: ${want.join(", ") || "none"}`, () => {
    const { states } = statusData(snapshot, diagnose(snapshot, sha256Hex), NO_STATE.context);
    assertEquals(states, want);
  });
}
