/**
 * One bounded GET over a connection of our own: time and bytes are limited, no redirect is followed, and every failure is a value.
 * Not by fetch: that asks the proxies which the environment names, and tells why it failed in words that change between releases.
 */
import { excerpt, type FailureState, type HttpReply } from "../../../lib/daemon/answers.ts";
import { bodyStart, parseHead, type ReplyHead, requestText } from "../../../lib/daemon/http_reply.ts";
import { ioReason } from "../files/io_reason.ts";

interface Get {
  readonly path: string;
  /** For the server to read; it decides nothing. */
  readonly host: string;
  /** Covers connecting, the head and the whole body. */
  readonly timeoutMs: number;
  readonly limitBytes: number;
}

/** A longer delay than a timer holds would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** GETs the path over the connection that `connect` opens, and closes it; never throws. */
export async function httpGet(connect: () => Promise<Deno.Conn>, get: Get): Promise<HttpReply> {
  const exchange: Exchange = { connection: null, isOver: false, status: null };
  const timeIsUp = Promise.withResolvers<HttpReply>();
  const timer = setTimeout(() => {
    timeIsUp.resolve(failure("slow", `no whole answer came within ${get.timeoutMs} ms`, exchange.status));
  }, Math.min(get.timeoutMs, LONGEST_TIMER_MS));
  try {
    return await Promise.race([ask(exchange, connect, get), timeIsUp.promise]);
  } finally {
    clearTimeout(timer);
    exchange.isOver = true;
    // What is still read from it ends with it.
    exchange.connection?.close();
  }
}

interface Exchange {
  connection: Deno.Conn | null;
  isOver: boolean;
  status: number | null;
}

async function ask(exchange: Exchange, connect: () => Promise<Deno.Conn>, get: Get): Promise<HttpReply> {
  let connection: Deno.Conn;
  try {
    connection = await connect();
  } catch (error) {
    return connectFailure(error);
  }
  if (exchange.isOver) {
    connection.close();
    return failure("slow", "the connection came too late", null);
  }
  exchange.connection = connection;
  try {
    return await readReply(exchange, connection, get);
  } catch (error) {
    if (!exchange.isOver) ioReason(error); // What is no failure of the operating system is thrown on.
    return noHttp(exchange.status);
  }
}

async function readReply(exchange: Exchange, connection: Deno.Conn, get: Get): Promise<HttpReply> {
  await send(connection, new TextEncoder().encode(requestText(get.path, get.host)));
  const begun = await readUntil(connection, { bytes: new Uint8Array(), isOpen: true }, HEAD_BYTES, bodyStart);
  const start = bodyStart(begun.bytes);
  const head = start === null ? null : parseHead(new TextDecoder("latin1").decode(begun.bytes.subarray(0, start)));
  if (start === null || head === null) return noHttp(null);
  exchange.status = head.status;
  // A redirect is not followed, so nobody needs its body.
  if (head.location !== null) return answer(head, new Uint8Array());
  const { contentLength } = head;
  const tooLarge = () => failure("too_large", `the answer is over ${get.limitBytes} bytes`, head.status);
  if ((contentLength ?? 0) > get.limitBytes) return tooLarge();
  const wanted = contentLength ?? get.limitBytes + 1;
  const read = await readUntil(
    connection,
    { ...begun, bytes: begun.bytes.subarray(start) },
    wanted,
    () => null,
  );
  if (contentLength === null) return read.bytes.length > get.limitBytes ? tooLarge() : answer(head, read.bytes);
  return read.bytes.length < contentLength ? noHttp(head.status) : answer(head, read.bytes.subarray(0, contentLength));
}

interface Received {
  readonly bytes: Uint8Array;
  /** False once the other side has ended it. */
  readonly isOpen: boolean;
}

/** Reads on until there are so many bytes, the search finds what it looks for, or the other side ends. */
async function readUntil(
  connection: Deno.Conn,
  received: Received,
  count: number,
  search: (bytes: Uint8Array) => number | null,
): Promise<Received> {
  let buffer = new Uint8Array(Math.max(CHUNK_BYTES, received.bytes.length));
  buffer.set(received.bytes);
  let { length } = received.bytes;
  let { isOpen } = received;
  while (isOpen && length < count && search(buffer.subarray(0, length)) === null) {
    if (length === buffer.length) {
      const larger = new Uint8Array(buffer.length * 2);
      larger.set(buffer);
      buffer = larger;
    }
    const more = await connection.read(buffer.subarray(length));
    isOpen = more !== null;
    length += more ?? 0;
  }
  return { bytes: buffer.subarray(0, length), isOpen };
}

async function send(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

/** The state that a failure to connect means. An error that does not come from the operating system is thrown on: it is a bug. */
export function connectFailure(error: unknown): HttpReply {
  if (error instanceof Deno.errors.NotCapable) {
    return failure("denied", "this program was started without the permission to connect there", null);
  }
  if (error instanceof Deno.errors.NotFound) return failure("down", "the socket does not exist", null);
  if (error instanceof Deno.errors.ConnectionRefused) return failure("down", "nothing listens there", null);
  // A unix socket with a full queue says so at once, where TCP would wait.
  if (error instanceof Deno.errors.WouldBlock) return failure("slow", "the daemon does not accept connections", null);
  const { exit, reason } = ioReason(error);
  return exit === "denied"
    ? failure("denied", "the operating system refused the connection", null)
    : failure("down", `the connection failed ("${excerpt(reason)}")`, null);
}

function answer({ status, location }: ReplyHead, body: Uint8Array): HttpReply {
  return { kind: "answer", status, location, body };
}

function noHttp(status: number | null): HttpReply {
  return failure("garbage", "what answers does not speak HTTP to its end", status);
}

function failure(state: FailureState, detail: string, status: number | null): HttpReply {
  return { kind: "failure", state, detail, status };
}
