/** Daemon probes for tests that need one and ask nobody. */
import type { DaemonProbe } from "../../lib/model/daemon.ts";
import { disabledProbe } from "../../lib/daemon/probe.ts";

const OK = { state: "ok", http_status: 200, message: null } as const;

/** The probe of a live, ready daemon that serves `storeRoot`; `changes` replace whole fields. */
export function healthyProbe(storeRoot: string, changes: Partial<DaemonProbe> = {}): DaemonProbe {
  return {
    endpoint: "http://127.0.0.1:8765",
    selected_by: "default",
    state: "ok",
    available: true,
    live: true,
    ready: true,
    version: "0.1.0",
    status: "healthy",
    severity: "info",
    summary: "All required state integrity invariants pass.",
    latency_ms: 1,
    answers: { healthz: OK, readyz: OK, statez: OK },
    store_root: storeRoot,
    initialized: true,
    last_heartbeat_at: "2026-05-05T00:00:00Z",
    active_generation: 4,
    registry_counts: { actors: 1, objects: 1 },
    invariants: [],
    ...changes,
  };
}

/** The probe of a daemon that is not there. */
export function downProbe(endpoint = "http://127.0.0.1:8765"): DaemonProbe {
  const message =
    `Cannot reach "${endpoint}": nothing listens there; start sourceos-syncd, or name its endpoint with --daemon`;
  const skipped = {
    state: "not_asked",
    http_status: null,
    message: `Did not ask "${endpoint}" for more: /healthz shows no live daemon there`,
  } as const;
  return {
    ...disabledProbe("default"),
    endpoint,
    state: "down",
    answers: { healthz: { state: "down", http_status: null, message }, readyz: skipped, statez: skipped },
  };
}

export { disabledProbe };
