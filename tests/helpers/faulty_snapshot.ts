/** Ada's diary after a bad day: something wrong in every corner of the state, and text that wants to steer a terminal. */
import type { StateSnapshot } from "../../lib/model/snapshot.ts";
import { healthyProbe } from "./probes.ts";
import {
  derivedEntry,
  entryOf,
  fileEntry,
  HEALTHY_JOURNAL,
  healthySnapshot,
  healthyStore,
  journalOf,
  manifestEntry,
  recordOf,
  ROOT,
  unreadableEntry,
} from "./snapshots.ts";

const HOSTILE = "Ada\x1b[2J\u202e's\nnotes";

const unresolved = {
  card_id: "decision-card:diary-place",
  options: ["merge", "fork", "skip"],
  recommended_option: "fork",
  selected_option: null,
  rationale: null,
  selected_by: null,
  selected_at: null,
};

const ok = { state: "ok", http_status: 200, message: null } as const;
const failing = {
  state: "failed",
  http_status: 500,
  message: 'Asked "http://127.0.0.1:8765" for /statez: it answered with HTTP 500',
} as const;

/** The state of a store with many faults, and of a daemon that is not ready. */
export function faultySnapshot(): StateSnapshot {
  const store = healthyStore({
    manifest: manifestEntry({ last_known_good_generation: 7, "x-note": HOSTILE }),
    journal: journalOf(`${HEALTHY_JOURNAL}{"schema":"sourceos.journal-event/v1alpha1","event_id":"evt-0000`),
    records: [
      entryOf("profile"),
      entryOf("device", { display_name: HOSTILE, device_state: "revoked", revoked_at: "2026-01-02T00:00:00Z" }),
      entryOf("actor"),
      entryOf("actor", {
        actor_id: "actor:scribe",
        actor_type: "agent",
        display_name: "Scribe 抄写员",
        signing_key_ref: null,
      }),
      entryOf("schema"),
      entryOf("object", { title: HOSTILE, last_modified_by_actor: "actor:scribe" }),
      entryOf("object", { object_id: "object:recipes", state: "lost", policy_tags: "family", updated_at: undefined }),
      { ...entryOf("object", { object_id: "object:recipes" }), file: fileEntry("objects/copy of recipes.json") },
      unreadableEntry("object", "objects/object_photos.json"),
      unreadableEntry("plan", "plans/link.json", { state: "not_a_file", error: "it is a symlink" }),
      entryOf("workspace"),
      entryOf("plan", { status: "blocked", last_error: 'Conflict "conflict:diary-place" is open' }),
      entryOf("plan", { plan_id: "sync-plan:recipes", object_ids: ["object:recipes"], status: "failed" }),
      entryOf("conflict", {
        conflict_id: "conflict:diary-place",
        severity: "blocking",
        decision_card: unresolved,
        user_explanation: `Ada and the Scribe disagree on the place. ${HOSTILE}`,
      }),
      entryOf("decision"),
      entryOf("transaction"),
      entryOf("event"),
    ],
    derived: [
      derivedEntry("indexes/it's odd.json", null, { state: "not_json", error: "Ends too early at line 1, column 2" }),
      derivedEntry("indexes/object-heads.json", null, {
        state: "not_json",
        error: "Ends too early at line 1, column 400",
      }),
      derivedEntry(
        "indexes/their own index.json",
        recordOf("report", { schema: "elsewhere/v1", record_id: undefined }),
      ),
    ],
    content_sync: null,
    files: [
      fileEntry("tmp/sync.lock", { bytes: 87 }),
      fileEntry("objects/object_diary.json.tmp", { bytes: 512 }),
      fileEntry("photos/\u202egpj.exe", { bytes: 3_456_789 }),
      fileEntry("actors/pipe", { type: "fifo", bytes: 0 }),
    ],
  });
  const daemon = healthyProbe(ROOT, {
    ready: false,
    status: "degraded",
    summary: `Replay lags behind. ${HOSTILE}`,
    answers: { healthz: ok, readyz: { ...ok, http_status: 503 }, statez: failing },
  });
  return healthySnapshot({ store, daemon });
}
