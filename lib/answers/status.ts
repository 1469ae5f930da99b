/** `sync status`: one look at daemon, store, context, lanes, plans, conflicts and indexes; every field always there. */
import { textOf } from "../model/fields.ts";
import { classBytes, classifyStore } from "../store/durability.ts";
import type { Catalog } from "../store/catalog.ts";
import { statesAndFacts } from "./host_states.ts";
import { statusCover } from "./record_cover.ts";
import { contentSyncStatus } from "./status_content_sync.ts";
import { isOpenConflict } from "../store/open_conflicts.ts";
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { laneLagLimit } from "../journal/lanes.ts";
import { keepsState } from "../store/halves.ts";
import { readManifest } from "../store/manifest.ts";
import type { INDEX_STATES } from "../model/documents/health.ts";
import type { StatusData } from "../model/documents/status.ts";
import type { Context } from "../model/envelope.ts";
import { KINDS, REGISTRY_KINDS } from "../model/kinds.ts";
import { kindUnknown, reasonUnknown } from "../store/known.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { PLAN_STATUSES } from "../model/vocabulary.ts";

export function statusData(
  snapshot: StateSnapshot,
  diagnosis: Diagnosis,
  context: Context,
  activity: StatusData["activity"] = null,
): StatusData {
  const { health, note } = diagnosis;
  const unknown = unknownFields(snapshot, context);
  const unless = <Value>(field: string, tell: () => Value): Value | null =>
    unknown.some((one) => one.field === field) ? null : tell();
  const conflicts = unless("conflicts", () => conflictCounts(diagnosis.catalog));
  return {
    daemon: daemonStatus(snapshot.daemon),
    store: storeStatus(snapshot, diagnosis),
    ...context,
    lanes: unless("lanes", () =>
      (snapshot.store?.journal.lanes ?? []).map((lane) => ({
        lane: lane.lane,
        events: lane.events,
        unapplied: lane.unapplied,
        lag_limit: laneLagLimit(lane.lane),
        over_limit: lane.unapplied > laneLagLimit(lane.lane),
        last_event_id: lane.last_event_id,
        last_event_at: lane.last_event_at,
      }))),
    plans: unless("plans", () => planCounts(diagnosis.catalog)),
    conflicts,
    indexes: unless("indexes", () => indexCounts(diagnosis)),
    degraded: {
      is_degraded: health.status === "unknown" ? null : health.status !== "healthy",
      level: health.status,
      reasons: diagnosis.findings.map(({ id, severity, message }) => ({ code: id, severity, message })),
    },
    health,
    restore_proof: diagnosis.proof,
    last_repair: diagnosis.lastRepair,
    not_known: unknown,
    content_sync: unless("content_sync", () => contentSyncStatus(snapshot, diagnosis.catalog)),
    bytes: snapshot.store === null || snapshot.store.origin === "daemon"
      ? null
      : classBytes(classifyStore(snapshot.store, note?.registries)),
    activity,
    ...statesAndFacts(snapshot, diagnosis, { context, conflicts }),
    cover: statusCover(snapshot.store, note),
  };
}

/** Each field that cannot be told of this store, and why; where there is none, there is nothing that was not counted. */
function unknownFields(snapshot: StateSnapshot, context: Context): StatusData["not_known"] {
  const { store, absence } = snapshot;
  if (store === null) {
    if (isUninitialized(snapshot)) return [];
    const reason = absence?.message ?? "There is no store to look at";
    return ["lanes", "plans", "conflicts", "indexes", "content_sync"].map((field) => ({ field, reason }));
  }
  const unselected = (kind: keyof Context) =>
    context[kind].id === null ? kindUnknown(kind, store)?.reason ?? null : null;
  const reasons = [
    ["store", readManifest(store) === null ? reasonUnknown("manifest", store) : null],
    ["profile", unselected("profile")],
    ["workspace", unselected("workspace")],
    ["device", unselected("device")],
    ["lanes", reasonUnknown("journal", store)],
    ["plans", kindUnknown("plan", store)?.reason ?? null],
    ["conflicts", kindUnknown("conflict", store)?.reason ?? null],
    ["indexes", reasonUnknown("derived", store)],
    ["content_sync", reasonUnknown("content_sync", store)],
    ["last_repair", kindUnknown("report", store)?.reason ?? null],
  ] as const;
  return reasons.flatMap(([field, reason]) => reason === null ? [] : [{ field, reason }]);
}

function daemonStatus(daemon: StateSnapshot["daemon"]): StatusData["daemon"] {
  const { available, state, endpoint, live, ready, version, status, latency_ms, last_heartbeat_at } = daemon;
  const message = daemon.answers.healthz.message;
  const error = available || message === null
    ? null
    : { code: `daemon_${state}`, message, target: endpoint, hint: null };
  return { available, state, endpoint, live, ready, version, status, latency_ms, last_heartbeat_at, error };
}

function storeStatus(
  snapshot: StateSnapshot,
  { catalog, note }: Pick<Diagnosis, "catalog" | "note">,
): StatusData["store"] {
  const { store } = snapshot;
  const noted = new Map(note?.registries.map(({ kind, records }) => [kind, records]));
  const manifest = readManifest(store);
  const journal = store?.journal.state === "present" ? store.journal : null;
  return {
    root: store?.root ?? snapshot.absence?.root ?? null,
    initialized: store === null
      ? (isUninitialized(snapshot) ? false : null)
      : manifest?.initialized ?? (reasonUnknown("manifest", store) === null ? false : null),
    schema: manifest?.schema ?? null,
    backend: manifest?.backend ?? null,
    active_generation: manifest?.activeGeneration ?? null,
    last_known_good_generation: manifest?.lastKnownGoodGeneration ?? null,
    journal: {
      events: journal?.events ?? null,
      bytes: journal?.bytes ?? null,
      unreadable: journal?.unreadable ?? null,
      unapplied: journal?.unapplied ?? null,
      last_event_id: journal?.last_event_id ?? null,
      last_event_at: journal?.last_event_at ?? null,
    },
    registry_counts: store === null
      ? null
      : store.origin === "daemon"
      ? snapshot.daemon.registry_counts
      : Object.fromEntries(
        REGISTRY_KINDS.map((kind) => [
          KINDS[kind].folder,
          kindUnknown(kind, store) === null ? noted.get(kind) ?? catalog.ofKind(kind).length : null,
        ]),
      ),
    keeps_state: store === null ? null : keepsState(store),
  };
}

function isUninitialized({ absence }: StateSnapshot): boolean {
  return absence?.reason === "absent" || absence?.reason === "uninitialized";
}

function planCounts(catalog: Catalog): NonNullable<StatusData["plans"]> {
  const counts = { planned: 0, blocked: 0, running: 0, failed: 0, completed: 0, cancelled: 0, other: 0 };
  for (const plan of catalog.ofKind("plan")) {
    const status = PLAN_STATUSES.find((known) => known === textOf(plan.record, "status")) ?? "other";
    counts[status] += 1;
  }
  return counts;
}

function conflictCounts(catalog: Catalog): NonNullable<StatusData["conflicts"]> {
  const open = catalog.ofKind("conflict").filter((conflict) => isOpenConflict(conflict.record));
  return {
    open: open.length,
    blocking: open.filter((conflict) => textOf(conflict.record, "severity") === "blocking").length,
  };
}

function indexCounts(diagnosis: Diagnosis): NonNullable<StatusData["indexes"]> {
  const count = (state: typeof INDEX_STATES[number]) =>
    diagnosis.indexes.filter((index) => index.state === state).length;
  return {
    healthy: count("healthy"),
    stale: count("stale"),
    corrupt: count("corrupt"),
    missing: count("missing"),
    not_built: count("not_built"),
    foreign: count("foreign"),
  };
}
