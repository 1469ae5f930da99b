/** The stores and lanes of a State Integrity Report. */
import type { Diagnosis } from "../checks/frame/diagnosis.ts";
import { laneLagLimit } from "../journal/lanes.ts";
import { textOf } from "../model/fields.ts";
import type { ReportedLane, ReportedStore } from "../model/integrity_report.ts";
import type { StateSnapshot } from "../model/snapshot.ts";
import { TOOL } from "../model/tool.ts";
import { keepsState } from "../store/halves.ts";
import { kindUnknown, reasonUnknown } from "../store/known.ts";
import { readManifest } from "../store/manifest.ts";

/** What the daemon allows each of its lanes. */
const HEARTBEAT_LIMIT_MS = 30_000;
/** The lane that others ask for where they name none. */
const USUAL_LANE = "normal";

/** The store that was looked at; none where there is none. */
export function reportStores({ store }: StateSnapshot, diagnosis: Diagnosis): readonly ReportedStore[] {
  if (store === null) return [];
  const manifest = readManifest(store);
  const generation = manifest?.activeGeneration ?? null;
  const lastGood = manifest?.lastKnownGoodGeneration ?? null;
  const isState = keepsState(store);
  return [{
    name: isState ? "state-store" : "content-sync",
    role: !isState || (manifest?.initialized ?? reasonUnknown("manifest", store) !== null) ? "active" : "retired",
    backend: manifest?.backend ?? "filesystem",
    schema_version: manifest?.schema ?? "unknown",
    runtime_version: TOOL.version,
    migration_state: "none",
    ...(generation === null ? {} : { active_generation: generation }),
    ...(lastGood === null ? {} : { last_known_good_generation: lastGood }),
    shadow_present: diagnosis.checkpoints.some(({ history }) => history !== "unknown"),
    manifest_present: store.manifest.state !== "absent",
    checksum_state: isState ? checksumState(diagnosis, store.journal.unreadable) : "unsupported",
  }];
}

/** Only a checkpoint says what the journal once was; without one there is nothing to compare with. */
function checksumState({ checkpoints }: Diagnosis, unreadable: number): ReportedStore["checksum_state"] {
  const histories = checkpoints.map(({ history }) => history);
  if (unreadable > 0 || histories.includes("rewritten") || histories.includes("cut_short")) return "mismatch";
  return histories.includes("intact") ? "verified" : "unverified";
}

/** The lanes that the manifest names, those of the journal, and the usual one, each once. */
export function reportLanes({ store }: StateSnapshot, diagnosis: Diagnosis): readonly ReportedLane[] {
  // What the contract has no word for is left out, or null: nobody may take it for none.
  const isKnown = store === null || reasonUnknown("journal", store) === null;
  const summaries = new Map((store?.journal.lanes ?? []).map((lane) => [lane.lane, lane]));
  const names = new Set([USUAL_LANE, ...readManifest(store)?.lanes ?? [], ...summaries.keys()]);
  return [...names].filter((name) => name !== "").map((name): ReportedLane => {
    const lane = summaries.get(name);
    const limit = laneLagLimit(name);
    const lag = lane?.unapplied ?? 0;
    return {
      name,
      status: store === null || !keepsState(store) ? "dormant" : lag > limit ? "degraded" : "active",
      sla: { max_heartbeat_age_ms: HEARTBEAT_LIMIT_MS, max_replay_lag_events: limit },
      objects: name === USUAL_LANE && (store === null || kindUnknown("object", store) === null)
        ? objectCounts(diagnosis)
        : {},
      journal: {
        replay_lag_events: isKnown ? lag : null,
        events: isKnown ? lane?.events ?? 0 : null,
        last_event_id: lane?.last_event_id ?? null,
        last_event_at: lane?.last_event_at ?? null,
      },
      maintenance: { last_repair_at: diagnosis.lastRepair?.at ?? null },
    };
  });
}

/** The daemon counts all objects on the usual lane. */
function objectCounts({ catalog }: Diagnosis): ReportedLane["objects"] {
  const states = catalog.ofKind("object").map(({ record }) => textOf(record, "state"));
  return {
    total: states.length,
    tombstones: states.filter((state) => state === "tombstoned").length,
    corrupted: catalog.unreadable.filter(({ kind }) => kind === "object").length,
  };
}
