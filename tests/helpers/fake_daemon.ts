/** A daemon that answers, or misbehaves, as a test says: over loopback TCP on a free port, or on a unix socket. */

/** What it does with a request for one path. */
export type Behaviour =
  | { readonly kind: "json"; readonly value: unknown; readonly status?: number }
  | { readonly kind: "text"; readonly text: string; readonly status?: number; readonly headers?: readonly string[] }
  /** Bytes as they are, head included; then the connection ends. */
  | { readonly kind: "raw"; readonly bytes: string | Uint8Array }
  | { readonly kind: "redirect"; readonly to: string; readonly status?: number }
  /** Never answers. */
  | { readonly kind: "silent" }
  /** Sends a head that promises a body, and then nothing. */
  | { readonly kind: "stall" }
  /** One byte of the body at a time, for ever. */
  | { readonly kind: "drip"; readonly everyMs: number }
  /** A body without end, `declared` bytes long by its own word, or without a length where that is null. */
  | { readonly kind: "flood"; readonly declared: number | null };

export interface FakeDaemonOptions {
  /** By path; any other path is answered 404, as the reference daemon does. */
  readonly behaviours: Readonly<Record<string, Behaviour>>;
  /** The unix socket to listen on; a free TCP port of `hostname` where it is absent. */
  readonly socketPath?: string;
  readonly hostname?: string;
}

export interface FakeDaemon {
  /** What --daemon takes. */
  readonly endpoint: string;
  /** The request lines so far, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** What tells a command to wait for an answer that comes, however slow and busy the machine is. */
export const PATIENT: readonly string[] = ["--timeout", "600000"];

export const HEALTHZ = {
  live: true,
  component: "sourceos-syncd",
  version: "0.1.0",
  generated_at: "2026-05-05T00:00:00Z",
};

export const READYZ = {
  ready: true,
  status: "healthy",
  severity: "info",
  summary: "All required state integrity invariants pass.",
  generated_at: "2026-05-05T00:00:00Z",
};

/** A small, valid /statez answer of a daemon that serves the store at `storeRoot`. */
export function statezOf(storeRoot: string, generation = 3) {
  return {
    schema: "sourceos.state-integrity-report/v1alpha1",
    generated_at: "2026-05-05T00:00:00Z",
    identity: { component: "sourceos-syncd", version: "0.1.0", store_root: storeRoot },
    collection: { status: "partial", errors: [] },
    runtime: { last_heartbeat_at: "2026-05-05T00:00:00Z" },
    stores: [{ name: "content-store-a", active_generation: generation, last_known_good_generation: 1 }],
    lanes: [],
    pipeline: {},
    resources: {},
    policy: {},
    invariants: [
      {
        id: "heartbeat.within_sla",
        status: "pass",
        severity: "info",
        evidence: {},
        remediation: "restart_or_mark_stale",
      },
    ],
    diagnosis: { status: "healthy", severity: "info" },
    controls: [],
    attestation: { signed: false },
    local_state: { initialized: true, root: storeRoot, registry_counts: { actors: 1, objects: 2 } },
  };
}

/** The behaviours of a live, ready daemon that serves the store at `storeRoot`. */
export function healthyBehaviours(storeRoot: string): Readonly<Record<string, Behaviour>> {
  return {
    "/healthz": { kind: "json", value: HEALTHZ },
    "/readyz": { kind: "json", value: READYZ },
    "/statez": { kind: "json", value: statezOf(storeRoot) },
  };
}

/** Starts the daemon; `close` ends every connection and waits until nothing of it is left. */
export function startFakeDaemon(options: FakeDaemonOptions): FakeDaemon {
  const listener = listen(options);
  const requests: string[] = [];
  const connections = new Set<Deno.Conn>();
  const served: Promise<void>[] = [];

  async function serve(connection: Deno.Conn): Promise<void> {
    connections.add(connection);
    try {
      const line = await readRequestLine(connection);
      if (line === null) return;
      requests.push(line);
      const path = line.split(" ")[1] ?? "";
      const behaviour = Object.hasOwn(options.behaviours, path) ? options.behaviours[path] : undefined;
      await behave(connection, behaviour ?? { kind: "json", status: 404, value: { error: "not_found", path } });
    } catch {
      // The client left in the middle, which is what most misbehaviour makes it do.
    } finally {
      if (connections.delete(connection)) connection.close();
    }
  }

  const accepting = (async () => {
    try {
      for await (const connection of listener) served.push(serve(connection));
    } catch {
      // Closed.
    }
  })();

  return {
    endpoint: endpointOf(listener.addr),
    requests,
    async close() {
      listener.close();
      for (const connection of connections) connection.close();
      connections.clear();
      await accepting;
      await Promise.all(served);
    },
  };
}

function listen(options: FakeDaemonOptions): Deno.Listener {
  return options.socketPath === undefined
    ? Deno.listen({ hostname: options.hostname ?? "127.0.0.1", port: 0 })
    : Deno.listen({ transport: "unix", path: options.socketPath });
}

function endpointOf(address: Deno.Addr): string {
  if (address.transport === "unix") return `unix:${address.path}`;
  if (address.transport !== "tcp") throw new TypeError(`Cannot name an address of "${address.transport}"`);
  const host = address.hostname.includes(":") ? `[${address.hostname}]` : address.hostname;
  return `http://${host}:${address.port}`;
}

async function readRequestLine(connection: Deno.Conn): Promise<string | null> {
  let text = "";
  const buffer = new Uint8Array(4096);
  while (!text.includes("\r\n\r\n")) {
    const bytes = await connection.read(buffer);
    if (bytes === null) return null;
    text += new TextDecoder().decode(buffer.subarray(0, bytes));
  }
  return text.slice(0, text.indexOf("\r\n"));
}

async function behave(connection: Deno.Conn, behaviour: Behaviour): Promise<void> {
  switch (behaviour.kind) {
    case "json":
      return await send(connection, respond(behaviour.status ?? 200, JSON.stringify(behaviour.value)));
    case "text":
      return await send(connection, respond(behaviour.status ?? 200, behaviour.text, behaviour.headers));
    case "raw":
      return await send(connection, behaviour.bytes);
    case "redirect":
      return await send(connection, respond(behaviour.status ?? 302, "", [`Location: ${behaviour.to}`]));
    case "silent":
      return await untilClientLeaves(connection);
    case "stall":
      await send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
      return await untilClientLeaves(connection);
    case "drip":
      await send(connection, "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n{");
      return await drip(connection, behaviour.everyMs);
    case "flood":
      return await flood(connection, behaviour.declared);
  }
}

function respond(status: number, body: string, headers: readonly string[] = []): string {
  const length = new TextEncoder().encode(body).length;
  const lines = [`HTTP/1.1 ${status} Answer`, `Content-Length: ${length}`, "Connection: close", ...headers];
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

async function send(connection: Deno.Conn, text: string | Uint8Array): Promise<void> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

async function untilClientLeaves(connection: Deno.Conn): Promise<void> {
  while (await connection.read(new Uint8Array(1024)) !== null);
}

async function drip(connection: Deno.Conn, everyMs: number): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    await send(connection, " ");
  }
}

async function flood(connection: Deno.Conn, declared: number | null): Promise<void> {
  const length = declared === null ? "" : `Content-Length: ${declared}\r\n`;
  await send(connection, `HTTP/1.1 200 OK\r\n${length}\r\n`);
  for (;;) await send(connection, " ".repeat(0x4000));
}

/** Runs with a daemon, and ends it. */
export async function withDaemon<Result>(
  options: FakeDaemonOptions,
  use: (daemon: FakeDaemon) => Promise<Result>,
): Promise<Result> {
  const daemon = startFakeDaemon(options);
  try {
    return await use(daemon);
  } finally {
    await daemon.close();
  }
}
