import { assertEquals, assertThrows } from "@std/assert";
import { connectFailure, httpGet } from "../../../commands/host/daemon/http_get.ts";
import type { HttpReply } from "../../../lib/daemon/answers.ts";
import { type Behaviour, startFakeDaemon } from "../../helpers/fake_daemon.ts";

function failure(state: "down" | "denied" | "slow", detail: string): HttpReply {
  return { kind: "failure", state, detail, status: null };
}

// Not every one of these can be provoked by every account.
const cases: readonly (readonly [string, unknown, HttpReply])[] = [
  [
    "knows a refused socket",
    new Deno.errors.PermissionDenied("Permission denied (os error 13)"),
    failure("denied", "the operating system refused the connection"),
  ],
  [
    "knows a full queue",
    new Deno.errors.WouldBlock("Resource temporarily unavailable (os error 11)"),
    failure("slow", "the daemon does not accept connections"),
  ],
  [
    "keeps the reason of any other failed connection",
    new Error("Network is unreachable (os error 101)"),
    failure("down", 'the connection failed ("network is unreachable")'),
  ],
];

for (const [name, error, expected] of cases) {
  Deno.test(`connectFailure() ${name}`, () => assertEquals(connectFailure(error), expected));
}

Deno.test("connectFailure() throws on what is no failure to connect", () => {
  assertThrows(() => connectFailure(new TypeError("a bug")), TypeError, "a bug");
});

/** What a GET with these limits gives of a daemon that does this. */
async function getFrom(behaviour: Behaviour, limits: { readonly timeoutMs?: number; readonly limitBytes: number }) {
  const daemon = startFakeDaemon({ behaviours: { "/healthz": behaviour } });
  const { hostname, port } = new URL(daemon.endpoint);
  try {
    const connect = () => Deno.connect({ hostname, port: Number(port) });
    return await httpGet(connect, { path: "/healthz", host: hostname, timeoutMs: 600_000, ...limits });
  } finally {
    await daemon.close();
  }
}

const answer = (body: string): HttpReply => ({
  kind: "answer",
  status: 200,
  location: null,
  body: new TextEncoder().encode(body),
});
const raw = (text: string): Behaviour => ({ kind: "raw", bytes: text.replaceAll("\n", "\r\n") });

Deno.test("httpGet() waits when the timeout is longer than a timer holds", async () => {
  assertEquals(await getFrom({ kind: "text", text: "{}" }, { timeoutMs: 1e12, limitBytes: 2 }), answer("{}"));
});

Deno.test("httpGet() takes a body that ends with its connection, and no byte more than one that has a length", async () => {
  assertEquals(await getFrom(raw("HTTP/1.0 200 OK\n\n{}"), { limitBytes: 2 }), answer("{}"));
  assertEquals(await getFrom(raw("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}{}"), { limitBytes: 2 }), answer("{}"));
});

Deno.test("httpGet() takes a body as long as the limit, and none that is longer", async () => {
  for (const length of [99_999, 100_000, 100_001]) {
    for (const head of ["HTTP/1.1 200 OK\n\n", `HTTP/1.1 200 OK\nContent-Length: ${length}\n\n`]) {
      const body = "x".repeat(length);
      const tooLarge = { kind: "failure", state: "too_large", detail: "the answer is over 100000 bytes", status: 200 };
      const expected = length > 100_000 ? tooLarge : answer(body);
      assertEquals<unknown>(await getFrom(raw(head + body), { limitBytes: 100_000 }), expected);
    }
  }
});
