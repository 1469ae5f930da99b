/** `sourceos sync status` (docs/scripting.md, "Data of status"): every field is always there. */
import * as Type from "@sinclair/typebox";
import { ANSWER_STATES } from "../daemon.ts";
import { VERSION_STATES } from "../content_sync.ts";
import { QUEUE_STATES } from "../content_sync_names.ts";
import { HOST_STATES } from "../host_state_names.ts";
import { documentSchema, Problem, Selection } from "../envelope.ts";
import { Count, nullable, oneOf, type Shape } from "../schema_kit.ts";
import { HEALTH_STATUSES, SEVERITIES } from "../vocabulary.ts";
import { Health, LastRepair, RecordCover, RestoreProof } from "./health.ts";

const LaneStatus = Type.Object({
  lane: Type.String(),
  events: Count,
  unapplied: Count,
  lag_limit: Count,
  over_limit: Type.Boolean(),
  last_event_id: nullable(Type.String()),
  last_event_at: nullable(Type.String()),
});

const PlanCounts = Type.Object({
  planned: Count,
  blocked: Count,
  running: Count,
  failed: Count,
  completed: Count,
  cancelled: Count,
  other: Type.Integer({ minimum: 0, description: "plans whose status is not one of these" }),
});

const ClassBytes = Type.Object({
  durable: nullable(Count),
  rebuildable: nullable(Count),
  disposable: nullable(Count),
  unclassified: nullable(Count),
}, { description: "what the store holds, by durability class; a class is null where not all of it is known" });
export type ClassBytes = Shape<typeof ClassBytes>;

const FailedStep = Type.Object({
  step: Type.String(),
  status: Type.String(),
  returncode: nullable(Type.Integer()),
  stderr: nullable(Type.String()),
});

const CycleStatus = Type.Object({
  receipt_id: nullable(Type.String()),
  path: Type.String({ description: "of the receipt, in the store" }),
  outcome: Type.String(),
  from_version: nullable(Type.String()),
  to_version: nullable(Type.String()),
  at: nullable(Type.String()),
  age_seconds: nullable(Type.Integer()),
  reason: Type.String(),
  failed_step: nullable(FailedStep),
  epistemic_level: nullable(Type.String({ description: "Proved where a release attestation was verified" })),
});

const ContentSyncStatus = Type.Object({
  version: Type.Object({
    value: nullable(Type.String({ description: "that current-version names" })),
    state: oneOf(VERSION_STATES),
  }),
  last_cycle: nullable(CycleStatus),
  repeated: nullable(
    Type.Object({
      times: Count,
      exact: Type.Boolean({ description: "false where older receipts, which were not opened, may say the same" }),
      since: nullable(Type.String()),
    }, { description: "how often the last cycle came to the same bad end in a row; null where it came to a good one" }),
  ),
  last_applied: nullable(CycleStatus),
  receipts: Type.Object({
    total: Count,
    unread: Count,
    unreadable: Count,
    bytes: nullable(Count),
    bytes_exact: Type.Boolean({
      description: "false where those that were not opened are taken to be like the others",
    }),
    oldest: nullable(Type.String()),
  }),
  daemon_status: Type.Object({
    healthy: nullable(
      Type.Boolean({ description: "as the daemon's own sync status would say while its service runs" }),
    ),
    last_outcome: nullable(Type.String()),
    summary: Type.String(),
  }),
  queue: nullable(Type.Object({
    pending: Count,
    waiting_approval: Count,
    blocked: Count,
    dead_letter: Count,
    replays: Count,
    oldest_waiting: nullable(Type.Object({
      id: nullable(Type.String()),
      state: oneOf(QUEUE_STATES),
      queued_at: nullable(Type.String()),
      age_seconds: nullable(Type.Integer()),
    })),
  })),
});
export type ContentSyncStatus = Shape<typeof ContentSyncStatus>;

export const StatusData = Type.Object({
  daemon: Type.Object({
    available: Type.Boolean(),
    state: oneOf(ANSWER_STATES),
    endpoint: nullable(Type.String()),
    live: nullable(Type.Boolean()),
    ready: nullable(Type.Boolean()),
    version: nullable(Type.String()),
    status: nullable(Type.String()),
    latency_ms: nullable(Count),
    last_heartbeat_at: nullable(Type.String()),
    error: nullable(Problem),
  }),
  store: Type.Object({
    root: nullable(Type.String()),
    initialized: nullable(Type.Boolean()),
    schema: nullable(Type.String()),
    backend: nullable(Type.String()),
    active_generation: nullable(Count),
    last_known_good_generation: nullable(Count),
    journal: Type.Object({
      events: nullable(Count),
      bytes: nullable(Count),
      unreadable: nullable(Count),
      unapplied: nullable(Count),
      last_event_id: nullable(Type.String()),
      last_event_at: nullable(Type.String()),
    }),
    registry_counts: nullable(
      Type.Record(Type.String(), nullable(Count), { description: "null for a folder whose records are not all known" }),
    ),
    keeps_state: nullable(
      Type.Boolean({ description: "false where the daemon keeps content-sync state alone, which is normal" }),
    ),
  }),
  profile: Selection,
  device: Selection,
  workspace: Selection,
  lanes: nullable(Type.Array(LaneStatus)),
  plans: nullable(PlanCounts),
  conflicts: nullable(Type.Object({ open: Count, blocking: Count })),
  indexes: nullable(Type.Object({
    healthy: Count,
    stale: Count,
    corrupt: Count,
    missing: Count,
    not_built: Count,
    foreign: Count,
  })),
  degraded: Type.Object({
    is_degraded: nullable(Type.Boolean()),
    level: oneOf(HEALTH_STATUSES),
    reasons: Type.Array(Type.Object({ code: Type.String(), severity: oneOf(SEVERITIES), message: Type.String() })),
  }),
  health: Health,
  restore_proof: nullable(RestoreProof),
  last_repair: nullable(LastRepair),
  not_known: Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }), {
    description: "why a field is null that tells of the store",
  }),
  content_sync: nullable(ContentSyncStatus),
  bytes: nullable(ClassBytes),
  activity: nullable(
    Type.Array(
      Type.Object({ day: Type.String(), events: Count, lanes: Type.Record(Type.String(), Count) }),
      { description: "events of the last thirty days at most; null but for -o wide and html, which alone count them" },
    ),
  ),
  states: Type.Array(oneOf(HOST_STATES), { description: "all that hold; empty where none can be told" }),
  facts: Type.Object({
    daemon_available: Type.Boolean(),
    daemon_state: oneOf(ANSWER_STATES),
    active_profile: nullable(Type.String()),
    active_workspace: nullable(Type.String()),
    active_device: nullable(Type.String()),
    degraded: nullable(Type.Boolean()),
    policy_blocked: nullable(Type.Boolean()),
    conflict_count: nullable(Count),
    repair_needed: nullable(Type.Boolean()),
  }, { description: "the same once more, flat, as other programs of the host ask for it" }),
  cover: Type.Object({
    ...RecordCover.properties,
    records_unlisted: Type.Integer({
      minimum: 0,
      description:
        "of records_unopened those whose files were not even looked at: nothing was written into their folders",
    }),
  }),
});
export type StatusData = Shape<typeof StatusData>;

export const StatusDocument = documentSchema("sync status", StatusData);
