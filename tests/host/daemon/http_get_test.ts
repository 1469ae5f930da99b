import { assertEquals } from "@std/assert";
import { failureOf, httpGet } from "../../../commands/host/daemon/http_get.ts";
import type { HttpReply } from "../../../lib/daemon/answers.ts";
import { startFakeDaemon } from "../../helpers/fake_daemon.ts";

const SENDING = "error sending request for url (http://localhost/healthz): client error";

function failure(state: "down" | "denied" | "slow" | "garbage", detail: string): HttpReply {
  return { kind: "failure", state, detail, status: null };
}

// What fetch of deno 2.4 throws; not every one of these can be provoked by every account.
const cases: readonly (readonly [string, unknown, HttpReply])[] = [
  [
    "knows a refused socket",
    new TypeError(`${SENDING} (Connect): Permission denied (os error 13)`),
    failure("denied", "the operating system refused the connection"),
  ],
  [
    "knows a forbidden address",
    new TypeError(`${SENDING} (Connect): tcp connect error: Operation not permitted (os error 1)`),
    failure("denied", "the operating system refused the connection"),
  ],
  [
    "knows a full queue",
    new TypeError(`${SENDING} (Connect): Resource temporarily unavailable (os error 11)`),
    failure("slow", "the daemon does not accept connections"),
  ],
  [
    "keeps the reason of any other failed connection",
    new TypeError(`${SENDING} (Connect): tcp connect error: Network is unreachable (os error 101)`),
    failure("down", 'the connection failed ("tcp connect error: Network is unreachable (os error 101)")'),
  ],
  [
    "knows an answer that is no HTTP",
    new TypeError(`${SENDING} (SendRequest): invalid HTTP version parsed`),
    failure("garbage", "what answers does not speak HTTP to its end"),
  ],
  ["survives what is no error", "odd", failure("garbage", "what answers does not speak HTTP to its end")],
];

for (const [name, error, expected] of cases) {
  Deno.test(`failureOf() ${name}`, () => assertEquals(failureOf(error), expected));
}

Deno.test("httpGet() waits when the timeout is longer than a timer holds", async () => {
  const daemon = startFakeDaemon({ behaviours: { "/healthz": { kind: "text", text: "{}" } } });
  const client = Deno.createHttpClient({});
  try {
    const reply = await httpGet(client, `${daemon.endpoint}/healthz`, { timeoutMs: 1e12, limitBytes: 2 });
    assertEquals(reply, { kind: "answer", status: 200, location: null, body: new TextEncoder().encode("{}") });
  } finally {
    client.close();
    await daemon.close();
  }
});

Deno.test("httpGet() limits what a small compressed answer unpacks to", async () => {
  const zeros = new Response(new Uint8Array(1024 * 1024)).body ?? new ReadableStream();
  const packed = await new Response(zeros.pipeThrough(new CompressionStream("gzip"))).bytes();
  const head = new TextEncoder().encode(
    `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`,
  );
  const bytes = new Uint8Array([...head, ...packed]);
  const daemon = startFakeDaemon({ behaviours: { "/healthz": { kind: "raw", bytes } } });
  const client = Deno.createHttpClient({});
  try {
    const reply = await httpGet(client, `${daemon.endpoint}/healthz`, { timeoutMs: 600_000, limitBytes: 64 * 1024 });
    // Nobody asked for compression: a runtime that unpacks it all the same stops at the limit, another leaves it packed.
    const isPacked = reply.kind === "answer" && reply.body.length === packed.length;
    const refused = { kind: "failure", state: "too_large", detail: "the answer is over 65536 bytes", status: 200 };
    if (!isPacked) assertEquals<unknown>(reply, refused);
  } finally {
    client.close();
    await daemon.close();
  }
});
