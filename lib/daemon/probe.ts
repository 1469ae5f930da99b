/** Puts the daemon's three answers together into one `DaemonProbe`; foreign text is cut, lists are bounded. */
import { textOf } from "../model/fields.ts";
import type { DaemonProbe } from "../model/daemon.ts";
import { integerField, isJsonObject, type JsonObject, stringField } from "../text/json.ts";
import { type Healthz, type Reading, type Readyz, type Statez, unasked } from "./answers.ts";

const TEXT_LIMIT = 4096;
const INVARIANT_LIMIT = 200;
const REGISTRY_LIMIT = 100;

type ProbeSelection = DaemonProbe["selected_by"];

interface ProbeParts {
  readonly endpoint: string;
  readonly selectedBy: ProbeSelection;
  /** Of /healthz; null where no answer came. */
  readonly latencyMs: number | null;
  readonly healthz: Reading<Healthz>;
  readonly readyz: Reading<Readyz>;
  readonly statez: Reading<Statez>;
}

/** The probe that the three readings make; its state is that of /healthz, as live is not the same as ready. */
export function buildProbe(parts: ProbeParts): DaemonProbe {
  const { healthz, readyz, statez } = parts;
  return {
    endpoint: parts.endpoint,
    selected_by: parts.selectedBy,
    state: healthz.answer.state,
    available: healthz.value?.live === true,
    live: healthz.value?.live ?? null,
    ready: readyz.value?.ready ?? null,
    version: cut(healthz.value?.version),
    status: cut(readyz.value?.status),
    severity: cut(readyz.value?.severity),
    summary: cut(readyz.value?.summary),
    latency_ms: parts.latencyMs,
    answers: { healthz: healthz.answer, readyz: readyz.answer, statez: statez.answer },
    ...factsOf(statez.value),
  };
}

/** The probe of a daemon that is not asked because it is switched off, or because a snapshot holds no word of it. */
export function disabledProbe(
  selectedBy: ProbeSelection,
  message = "Did not ask the daemon: it is switched off",
): DaemonProbe {
  return notAskedProbe(null, selectedBy, "disabled", message);
}

/** The probe of an endpoint that is neither loopback nor a unix socket, and therefore was not contacted. */
export function nonLocalProbe(endpoint: string, selectedBy: ProbeSelection, host: string): DaemonProbe {
  const message = `Refused to ask "${endpoint}": "${host}" is not this machine; ` +
    "give --daemon a loopback address or a unix socket";
  return notAskedProbe(endpoint, selectedBy, "non_local", message);
}

function notAskedProbe(
  endpoint: string | null,
  selectedBy: ProbeSelection,
  state: "disabled" | "non_local",
  message: string,
): DaemonProbe {
  const answer = unasked(state, message);
  const reading = { answer, value: null };
  const parts = { selectedBy, latencyMs: null, healthz: reading, readyz: reading, statez: reading };
  return { ...buildProbe({ ...parts, endpoint: endpoint ?? "" }), endpoint };
}

type StatezFacts = Pick<
  DaemonProbe,
  "store_root" | "initialized" | "last_heartbeat_at" | "active_generation" | "registry_counts" | "invariants"
>;

function factsOf(report: Statez | null): StatezFacts {
  const local = objectField(report?.local_state);
  const initialized = local !== null && Object.hasOwn(local, "initialized") ? local["initialized"] : null;
  return {
    store_root: cut(stringField(report?.identity ?? null, "store_root") ?? stringField(local, "root")),
    initialized: typeof initialized === "boolean" ? initialized : null,
    last_heartbeat_at: cut(stringField(report?.runtime ?? null, "last_heartbeat_at")),
    active_generation: countField(objectField(report?.stores[0]), "active_generation"),
    registry_counts: registryCounts(local),
    invariants: (report?.invariants ?? []).flatMap(invariantOf).slice(0, INVARIANT_LIMIT),
  };
}

function invariantOf(item: JsonObject): DaemonProbe["invariants"] {
  const id = cut(stringField(item, "id"));
  const status = cut(textOf(item, "status"));
  const severity = cut(textOf(item, "severity"));
  if (id === null || status === null || severity === null) return [];
  return [{ id, status, severity, remediation: cut(stringField(item, "remediation")) }];
}

function registryCounts(local: JsonObject | null): Readonly<Record<string, number>> | null {
  const counts = local !== null && Object.hasOwn(local, "registry_counts")
    ? objectField(local["registry_counts"])
    : null;
  if (counts === null) return null;
  const known = new Map<string, number>();
  for (const [registry, count] of Object.entries(counts)) {
    if (known.size === REGISTRY_LIMIT) break;
    if (typeof count === "number" && Number.isSafeInteger(count) && count >= 0) known.set(cut(registry), count);
  }
  return Object.fromEntries(known);
}

function objectField(value: unknown): JsonObject | null {
  return isJsonObject(value) ? value : null;
}

function countField(object: JsonObject | null, name: string): number | null {
  const value = integerField(object, name);
  return value !== null && value >= 0 ? value : null;
}

function cut(text: string): string;
function cut(text: string | null | undefined): string | null;
function cut(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  if (text.length <= TEXT_LIMIT) return text.toWellFormed();
  return `${text.slice(0, TEXT_LIMIT - 1).toWellFormed()}…`;
}
