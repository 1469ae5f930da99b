/** Asks the daemon over loopback HTTP or its unix socket; reads only, and turns every failure into a state. */
import { CliError } from "../../../lib/model/errors.ts";
import type { DaemonProbe } from "../../../lib/model/daemon.ts";
import type { StoreSnapshot } from "../../../lib/model/snapshot.ts";
import {
  type DaemonPath,
  type HttpReply,
  parseHealthz,
  parseReadyz,
  parseStatez,
  unasked,
} from "../../../lib/daemon/answers.ts";
import {
  type Endpoint,
  ENDPOINT_FORMS,
  parseEndpoint,
  type ReachableEndpoint,
  withoutCredentials,
} from "../../../lib/daemon/endpoint.ts";
import { buildProbe, disabledProbe, nonLocalProbe } from "../../../lib/daemon/probe.ts";
import { storeFromDaemon } from "../../../lib/daemon/store_of_answers.ts";
import type { Clock, DaemonChoice, DaemonClient, Deadline, Environment } from "../types/host.ts";
import { addressesOf, type Connections, createConnections, hostOf } from "./connections.ts";
import { httpGet } from "./http_get.ts";

const ENDPOINT_VARIABLE = "SOURCEOS_SYNCD_URL";
const DEFAULT_SOCKET = "/run/sourceos-syncd/api.sock";
const DEFAULT_URL = "http://127.0.0.1:8765";

const LIMIT_BYTES: Readonly<Record<DaemonPath, number>> = {
  "/healthz": 64 * 1024,
  "/readyz": 64 * 1024,
  "/statez": 8 * 1024 * 1024,
  "/events": 64 * 1024 * 1024,
};

interface DaemonClientParts {
  readonly clock: Clock;
  readonly environment: Environment;
  readonly deadline: Deadline;
  /** Where the packaged service listens; another path in tests. */
  readonly socketPath?: string;
}

/** A daemon client; `close` ends its connections. */
interface ClosableDaemonClient extends DaemonClient {
  close(): void;
}

/**
 * The daemon client of this machine.
 *
 * Call `choose` before the permission to write is given up: a unix socket can only be opened with it. `choose` throws
 * CliError "usage" for a malformed endpoint; `probe` never throws for a choice that `choose` made.
 */
export function createDaemonClient(parts: DaemonClientParts): ClosableDaemonClient {
  const connections = createConnections();

  async function choose(option: string | null): Promise<DaemonChoice> {
    const choice = await chooseEndpoint(option, parts);
    const endpoint = endpointOf(choice);
    if (isReachable(endpoint)) await connections.prepare(endpoint, Object.keys(LIMIT_BYTES).length);
    return choice;
  }

  async function probe(choice: DaemonChoice, timeoutMs: number): Promise<DaemonProbe> {
    const endpoint = endpointOf(choice);
    if (endpoint.kind === "none") return disabledProbe(choice.selectedBy);
    if (endpoint.kind === "non_local") return nonLocalProbe(choice.endpoint, choice.selectedBy, endpoint.host);
    const ask = asker(connections, endpoint, timeoutMs);
    return await parts.deadline.within(() => askAll(choice, ask, parts.clock));
  }

  async function readStore(choice: DaemonChoice, probe: DaemonProbe, timeoutMs: number): Promise<StoreSnapshot | null> {
    const endpoint = endpointOf(choice);
    if (!isReachable(endpoint) || probe.answers.statez.state !== "ok" || probe.initialized !== true) return null;
    const ask = asker(connections, endpoint, timeoutMs);
    return storeFromDaemon(probe, choice.endpoint, await parts.deadline.within(() => ask("/events")));
  }

  return { choose, probe, readStore, close: () => connections.close() };
}

async function chooseEndpoint(option: string | null, parts: DaemonClientParts): Promise<DaemonChoice> {
  if (option !== null) return { endpoint: option, selectedBy: "option" };
  const variable = parts.environment(ENDPOINT_VARIABLE);
  if (variable !== null) return { endpoint: variable, selectedBy: "environment" };
  const socketPath = parts.socketPath ?? DEFAULT_SOCKET;
  const endpoint = await mayBeSocket(socketPath) ? `unix:${socketPath}` : DEFAULT_URL;
  return { endpoint, selectedBy: "default" };
}

/** A folder closed to this account counts too: "denied" explains more than "nothing listens on the default port". */
async function mayBeSocket(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isSocket === true;
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied;
  }
}

function endpointOf(choice: DaemonChoice): Endpoint {
  const reading = parseEndpoint(choice.endpoint);
  if (reading.ok) return reading.endpoint;
  const shown = withoutCredentials(choice.endpoint);
  throw new CliError("usage", `Cannot use "${shown}" as the daemon's endpoint: ${reading.problem}`, {
    target: choice.selectedBy === "environment" ? ENDPOINT_VARIABLE : "--daemon",
    hint: `Give ${ENDPOINT_FORMS}`,
  });
}

function isReachable(endpoint: Endpoint): endpoint is ReachableEndpoint {
  return endpoint.kind === "http" || endpoint.kind === "unix";
}

type Ask = (path: DaemonPath) => Promise<HttpReply>;

function asker(connections: Connections, endpoint: ReachableEndpoint, timeoutMs: number): Ask {
  return async (path) => {
    let reply: HttpReply | null = null;
    for (const address of addressesOf(endpoint)) {
      const get = { path, host: hostOf(address), timeoutMs, limitBytes: LIMIT_BYTES[path] };
      reply = await httpGet(() => connections.open(address), get);
      if (reply.kind !== "failure" || reply.state !== "down") break;
    }
    if (reply === null) throw new TypeError("An endpoint that can be reached has an address");
    return reply;
  };
}

async function askAll(choice: DaemonChoice, ask: Ask, clock: Clock): Promise<DaemonProbe> {
  const { endpoint, selectedBy } = choice;
  const askedAt = clock.now().getTime();
  const reply = await ask("/healthz");
  const latencyMs = reply.kind === "answer" ? Math.max(0, clock.now().getTime() - askedAt) : null;
  const healthz = parseHealthz(endpoint, reply);
  if (healthz.value?.live !== true) {
    const message = `Did not ask "${endpoint}" for more: /healthz shows no live daemon there`;
    const skipped = { answer: unasked("not_asked", message), value: null };
    return buildProbe({ endpoint, selectedBy, latencyMs, healthz, readyz: skipped, statez: skipped });
  }
  const [readyz, statez] = await Promise.all([ask("/readyz"), ask("/statez")]);
  return buildProbe({
    endpoint,
    selectedBy,
    latencyMs,
    healthz,
    readyz: parseReadyz(endpoint, readyz),
    statez: parseStatez(endpoint, statez),
  });
}
