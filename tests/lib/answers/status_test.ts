import { assertEquals } from "@std/assert";
import { NO_STATE } from "../../../lib/answers/outcome.ts";
import { diagnose } from "../../../lib/checks/frame/diagnosis.ts";
import type { ContentSyncStatus, StatusData } from "../../../lib/model/documents/status.ts";
import type { Context } from "../../../lib/model/envelope.ts";
import type { StateSnapshot, StoreAbsence } from "../../../lib/model/snapshot.ts";
import { statusData } from "../../../lib/answers/status.ts";
import { journalLine } from "../../../fixtures/records.ts";
import { disabledProbe, downProbe, healthyProbe } from "../../helpers/probes.ts";
import {
  emptySnapshot,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  manifestEntry,
  noJournal,
  ROOT,
  sha256Hex,
} from "../../helpers/snapshots.ts";

function status(snapshot: StateSnapshot, context: Context = NO_STATE.context): StatusData {
  return statusData(snapshot, diagnose(snapshot, sha256Hex), context);
}

const NO_PLANS = { planned: 0, blocked: 0, running: 0, failed: 0, completed: 0, cancelled: 0, other: 0 };
const NO_INDEXES = { healthy: 0, stale: 0, corrupt: 0, missing: 0, not_built: 0, foreign: 0 };
const NO_JOURNAL = {
  events: null,
  bytes: null,
  unreadable: null,
  unapplied: null,
  last_event_id: null,
  last_event_at: null,
};

const DISABLED: StatusData["daemon"] = {
  available: false,
  state: "disabled",
  endpoint: null,
  live: null,
  ready: null,
  version: null,
  status: null,
  latency_ms: null,
  last_heartbeat_at: null,
  error: {
    code: "daemon_disabled",
    message: disabledProbe("option").answers.healthz.message ?? "",
    target: null,
    hint: null,
  },
};

const COUNTS = {
  profiles: 1,
  devices: 1,
  actors: 1,
  schemas: 1,
  objects: 1,
  workspaces: 1,
  plans: 1,
  conflicts: 1,
  "policy-decisions": 1,
  transactions: 1,
  events: 1,
  "repair-reports": 1,
};

const APPLIED: NonNullable<ContentSyncStatus["last_cycle"]> = {
  receipt_id: "urn:srcos:sync-receipt:00000001-5ec0-4000-8000-000000000001",
  path: "receipts/2026-01-02_09-00-00Z-urn_srcos_sync-receipt_00000001-5ec0-4000-8000-000000000001.json",
  outcome: "applied",
  from_version: null,
  to_version: "41.0",
  at: "2026-01-02T09:00:00Z",
  age_seconds: 51 * 3_600,
  reason: "locus 'local' permitted; new version available",
  failed_step: null,
  epistemic_level: "Proved",
};

const HEALTHY: StatusData = {
  daemon: DISABLED,
  store: {
    root: ROOT,
    initialized: true,
    schema: "sourceos.local-state-store/v1alpha1",
    backend: "filesystem-jsonl",
    active_generation: 4,
    last_known_good_generation: 1,
    journal: {
      events: 3,
      bytes: HEALTHY_JOURNAL.length,
      unreadable: 0,
      unapplied: 0,
      last_event_id: "evt-00000003",
      last_event_at: "2026-01-02T23:00:00Z",
    },
    registry_counts: COUNTS,
    keeps_state: true,
  },
  ...NO_STATE.context,
  lanes: [
    {
      lane: "normal",
      events: 2,
      unapplied: 0,
      lag_limit: 100,
      over_limit: false,
      last_event_id: "evt-00000002",
      last_event_at: "2026-01-02T08:00:00Z",
    },
    {
      lane: "policy",
      events: 1,
      unapplied: 0,
      lag_limit: 100,
      over_limit: false,
      last_event_id: "evt-00000003",
      last_event_at: "2026-01-02T23:00:00Z",
    },
  ],
  plans: { ...NO_PLANS, planned: 1 },
  conflicts: { open: 0, blocking: 0 },
  indexes: { ...NO_INDEXES, not_built: 3 },
  degraded: { is_degraded: false, level: "healthy", reasons: [] },
  restore_proof: null,
  last_repair: null,
  not_known: [],
  content_sync: {
    version: { value: "41.0", state: "ok" },
    last_cycle: APPLIED,
    repeated: null,
    last_applied: APPLIED,
    receipts: {
      total: 1,
      unread: 0,
      unreadable: 0,
      bytes: 100,
      bytes_exact: true,
      oldest: "2026-01-02_09-00-00Z-00000001-5ec0-40.json",
    },
    daemon_status: {
      healthy: true,
      last_outcome: "applied",
      summary: "The daemon calls itself healthy: the outcome of its last cycle is applied",
    },
    queue: {
      pending: 0,
      waiting_approval: 0,
      blocked: 0,
      dead_letter: 0,
      replays: 0,
      oldest_waiting: null,
    },
  },
  health: { status: "healthy", severity: "info", summary: "Nothing is wrong" },
  bytes: { durable: 2073, rebuildable: 100, disposable: 0, unclassified: 0 },
  activity: null,
  states: ["clean", "offline_local_only"],
  facts: {
    daemon_available: false,
    daemon_state: "disabled",
    active_profile: null,
    active_workspace: null,
    active_device: null,
    degraded: false,
    policy_blocked: false,
    conflict_count: 0,
    repair_needed: false,
  },
  cover: { records_unopened: 0, records_as_of: null, records_unlisted: 0 },
};

Deno.test("statusData() tells everything of a healthy store", () => assertEquals(status(healthySnapshot()), HEALTHY));

Deno.test("statusData() takes over the context", () => {
  const selection = (id: string) => ({ id, selected_by: "only_one" as const, candidates: [] });
  const context = { profile: selection("profile:a"), workspace: selection("w"), device: selection("d") };
  const facts = { ...HEALTHY.facts, active_profile: "profile:a", active_workspace: "w", active_device: "d" };
  assertEquals(status(healthySnapshot(), context), { ...HEALTHY, ...context, facts });
});

Deno.test("statusData() tells of a live daemon", () => {
  assertEquals(status(healthySnapshot({ daemon: healthyProbe(ROOT) })), {
    ...HEALTHY,
    daemon: {
      available: true,
      state: "ok",
      endpoint: "http://127.0.0.1:8765",
      live: true,
      ready: true,
      version: "0.1.0",
      status: "healthy",
      latency_ms: 1,
      last_heartbeat_at: "2026-05-05T00:00:00Z",
      error: null,
    },
    states: ["clean"],
    facts: { ...HEALTHY.facts, daemon_available: true, daemon_state: "ok" },
  });
});

const EMPTY: StatusData = {
  daemon: DISABLED,
  store: {
    root: ROOT,
    initialized: false,
    schema: null,
    backend: null,
    active_generation: null,
    last_known_good_generation: null,
    journal: NO_JOURNAL,
    registry_counts: null,
    keeps_state: null,
  },
  ...NO_STATE.context,
  lanes: [],
  plans: NO_PLANS,
  conflicts: { open: 0, blocking: 0 },
  indexes: NO_INDEXES,
  degraded: { is_degraded: null, level: "unknown", reasons: [] },
  restore_proof: null,
  last_repair: null,
  not_known: [],
  content_sync: null,
  health: { status: "unknown", severity: "info", summary: "There is no store to look at" },
  bytes: null,
  activity: null,
  states: [],
  facts: { ...HEALTHY.facts, degraded: null, policy_blocked: null, repair_needed: null },
  cover: { records_unopened: 0, records_as_of: null, records_unlisted: 0 },
};

const FIELDS = ["lanes", "plans", "conflicts", "indexes", "content_sync"];

/** Nothing of the store can be told: that is null, and never zero. */
function unknown(reason: string): StatusData {
  const not_known = FIELDS.map((field) => ({ field, reason }));
  const facts = { ...EMPTY.facts, conflict_count: null };
  return { ...EMPTY, lanes: null, plans: null, conflicts: null, indexes: null, not_known, facts };
}

const absences: readonly (readonly [reason: StoreAbsence["reason"], initialized: boolean | null])[] = [
  ["absent", false],
  ["uninitialized", false],
  ["not_a_directory", null],
  ["denied", null],
  ["io_error", null],
];

for (const [reason, initialized] of absences) {
  Deno.test(`statusData() has every field where the store is ${reason}`, () => {
    const absence = { root: ROOT, selected_by: "option" as const, reason, message: "Cannot read it" };
    const isThere = reason === "denied" || reason === "io_error";
    const health = isThere ? { ...EMPTY.health, summary: absence.message } : EMPTY.health;
    const want = { ...(initialized === null ? unknown(absence.message) : EMPTY), health };
    assertEquals(status(emptySnapshot({ absence })), { ...want, store: { ...EMPTY.store, initialized } });
  });
}

Deno.test("statusData() has every field where nothing at all is known", () => {
  assertEquals(status(emptySnapshot({ absence: null, daemon: downProbe() })), {
    ...unknown("There is no store to look at"),
    daemon: {
      ...DISABLED,
      state: "down",
      endpoint: "http://127.0.0.1:8765",
      error: {
        code: "daemon_down",
        message: downProbe().answers.healthz.message ?? "",
        target: "http://127.0.0.1:8765",
        hint: null,
      },
    },
    store: { ...EMPTY.store, root: null, initialized: null },
    states: ["daemon_unavailable"],
    facts: { ...unknown("").facts, daemon_state: "down" },
  });
});

Deno.test("statusData() gives the daemon's counts where only the daemon tells of the store", () => {
  const { content_sync: _, ...store } = healthyStore({ origin: "daemon", records: [], root_file: null });
  const { daemon: _daemon, health: _health, degraded: _degraded, ...rest } = status(
    healthySnapshot({ store, daemon: healthyProbe(ROOT) }),
  );
  const { daemon: _d, health: _h, degraded: _g, ...healthy } = HEALTHY;
  assertEquals(rest, {
    ...healthy,
    store: { ...HEALTHY.store, registry_counts: { actors: 1, objects: 1 } },
    bytes: null,
    plans: null,
    conflicts: null,
    indexes: null,
    not_known: [
      { field: "profile", reason: 'what lies in "profiles" is not known from the daemon\'s API' },
      { field: "workspace", reason: 'what lies in "workspaces" is not known from the daemon\'s API' },
      { field: "device", reason: 'what lies in "devices" is not known from the daemon\'s API' },
      { field: "plans", reason: 'what lies in "plans" is not known from the daemon\'s API' },
      { field: "conflicts", reason: 'what lies in "conflicts" is not known from the daemon\'s API' },
      { field: "indexes", reason: "The daemon does not show derived state" },
      { field: "content_sync", reason: "The daemon does not show its receipts and its queue" },
      { field: "last_repair", reason: 'what lies in "repair-reports" is not known from the daemon\'s API' },
    ],
    content_sync: null,
    states: [],
    facts: {
      ...HEALTHY.facts,
      daemon_available: true,
      daemon_state: "ok",
      degraded: null,
      policy_blocked: null,
      conflict_count: null,
      repair_needed: null,
    },
  });
});

Deno.test("statusData() counts no records of a folder that this user may not read", () => {
  const plans = fileEntry("plans", { type: "directory", mode: 0o700, problem: "permission denied" });
  const records = healthyStore().records.filter(({ kind }) => kind !== "plan");
  const told = status(healthySnapshot({ store: healthyStore({ files: [plans], records }) }));
  assertEquals([told.plans, told.conflicts?.open, told.store.registry_counts?.["plans"]], [null, 0, null]);
  assertEquals(told.not_known, [{ field: "plans", reason: 'this user may not read "plans"' }]);
  assertEquals(told.health.status, "unknown");
});

Deno.test("statusData() says nothing of a journal that could not be read", () => {
  for (const [journal, want] of [[noJournal("absent"), []], [noJournal("unreadable", "denied"), null]] as const) {
    const { store, lanes } = status(healthySnapshot({ store: healthyStore({ journal }) }));
    assertEquals<unknown>({ store, lanes }, { store: { ...HEALTHY.store, journal: NO_JOURNAL }, lanes: want });
  }
});

Deno.test("statusData() does not call a store without a manifest initialised", () => {
  const store = healthyStore({ manifest: { ...manifestEntry(), state: "absent", record: null } });
  assertEquals(status(healthySnapshot({ store })).store, {
    ...HEALTHY.store,
    initialized: false,
    schema: null,
    backend: null,
    active_generation: null,
    last_known_good_generation: null,
  });
});

Deno.test("statusData() does not say whether a store is initialised whose manifest may not be read", () => {
  const store = healthyStore({ manifest: { ...manifestEntry(), state: "denied", record: null } });
  const told = status(healthySnapshot({ store }));
  assertEquals([told.store.initialized, told.not_known], [
    null,
    [{ field: "store", reason: 'This user may not read "manifest.json"' }],
  ]);
});

Deno.test("statusData() counts plans by status and open conflicts by weight", () => {
  const plan = (id: string, status: string | undefined) => entryOf("plan", { plan_id: id, status });
  const conflict = (id: string, severity: string, card: null | undefined) =>
    entryOf("conflict", { conflict_id: id, severity, ...(card === null ? { decision_card: null } : {}) });
  const store = healthyStore({
    records: [
      plan("plan:a", "planned"),
      plan("plan:b", "blocked"),
      plan("plan:c", "blocked"),
      plan("plan:d", "running"),
      plan("plan:e", "failed"),
      plan("plan:f", "completed"),
      plan("plan:g", "cancelled"),
      plan("plan:h", "paused"),
      plan("plan:i", "__proto__"),
      plan("plan:j", undefined),
      conflict("conflict:a", "blocking", null),
      conflict("conflict:b", "blocking", undefined),
      conflict("conflict:c", "info", null),
    ],
  });
  const { plans, conflicts } = status(healthySnapshot({ store }));
  assertEquals({ plans, conflicts }, {
    plans: { planned: 1, blocked: 2, running: 1, failed: 1, completed: 1, cancelled: 1, other: 3 },
    conflicts: { open: 2, blocking: 1 },
  });
});

Deno.test("statusData() names every reason for degradation, and lanes over their limit", () => {
  const line = journalLine({
    ordinal: 1,
    event_type: "update",
    lane: "priority",
    object_id: "object:diary",
    producer: "actor:ada",
    created_at: "2026-01-01T00:00:00Z",
    payload: {},
    applied: false,
  });
  const store = healthyStore({
    manifest: manifestEntry({ active_generation: 2 }),
    journal: journalOf(`${line}\n{broken\n`),
  });
  const { degraded, health, lanes } = status(healthySnapshot({ store }));
  assertEquals({ degraded, health, lanes }, {
    degraded: {
      is_degraded: true,
      level: "unsafe",
      reasons: [
        {
          code: "journal.unreadable-line",
          severity: "error",
          message: "Line 2 of journal.jsonl: Unexpected character at line 1, column 2",
        },
        {
          code: "journal.replay-lag",
          severity: "warning",
          message: 'Lane "priority" has 1 unapplied event, its limit is 0',
        },
      ],
    },
    health: {
      status: "unsafe",
      severity: "error",
      summary: "1 error; the worst: Line 2 of journal.jsonl: Unexpected character at line 1, column 2",
    },
    lanes: [{
      lane: "priority",
      events: 1,
      unapplied: 1,
      lag_limit: 0,
      over_limit: true,
      last_event_id: "evt-00000001",
      last_event_at: "2026-01-01T00:00:00Z",
    }],
  });
});

for (const [lane, unapplied, over] of [["normal", 100, false], ["normal", 101, true], ["priority", 1, true]] as const) {
  Deno.test(`statusData() calls ${unapplied} unapplied events of lane ${lane} ${over ? "" : "not "}over the limit`, () => {
    const summary = {
      lane,
      events: 200,
      unapplied,
      by_type: { update: 200 },
      last_event_id: "evt-00000200",
      last_event_at: "2026-01-01T00:00:00Z",
    };
    const store = healthyStore({ journal: journalOf(HEALTHY_JOURNAL, { lanes: [summary] }) });
    assertEquals(status(healthySnapshot({ store })).lanes?.map(({ over_limit }) => over_limit), [over]);
  });
}
