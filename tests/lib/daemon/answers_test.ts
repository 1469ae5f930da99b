import { assertEquals } from "@std/assert";
import { Value } from "@sinclair/typebox/value";
import fastCheck from "../../helpers/properties.ts";
import { type Answer, DaemonProbe } from "../../../lib/model/daemon.ts";
import { excerpt, type HttpReply, parseHealthz, parseReadyz, parseStatez } from "../../../lib/daemon/answers.ts";
import { buildProbe, disabledProbe, nonLocalProbe } from "../../../lib/daemon/probe.ts";

const ENDPOINT = "http://127.0.0.1:8765";
const HEALTHZ = await readFixture("healthz.json");

function readFixture(name: string): Promise<Uint8Array> {
  return Deno.readFile(new URL(`../../../fixtures/daemon/${name}`, import.meta.url));
}

function answer(body: string | Uint8Array, status = 200): HttpReply {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { kind: "answer", status, location: null, body: bytes };
}

const garbage = (detail: string, status = 200): Answer => ({
  state: "garbage",
  http_status: status,
  message: `Cannot understand /healthz of "${ENDPOINT}": ${detail}; another program may listen there, check --daemon`,
});
const failed = (detail: string, status: number): Answer => ({
  state: "failed",
  http_status: status,
  message: `Cannot use /healthz of "${ENDPOINT}": ${detail}; look at the daemon's log and at what doctor finds`,
});
const foreign = (component: string): Answer => ({
  state: "wrong_component",
  http_status: 200,
  message: `Cannot use "${ENDPOINT}": it says that it is "${component}", not "sourceos-syncd"; correct --daemon`,
});

const WHOLE = '"live":true,"version":"1","generated_at":"now"';
const refusals: readonly (readonly [string, HttpReply, Answer])[] = [
  ["refuses HTML", answer("<html></html>"), garbage("the answer is not JSON")],
  ["refuses an empty answer", answer(" \n"), garbage("the answer is empty")],
  ["refuses bytes that are no UTF-8", answer(new Uint8Array([0x22, 0xff, 0x22])), garbage("the answer is not UTF-8")],
  ["refuses a list", answer("[]"), garbage("the answer has another shape")],
  ["refuses a deep nest", answer("[".repeat(60_000)), garbage("the answer nests too deep")],
  [
    "refuses a missing field",
    answer('{"live":true,"component":"sourceos-syncd","version":"1"}'),
    garbage('the answer has another shape at "/generated_at"'),
  ],
  [
    "refuses a field inherited by name only",
    answer(`{"__proto__":{"component":"sourceos-syncd"},${WHOLE}}`),
    garbage('the answer has another shape at "/component"'),
  ],
  ["refuses another component", answer(`{"component":"other",${WHOLE}}`), foreign("other")],
  ["refuses another component of another shape", answer('{"component":"grafana"}'), foreign("grafana")],
  [
    "shows a foreign name harmlessly",
    answer('{"component":"a\\u001b[31m\\u202eb"}'),
    foreign("a\u{FFFD}[31m\u{FFFD}b"),
  ],
  ["refuses success without an answer", answer("", 204), garbage("HTTP 204 is no answer to it", 204)],
  ["refuses a redirect to nowhere", answer("", 302), garbage("HTTP 302 is no answer to it", 302)],
  ["refuses an HTTP error", answer("<h1>Unsupported method</h1>", 501), failed("HTTP 501", 501)],
  ["refuses a good body under an error", answer(HEALTHZ, 500), failed("HTTP 500", 500)],
  [
    "says what the daemon says about its failure",
    answer(await readFixture("failure.unreadable_record.json"), 500),
    failed('HTTP 500, "JSONDecodeError: Expecting value: line 1 column 1 (char 0)"', 500),
  ],
  [
    "follows no redirect",
    { kind: "answer", status: 302, location: "http://example.org/\u0007", body: new Uint8Array() },
    {
      state: "redirecting",
      http_status: 302,
      message: `Refused to follow "${ENDPOINT}": it redirects /healthz to "http://example.org/\u{FFFD}"; ` +
        "name the daemon itself with --daemon",
    },
  ],
];

for (const [name, reply, expected] of refusals) {
  Deno.test(`parseHealthz() ${name}`, () => {
    assertEquals(parseHealthz(ENDPOINT, reply), { answer: expected, value: null });
  });
}

const failures = [
  ["down", `Cannot reach "${ENDPOINT}": DETAIL; start sourceos-syncd, or name its endpoint with --daemon`],
  ["denied", `Cannot connect to "${ENDPOINT}": DETAIL; run it as an account that may ask the daemon`],
  ["slow", `Cannot get /statez from "${ENDPOINT}": DETAIL; raise --timeout, or see what holds the daemon up`],
  [
    "too_large",
    `Stopped reading /statez from "${ENDPOINT}": DETAIL, more than any honest answer; see what listens there`,
  ],
  ["garbage", `Cannot understand /statez of "${ENDPOINT}": DETAIL; another program may listen there, check --daemon`],
] as const;

for (const [state, message] of failures) {
  Deno.test(`parseStatez() explains ${state}`, () => {
    const reading = parseStatez(ENDPOINT, { kind: "failure", state, detail: "DETAIL", status: null });
    assertEquals(reading, { answer: { state, http_status: null, message }, value: null });
  });
}

Deno.test("parseHealthz() takes the recorded answer", () => {
  assertEquals(parseHealthz(ENDPOINT, answer(HEALTHZ)), {
    answer: { state: "ok", http_status: 200, message: null },
    value: { live: true, component: "sourceos-syncd", version: "0.1.0", generated_at: "2026-05-05T00:00:00Z" },
  });
});

Deno.test("parseHealthz() explains a daemon that is not live", () => {
  const body = '{"live":false,"component":"sourceos-syncd","version":"1","generated_at":"now"}';
  assertEquals(parseHealthz(ENDPOINT, answer(body)).answer, {
    state: "ok",
    http_status: 200,
    message: `Asked "${ENDPOINT}" for /healthz: the daemon says that it is not live; look at its log, and restart it`,
  });
});

Deno.test("parseReadyz() takes a 503 with its own body as an answer", async () => {
  const reading = parseReadyz(ENDPOINT, answer(await readFixture("readyz.uninitialized.json"), 503));
  assertEquals(reading.answer, { state: "ok", http_status: 503, message: null });
  assertEquals(reading.value?.status, "uninitialized");
});

Deno.test("parseReadyz() takes a 503 with any other body as a failure", () => {
  assertEquals(parseReadyz(ENDPOINT, answer("Service Unavailable", 503)).answer.state, "failed");
});

Deno.test("parseReadyz() refuses a status that the contract does not know", async () => {
  const text = new TextDecoder().decode(await readFixture("readyz.healthy.json")).replace('"healthy"', '"fine"');
  assertEquals(parseReadyz(ENDPOINT, answer(text)).answer.state, "garbage");
});

Deno.test("buildProbe() draws the facts out of the recorded answers", async () => {
  const probe = buildProbe({
    endpoint: ENDPOINT,
    selectedBy: "option",
    latencyMs: 4,
    healthz: parseHealthz(ENDPOINT, answer(HEALTHZ)),
    readyz: parseReadyz(ENDPOINT, answer(await readFixture("readyz.healthy.json"))),
    statez: parseStatez(ENDPOINT, answer(await readFixture("statez.healthy.json"))),
  });
  const ok: Answer = { state: "ok", http_status: 200, message: null };
  assertEquals({ ...probe, invariants: probe.invariants.slice(0, 1) }, {
    endpoint: ENDPOINT,
    selected_by: "option",
    state: "ok",
    available: true,
    live: true,
    ready: true,
    version: "0.1.0",
    status: "healthy",
    severity: "info",
    summary: "All required state integrity invariants pass.",
    latency_ms: 4,
    answers: { healthz: ok, readyz: ok, statez: ok },
    store_root: "/var/lib/sourceos-syncd",
    initialized: true,
    last_heartbeat_at: "2026-05-05T00:00:00Z",
    active_generation: 2,
    registry_counts: {
      "actors": 0,
      "devices": 0,
      "indexes": 0,
      "objects": 0,
      "profiles": 0,
      "repair-reports": 0,
      "schemas": 0,
    },
    invariants: [
      { id: "report.contract_valid", status: "pass", severity: "info", remediation: "fix_report_contract" },
    ],
  });
  assertEquals(Value.Check(DaemonProbe, probe), true);
});

Deno.test("buildProbe() bounds and checks what a foreign report holds", async () => {
  const recorded = new TextDecoder().decode(await readFixture("statez.uninitialized.json"));
  const report = {
    ...JSON.parse(recorded),
    identity: { store_root: "/".repeat(5000) },
    runtime: { last_heartbeat_at: 7 },
    stores: [{ active_generation: -1 }],
    invariants: [
      { id: 1 },
      ...Array.from({ length: 300 }, (_, at) => ({ id: `i${at}`, status: "fail", severity: "x" })),
    ],
  };
  const counts = '{"__proto__":3,"actors":1.5,"objects":-1,"schemas":2}';
  const text = JSON.stringify({ ...report, local_state: { initialized: "yes", registry_counts: null } })
    .replace('"registry_counts":null', `"registry_counts":${counts}`);
  const probe = buildProbe({
    endpoint: ENDPOINT,
    selectedBy: "default",
    latencyMs: 0,
    healthz: parseHealthz(ENDPOINT, answer(HEALTHZ)),
    readyz: parseReadyz(ENDPOINT, { kind: "failure", state: "slow", detail: "late", status: null }),
    statez: parseStatez(ENDPOINT, answer(text)),
  });
  assertEquals(probe.store_root, `${"/".repeat(4095)}…`);
  assertEquals([probe.initialized, probe.last_heartbeat_at, probe.active_generation], [null, null, null]);
  assertEquals(Object.entries(probe.registry_counts ?? {}), [["__proto__", 3], ["schemas", 2]]);
  assertEquals([probe.invariants.length, probe.invariants.at(-1)?.id], [200, "i199"]);
  assertEquals([probe.ready, probe.status, probe.summary], [null, null, null]);
});

Deno.test("disabledProbe() and nonLocalProbe() are whole probes with one explanation", () => {
  const disabled = disabledProbe("snapshot");
  const elsewhere = nonLocalProbe("http://example.org", "option", "example.org");
  assertEquals([Value.Check(DaemonProbe, disabled), Value.Check(DaemonProbe, elsewhere)], [true, true]);
  assertEquals([disabled.endpoint, disabled.state, disabled.available], [null, "disabled", false]);
  assertEquals([elsewhere.endpoint, elsewhere.state], ["http://example.org", "non_local"]);
  assertEquals(
    elsewhere.answers.statez.message,
    'Refused to ask "http://example.org": "example.org" is not this machine; ' +
      "give --daemon a loopback address or a unix socket",
  );
});

Deno.test("parseStatez() reads what JSON.parse refuses or rounds", async () => {
  const recorded = new TextDecoder().decode(await readFixture("statez.healthy.json"));
  const odd = recorded.replace('"duration_ms": 0', '"duration_ms": NaN').replace(
    '"pid": 4242',
    '"pid": 9007199254740993',
  );
  const reading = parseStatez(ENDPOINT, answer(odd));
  assertEquals(reading.answer.state, "ok");
  assertEquals([reading.value?.collection["duration_ms"], reading.value?.identity["pid"]], [null, 9007199254740993n]);
});

Deno.test("excerpt() shows one harmless line", () => {
  assertEquals(excerpt("a\nb\u2028c\u200fd\ud800"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}");
  assertEquals(excerpt("😀".repeat(201)), `${"😀".repeat(200)}…`);
});

Deno.test("the parsers turn any bytes and status into a valid probe", () => {
  const text = fastCheck.oneof(
    fastCheck.json(),
    fastCheck.string({ unit: "binary" }),
    fastCheck.record({
      live: fastCheck.boolean(),
      component: fastCheck.constantFrom("sourceos-syncd", "other"),
      version: fastCheck.string({ unit: "binary" }),
      generated_at: fastCheck.string(),
    }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
  );
  const status = fastCheck.constantFrom(200, 204, 302, 404, 500, 503);
  fastCheck.assert(fastCheck.property(text, status, (body, code) => {
    const reply = answer(body, code);
    const probe = buildProbe({
      endpoint: ENDPOINT,
      selectedBy: "default",
      latencyMs: null,
      healthz: parseHealthz(ENDPOINT, reply),
      readyz: parseReadyz(ENDPOINT, reply),
      statez: parseStatez(ENDPOINT, reply),
    });
    assertEquals(Value.Check(DaemonProbe, probe), true);
    assertEquals(probe.state === "ok", probe.live !== null);
  }));
});
