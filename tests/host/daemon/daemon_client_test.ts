import { createDeadline } from "../../../commands/host/terminal/deadline.ts";
import { assertEquals, assertRejects } from "@std/assert";
import { Value } from "@sinclair/typebox/value";
import { createDaemonClient } from "../../../commands/host/daemon/daemon_client.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type AnswerState, DaemonProbe } from "../../../lib/model/daemon.ts";
import { buildProbe } from "../../../lib/daemon/probe.ts";
import {
  type Behaviour,
  type FakeDaemon,
  healthyBehaviours,
  HEALTHZ,
  READYZ,
  startFakeDaemon,
  statezOf,
} from "../../helpers/fake_daemon.ts";
import { holdTimers } from "../../helpers/held_timers.ts";

const NO_SOCKET = "/nonexistent/sourceos-syncd/api.sock";
/** No answer takes this long, however slow and busy the machine. */
const PATIENCE_MS = 600_000;

interface Surroundings {
  readonly variable?: string;
  readonly socketPath?: string;
  /** Milliseconds that the clock moves on each look. */
  readonly tickMs?: number;
}

function clientIn({ variable, socketPath = NO_SOCKET, tickMs = 0 }: Surroundings = {}) {
  let now = 1_000_000;
  return createDaemonClient({
    deadline: createDeadline(),
    clock: { now: () => new Date(now += tickMs) },
    environment: (name) => name === "SOURCEOS_SYNCD_URL" ? variable ?? null : null,
    socketPath,
  });
}

async function probe(endpoint: string, timeoutMs = PATIENCE_MS, surroundings: Surroundings = {}): Promise<DaemonProbe> {
  const client = clientIn(surroundings);
  try {
    const found = await client.probe(await client.choose(endpoint), timeoutMs);
    assertEquals(Value.Check(DaemonProbe, found), true);
    return found;
  } finally {
    client.close();
  }
}

/** Probes with a patience that ends once the daemon was asked so often, and so many answers are still awaited. */
async function probeUntil(
  daemon: FakeDaemon,
  { asked, awaited }: { readonly asked: number; readonly awaited: number },
): Promise<DaemonProbe> {
  const timers = holdTimers(PATIENCE_MS);
  try {
    const probing = probe(daemon.endpoint);
    while (daemon.requests.length < asked || timers.running() > awaited) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    timers.end();
    return await probing;
  } finally {
    timers.letGo();
  }
}

async function withDaemon(
  behaviours: Readonly<Record<string, Behaviour>>,
  test: (daemon: FakeDaemon) => Promise<void>,
  socketPath?: string,
): Promise<void> {
  const daemon = startFakeDaemon(socketPath === undefined ? { behaviours } : { behaviours, socketPath });
  try {
    await test(daemon);
  } finally {
    await daemon.close();
  }
}

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "daemon-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ok = (value: unknown) => ({ answer: { state: "ok", http_status: 200, message: null } as const, value });

Deno.test("probe() asks a live daemon for all three, over TCP", () =>
  withDaemon(healthyBehaviours("/srv/store"), async (daemon) => {
    const expected = buildProbe({
      endpoint: daemon.endpoint,
      selectedBy: "option",
      latencyMs: 7,
      healthz: { ...ok(null), value: HEALTHZ },
      readyz: { ...ok(null), value: { ...READYZ, status: "healthy" } },
      statez: { ...ok(null), value: { ...statezOf("/srv/store"), schema: "sourceos.state-integrity-report/v1alpha1" } },
    });
    assertEquals(await probe(daemon.endpoint, PATIENCE_MS, { tickMs: 7 }), expected);
    assertEquals(expected.store_root, "/srv/store");
    const asked = ["GET /healthz HTTP/1.0", "GET /readyz HTTP/1.0", "GET /statez HTTP/1.0"];
    assertEquals([...daemon.requests].sort(), asked);
  }));

Deno.test("probe() asks a live daemon over its unix socket", () =>
  withFolder((folder) =>
    withDaemon(healthyBehaviours("/srv/store"), async (daemon) => {
      const found = await probe(`unix://${folder}/api.sock`);
      assertEquals([found.available, found.ready, found.initialized], [true, true, true]);
      assertEquals(daemon.requests.length, 3);
    }, `${folder}/api.sock`)
  ));

const misbehaviours: readonly (readonly [string, Behaviour, AnswerState])[] = [
  ["silence", { kind: "silent" }, "slow"],
  ["a body that stalls", { kind: "stall" }, "slow"],
  ["a body that drips", { kind: "drip", everyMs: 20 }, "slow"],
  ["no HTTP", { kind: "raw", bytes: "SSH-2.0-OpenSSH_9.6\r\n" }, "garbage"],
  ["an answer that ends at once", { kind: "raw", bytes: "" }, "garbage"],
  ["a body that breaks off", { kind: "raw", bytes: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{" }, "garbage"],
  ["an endless head", { kind: "raw", bytes: `HTTP/1.1 200 OK\r\n${"X-A: b\r\n".repeat(200_000)}` }, "garbage"],
  ["HTML", { kind: "text", text: "<html>", headers: ["Content-Type: text/html"] }, "garbage"],
  ["another shape", { kind: "json", value: { status: "ok" } }, "garbage"],
  ["another component", { kind: "json", value: { ...HEALTHZ, component: "grafana" } }, "wrong_component"],
  ["an HTTP error", { kind: "json", status: 500, value: { error: "OSError", message: "disk" } }, "failed"],
  ["an unknown method", { kind: "text", status: 501, text: "<html>" }, "failed"],
  ["a redirect", { kind: "redirect", to: "http://example.org/healthz" }, "redirecting"],
  ["a declared length over the limit", { kind: "flood", declared: 64 * 1024 + 1 }, "too_large"],
  [
    "a length that lies",
    { kind: "raw", bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"live":true}' },
    "garbage",
  ],
  ["a body without end", { kind: "flood", declared: null }, "too_large"],
  [
    "chunks that nobody asked for",
    { kind: "raw", bytes: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n" },
    "garbage",
  ],
];

for (const [name, behaviour, state] of misbehaviours) {
  Deno.test(`probe() calls ${name} at /healthz ${state}, and asks no further`, () =>
    withDaemon({ ...healthyBehaviours("/"), "/healthz": behaviour }, async (daemon) => {
      const found = await (state === "slow" ? probeUntil(daemon, { asked: 1, awaited: 1 }) : probe(daemon.endpoint));
      assertEquals([found.state, found.available, found.live], [state, false, null]);
      assertEquals(found.answers.healthz.message === null, false);
      assertEquals([found.answers.readyz.state, found.answers.statez.state], ["not_asked", "not_asked"]);
      assertEquals(daemon.requests, ["GET /healthz HTTP/1.0"]);
    }));
}

const statezMisbehaviours: typeof misbehaviours = [
  ...misbehaviours.filter(([, { kind }, state]) => kind !== "flood" && state !== "wrong_component"),
  ["a declared length over the limit", { kind: "flood", declared: 8 * 1024 * 1024 + 1 }, "too_large"],
  ["a body without end", { kind: "flood", declared: null }, "too_large"],
];

for (const [name, behaviour, state] of statezMisbehaviours) {
  Deno.test(`probe() calls ${name} at /statez ${state}, beside a live daemon`, () =>
    withDaemon({ ...healthyBehaviours("/"), "/statez": behaviour }, async (daemon) => {
      const found = await (state === "slow" ? probeUntil(daemon, { asked: 3, awaited: 1 }) : probe(daemon.endpoint));
      assertEquals([found.state, found.available, found.ready], ["ok", true, true]);
      assertEquals([found.answers.readyz.state, found.answers.statez.state], ["ok", state]);
      assertEquals([found.store_root, found.initialized, found.invariants], [null, null, []]);
    }));
}

Deno.test("probe() takes a report that is larger than any other answer may be", () => {
  const value = { ...statezOf("/srv/store"), padding: " ".repeat(1024 * 1024) };
  return withDaemon({ ...healthyBehaviours("/"), "/statez": { kind: "json", value } }, async (daemon) => {
    assertEquals((await probe(daemon.endpoint)).store_root, "/srv/store");
  });
});

Deno.test("probe() gives each endpoint a timeout of its own, and asks the last two at once", () =>
  withDaemon(
    { ...healthyBehaviours("/"), "/readyz": { kind: "silent" }, "/statez": { kind: "drip", everyMs: 20 } },
    async (daemon) => {
      const found = await probeUntil(daemon, { asked: 3, awaited: 2 });
      assertEquals(found.state, "ok");
      assertEquals([found.answers.readyz.state, found.answers.statez.state], ["slow", "slow"]);
      assertEquals(
        found.answers.readyz.message,
        `Cannot get /readyz from "${daemon.endpoint}": no whole answer came within ${PATIENCE_MS} ms; ` +
          "raise --timeout, or see what holds the daemon up",
      );
    },
  ));

Deno.test("probe() takes a daemon at its word when it is not ready", () => {
  const readyz = { ...READYZ, ready: false, status: "uninitialized", severity: "warning" };
  return withDaemon(
    { ...healthyBehaviours("/"), "/readyz": { kind: "json", status: 503, value: readyz } },
    async (daemon) => {
      const found = await probe(daemon.endpoint);
      assertEquals([found.state, found.available, found.ready, found.status], ["ok", true, false, "uninitialized"]);
      assertEquals(found.answers.readyz, { state: "ok", http_status: 503, message: null });
    },
  );
});

Deno.test("probe() asks no more of a daemon that is not live", () =>
  withDaemon({ "/healthz": { kind: "json", value: { ...HEALTHZ, live: false } } }, async (daemon) => {
    const found = await probe(daemon.endpoint);
    assertEquals([found.state, found.available, found.live], ["ok", false, false]);
    assertEquals(daemon.requests.length, 1);
  }));

Deno.test("probe() finds nothing on a closed port", async () => {
  const daemon = startFakeDaemon({ behaviours: {} });
  await daemon.close();
  const found = await probe(daemon.endpoint);
  assertEquals([found.state, found.latency_ms], ["down", null]);
  assertEquals(
    found.answers.healthz.message,
    `Cannot reach "${daemon.endpoint}": nothing listens there; start sourceos-syncd, or name its endpoint with --daemon`,
  );
});

Deno.test("probe() asks localhost at its IPv6 address where nothing listens at the other", async () => {
  const daemon = startFakeDaemon({ behaviours: healthyBehaviours("/"), hostname: "::1" });
  try {
    const found = await probe(daemon.endpoint.replace("[::1]", "localhost"));
    assertEquals([found.state, daemon.requests.length], ["ok", 3]);
  } finally {
    await daemon.close();
  }
});

Deno.test("probe() tells a missing socket from one that nobody serves", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const missing = await probe(`unix:${folder}/api.sock`);
    const unserved = await probe(`unix:${folder}/file`);
    assertEquals([missing.state, unserved.state], ["down", "down"]);
    assertEquals(missing.answers.healthz.message?.includes("the socket does not exist"), true);
    assertEquals(unserved.answers.healthz.message?.includes("nothing listens there"), true);
  }));

Deno.test("probe() is denied a socket that it may not open", {
  // The superuser may open every socket.
  ignore: Deno.uid() === 0,
}, () =>
  withFolder((folder) =>
    withDaemon(healthyBehaviours("/"), async () => {
      await Deno.chmod(`${folder}/api.sock`, 0);
      assertEquals((await probe(`unix:${folder}/api.sock`)).state, "denied");
    }, `${folder}/api.sock`)
  ));

Deno.test({
  name: "probe() is denied a socket once the program may not write",
  permissions: { read: true, env: true, net: true, write: false },
  async fn() {
    const found = await probe("unix:/nonexistent/api.sock");
    assertEquals(found.state, "denied");
    assertEquals(
      found.answers.healthz.message,
      'Cannot connect to "unix:/nonexistent/api.sock": this program was started without the permission to connect ' +
        "there; run it as an account that may ask the daemon",
    );
  },
});

Deno.test("probe() contacts nobody elsewhere, and nobody when disabled", async () => {
  const elsewhere = await probe("http://sourceos.invalid:8765");
  const disabled = await probe("none");
  assertEquals([elsewhere.state, elsewhere.endpoint], ["non_local", "http://sourceos.invalid:8765"]);
  assertEquals([disabled.state, disabled.endpoint, disabled.selected_by], ["disabled", null, "option"]);
});

Deno.test("choose() prefers the option, then the environment, then the socket, then the default port", () =>
  withFolder(async (folder) => {
    const socketPath = `${folder}/api.sock`;
    const socket = Deno.listen({ transport: "unix", path: socketPath });
    await Deno.writeTextFile(`${folder}/file`, "");
    const choices = [];
    for (
      const [option, surroundings] of [
        ["none", { variable: "http://127.0.0.1:1", socketPath }],
        [null, { variable: "http://127.0.0.1:1", socketPath }],
        [null, { socketPath }],
        [null, { socketPath: `${folder}/file` }],
        [null, {}],
      ] as const
    ) {
      const client = clientIn(surroundings);
      choices.push(await client.choose(option));
      client.close();
    }
    socket.close();
    assertEquals(choices, [
      { endpoint: "none", selectedBy: "option" },
      { endpoint: "http://127.0.0.1:1", selectedBy: "environment" },
      { endpoint: `unix:${socketPath}`, selectedBy: "default" },
      { endpoint: "http://127.0.0.1:8765", selectedBy: "default" },
      { endpoint: "http://127.0.0.1:8765", selectedBy: "default" },
    ]);
  }));

Deno.test("choose() refuses a malformed endpoint, names where it came from and hides its password", async () => {
  const hint = "Give http://127.0.0.1:PORT, http://localhost:PORT, http://[::1]:PORT, unix:/PATH or none";
  const fromOption = await assertRejects(() => clientIn().choose("http://me:secret@127.0.0.1"), CliError);
  const fromVariable = await assertRejects(() => clientIn({ variable: "ftp://127.0.0.1" }).choose(null), CliError);
  assertEquals([fromOption, fromVariable].map(({ exit, message, target, hint }) => ({ exit, message, target, hint })), [
    {
      exit: "usage",
      message: 'Cannot use "http://…@127.0.0.1" as the daemon\'s endpoint: it holds credentials, ' +
        "which the daemon never asks for",
      target: "--daemon",
      hint,
    },
    {
      exit: "usage",
      message: 'Cannot use "ftp://127.0.0.1" as the daemon\'s endpoint: it is neither an http URL nor a unix socket',
      target: "SOURCEOS_SYNCD_URL",
      hint,
    },
  ]);
});

Deno.test("readStore() tells the daemon's store where the disk cannot be read, and only what is initialised", () => {
  const event = {
    schema: "sourceos.journal-event/v1alpha1",
    event_id: "evt-00000001",
    event_type: "add",
    lane: "normal",
    object_id: "object:alpha",
    producer: "actor:ada",
    created_at: "2026-05-05T00:01:00Z",
    payload: {},
    applied: true,
  };
  const events: Behaviour = { kind: "json", value: { events: [event, { ...event, event_type: "corrupt" }] } };
  return withDaemon({ ...healthyBehaviours("/srv/store"), "/events": events }, async (daemon) => {
    const client = clientIn();
    try {
      const choice = await client.choose(daemon.endpoint);
      const found = await client.probe(choice, PATIENCE_MS);
      const store = await client.readStore(choice, found, PATIENCE_MS);
      assertEquals(
        [store?.root, store?.origin, store?.journal.events, store?.journal.unreadable, store?.records],
        ["/srv/store", "daemon", 1, 1, []],
      );
      assertEquals(await client.readStore(choice, { ...found, initialized: false }, PATIENCE_MS), null);
    } finally {
      client.close();
    }
  });
});
