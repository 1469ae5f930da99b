/** The daemon in each of its states, over TCP and over its socket, and how it is found. */
import { assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { type Behaviour, healthyBehaviours, HEALTHZ, PATIENT, READYZ, withDaemon } from "../helpers/fake_daemon.ts";
import { programTest, runProgram } from "../helpers/program.ts";
import { HEALTHY, withFolder, withStore } from "../helpers/stores.ts";
import { type MachineDocument, readDocument } from "../helpers/machine_documents.ts";

type Behaviours = Readonly<Record<string, Behaviour>>;

interface StateCase {
  readonly name: string;
  readonly behaviours: (root: string) => Behaviours;
  /** Of /healthz, as status tells it. */
  readonly state: string;
  readonly available: boolean;
  readonly ready: boolean | null;
  /** What an answer is waited for; where one comes and another does not, longer until the first has come. */
  readonly timeouts: readonly (readonly string[])[];
  /** Asked over a unix socket as well: the client's own tests do that with all of them. */
  readonly overSocket?: true;
}

const LONG = [PATIENT];
const SHORT = [["--timeout", "300"]];

const alone = (healthz: Behaviour) => () => ({ "/healthz": healthz });
const beside = (changes: Behaviours) => (root: string) => ({ ...healthyBehaviours(root), ...changes });

const STATES: readonly StateCase[] = [
  {
    name: "live and ready",
    behaviours: healthyBehaviours,
    state: "ok",
    available: true,
    ready: true,
    timeouts: LONG,
    overSocket: true,
  },
  {
    name: "live and not ready",
    behaviours: beside({
      "/readyz": { kind: "json", status: 503, value: { ...READYZ, ready: false, status: "degraded" } },
    }),
    state: "ok",
    available: true,
    ready: false,
    timeouts: LONG,
  },
  {
    name: "live with a failing /statez",
    behaviours: beside({
      "/statez": { kind: "json", status: 500, value: { error: "internal", message: "bad record" } },
    }),
    state: "ok",
    available: true,
    ready: true,
    timeouts: LONG,
  },
  {
    name: "live with a /readyz that never answers",
    behaviours: beside({ "/readyz": { kind: "silent" } }),
    state: "ok",
    available: true,
    ready: null,
    timeouts: ["1500", "15000", "150000"].map((ms) => ["--timeout", ms]),
  },
  {
    name: "not live",
    behaviours: alone({ kind: "json", value: { ...HEALTHZ, live: false } }),
    state: "ok",
    available: false,
    ready: null,
    timeouts: LONG,
  },
  {
    name: "silent",
    behaviours: alone({ kind: "silent" }),
    state: "slow",
    available: false,
    ready: null,
    timeouts: SHORT,
    overSocket: true,
  },
  {
    name: "stalling",
    behaviours: alone({ kind: "stall" }),
    state: "slow",
    available: false,
    ready: null,
    timeouts: SHORT,
  },
  {
    name: "dripping",
    behaviours: alone({ kind: "drip", everyMs: 20 }),
    state: "slow",
    available: false,
    ready: null,
    timeouts: SHORT,
  },
  {
    name: "no JSON",
    behaviours: alone({ kind: "text", text: "<html>hello</html>" }),
    state: "garbage",
    available: false,
    ready: null,
    timeouts: LONG,
  },
  {
    name: "no HTTP",
    behaviours: alone({ kind: "raw", bytes: "SSH-2.0-OpenSSH_9.7\r\n" }),
    state: "garbage",
    available: false,
    ready: null,
    timeouts: LONG,
  },
  {
    name: "another component",
    behaviours: alone({ kind: "json", value: { ...HEALTHZ, component: "nginx" } }),
    state: "wrong_component",
    available: false,
    ready: null,
    timeouts: LONG,
  },
  {
    name: "flooding",
    behaviours: alone({ kind: "flood", declared: null }),
    state: "too_large",
    available: false,
    ready: null,
    timeouts: LONG,
  },
  {
    name: "redirecting",
    behaviours: alone({ kind: "redirect", to: "http://example.com/healthz" }),
    state: "redirecting",
    available: false,
    ready: null,
    timeouts: LONG,
  },
  {
    name: "answering with an error",
    behaviours: alone({ kind: "json", status: 500, value: { error: "internal" } }),
    state: "failed",
    available: false,
    ready: null,
    timeouts: LONG,
  },
];

async function statusOf(
  args: readonly string[],
  { env = {}, timeout = PATIENT }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly timeout?: readonly string[];
  } = {},
): Promise<MachineDocument> {
  const answer = await runProgram(["sync", "status", ...args, ...timeout, "--json"], { env });
  assertEquals(answer.code, 0, answer.stderr);
  return await readDocument(answer, "sync status");
}

/** The first status that sees the daemon in this state, or the last. */
async function statusWithin(
  timeouts: StateCase["timeouts"],
  args: readonly string[],
  state: string,
): Promise<MachineDocument> {
  const [timeout = PATIENT, ...longer] = timeouts;
  const document = await statusOf(args, { timeout });
  return daemonOf(document)["state"] === state || longer.length === 0
    ? document
    : await statusWithin(longer, args, state);
}

function daemonOf(document: MachineDocument): Readonly<Record<string, unknown>> {
  const daemon = document.data?.["daemon"];
  if (typeof daemon !== "object" || daemon === null) throw new Error("Status tells nothing of the daemon");
  return { ...daemon };
}

for (const { name, behaviours, state, available, ready, timeouts, overSocket } of STATES) {
  for (const transport of ["TCP", ...(overSocket === true ? ["a unix socket"] : [])]) {
    programTest(
      `a daemon that is ${name} over ${transport} is ${state}, and never keeps the store from being read`,
      () =>
        withStore(HEALTHY, async (root) => {
          const socketPath = join(root, "../api.sock");
          const options = { behaviours: behaviours(root), ...(transport === "TCP" ? {} : { socketPath }) };
          await withDaemon(options, async ({ endpoint }) => {
            const document = await statusWithin(timeouts, ["--store", root, "--daemon", endpoint], state);
            const daemon = daemonOf(document);
            assertEquals([daemon["state"], daemon["available"], daemon["ready"], daemon["endpoint"]], [
              state,
              available,
              ready,
              endpoint,
            ]);
            assertEquals(document.source["daemon"], { endpoint, selected_by: "option", state });
            assertEquals(document.source["kind"], "store");
            if (state === "ok") return;
            assertMatch(String(document.warnings[0]?.["message"]), /^[A-Z].*[^.]$/);
            assertEquals(document.warnings.map(({ code }) => code), [`daemon_${state}`]);
          });
        }),
    );
  }
}

programTest(
  "a daemon that is down is no fault where nobody asked for it, and a warning where somebody did",
  () =>
    withStore(HEALTHY, async (root) => {
      const endpoint = await withDaemon({ behaviours: {} }, ({ endpoint }) => Promise.resolve(endpoint));
      const asked = await statusOf(["--store", root, "--daemon", endpoint]);
      assertEquals([daemonOf(asked)["state"], asked.result, asked.warnings.length], ["down", "healthy", 1]);
      const absent = await statusOf(["--store", root, "--daemon", `unix:${root}/api.sock`]);
      assertEquals([daemonOf(absent)["state"], absent.result], ["down", "healthy"]);
      const off = await statusOf(["--store", root, "--daemon", "none"]);
      assertEquals([daemonOf(off)["state"], off.result, off.warnings], ["disabled", "healthy", []]);
    }),
);

programTest("an address that is not of this machine is never asked", () =>
  withStore(HEALTHY, async (root) => {
    for (const endpoint of ["http://192.0.2.1:8765", "http://example.com", "https://sourceos.dev:443"]) {
      const answer = await runProgram(["sync", "status", "--store", root, "--daemon", endpoint, "--json"]);
      const document = await readDocument(answer, "sync status");
      if (answer.code === 0) assertEquals(daemonOf(document)["state"], "non_local");
      else assertEquals(document.result, "usage");
    }
  }));

programTest(
  "the environment names the daemon, and the option comes before it",
  () =>
    withStore(HEALTHY, (root) =>
      withDaemon({ behaviours: healthyBehaviours(root) }, async ({ endpoint, requests }) => {
        const named = await statusOf(["--store", root], { env: { SOURCEOS_SYNCD_URL: endpoint } });
        assertEquals(named.source["daemon"], { endpoint, selected_by: "environment", state: "ok" });
        assertEquals(requests.length, 3);
        const option = await statusOf(["--store", root, "--daemon", "none"], { env: { SOURCEOS_SYNCD_URL: endpoint } });
        assertEquals(daemonOf(option)["state"], "disabled");
        assertEquals(requests.length, 3);
      })),
);

programTest(
  "proxies of the environment neither see the request nor stop it, over TCP and over a unix socket",
  () =>
    withStore(HEALTHY, (root) =>
      withDaemon({ behaviours: {} }, async (proxy) => {
        const url = proxy.endpoint;
        const env = {
          HTTP_PROXY: url,
          http_proxy: url,
          HTTPS_PROXY: url,
          ALL_PROXY: url,
          all_proxy: url,
          NO_PROXY: "",
        };
        for (const socket of [{}, { socketPath: join(root, "../api.sock") }]) {
          await withDaemon({ behaviours: healthyBehaviours(root), ...socket }, async ({ endpoint, requests }) => {
            const document = await statusOf(["--store", root, "--daemon", endpoint], { env });
            assertEquals([daemonOf(document)["state"], requests.length], ["ok", 3]);
          });
        }
        assertEquals(proxy.requests, []);
      })),
);

programTest(
  "where no store is in its usual places, the daemon's own is looked at",
  () =>
    withStore(
      HEALTHY,
      (root) =>
        withFolder((home) =>
          withDaemon({ behaviours: healthyBehaviours(root) }, async ({ endpoint }) => {
            const env = { HOME: home, XDG_STATE_HOME: home };
            if (
              [...Deno.readDirSync("/var/lib")].some(({ name }) => name === "sourceos-syncd")
            ) return;
            const document = await statusOf(["--daemon", endpoint], { env });
            assertEquals(document.source["store"], { root, selected_by: "daemon" });
          })
        ),
    ),
);
