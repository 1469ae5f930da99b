/** One bounded GET: time, bytes and redirects are limited, and every failure is a value. */
import { excerpt, type FailureState, type HttpReply } from "../../../lib/daemon/answers.ts";
import { readBounded } from "../files/read_bounded.ts";

interface GetLimits {
  /** Covers connecting, the headers and the whole body. */
  readonly timeoutMs: number;
  readonly limitBytes: number;
}

/** A longer delay than a timer holds would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** GETs the URL through the client; never follows a redirect, never throws. */
export async function httpGet(client: Deno.HttpClient, url: string, limits: GetLimits): Promise<HttpReply> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.min(limits.timeoutMs, LONGEST_TIMER_MS));
  let status: number | null = null;
  try {
    const response = await fetch(url, {
      client,
      redirect: "manual",
      signal: controller.signal,
      headers: { "accept": "application/json", "accept-encoding": "identity" },
    });
    status = response.status;
    const location = status >= 300 && status < 400 ? response.headers.get("location") : null;
    // A redirect is not followed, so nobody needs its body.
    const body = location === null ? await readBody(response, limits.limitBytes) : new Uint8Array();
    if (body === null) return failure("too_large", `the answer is over ${limits.limitBytes} bytes`, status);
    return { kind: "answer", status, location, body };
  } catch (error) {
    if (controller.signal.aborted) {
      return failure("slow", `no whole answer came within ${limits.timeoutMs} ms`, status);
    }
    return failureOf(error, status);
  } finally {
    clearTimeout(timer);
    // Drops the connection where a body was left unread.
    controller.abort();
  }
}

/** The state that an error of fetch or of opening a connection means. */
export function failureOf(error: unknown, status: number | null = null): HttpReply {
  if (error instanceof Deno.errors.NotCapable) {
    return failure("denied", "this program was started without the permission to connect there", status);
  }
  const message = messagesOf(error);
  const connecting = /client error \(Connect\): (.*)/.exec(message);
  if (connecting === null) return failure("garbage", "what answers does not speak HTTP to its end", status);
  const number = /\(os error (\d+)\)/.exec(message)?.[1];
  return connectFailure(number === undefined ? null : Number(number), connecting[1] ?? "");
}

/** What an error says, and what caused it: from Deno 2.9 on fetch tells the reason in `cause` alone. */
function messagesOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messagesOf(error.cause)}`;
}

/** Error numbers of Linux: fetch reports them in its messages only. */
function connectFailure(number: number | null, reason: string): HttpReply {
  switch (number) {
    case 2: // ENOENT
      return failure("down", "the socket does not exist", null);
    case 111: // ECONNREFUSED
      return failure("down", "nothing listens there", null);
    case 1: // EPERM
    case 13: // EACCES
      return failure("denied", "the operating system refused the connection", null);
    case 11: // EAGAIN: a unix socket with a full queue says so at once, where TCP would wait
      return failure("slow", "the daemon does not accept connections", null);
    default:
      return failure("down", `the connection failed ("${excerpt(reason)}")`, null);
  }
}

function failure(state: FailureState, detail: string, status: number | null): HttpReply {
  return { kind: "failure", state, detail, status };
}

/** The body, or null once it is over the limit; what the header says about its length is not relied on. */
async function readBody(response: Response, limitBytes: number): Promise<Uint8Array | null> {
  if (Number(response.headers.get("content-length")) > limitBytes) return null;
  return response.body === null ? new Uint8Array() : await readBounded(response.body, limitBytes);
}
