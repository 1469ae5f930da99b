/**
 * Where the daemon may be asked: loopback or a unix socket, nothing else (docs/scripting.md, "Where state comes from").
 */

export type Endpoint =
  | { readonly kind: "none" }
  /** Addresses, tried in order: `localhost` has two, so that no name is ever looked up. */
  | { readonly kind: "http"; readonly addresses: readonly TcpAddress[] }
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "non_local"; readonly host: string };

/** An IP address without brackets, and a port. */
export interface TcpAddress {
  readonly hostname: string;
  readonly port: number;
}

/** An endpoint that may be asked. */
export type ReachableEndpoint = Extract<Endpoint, { readonly kind: "http" | "unix" }>;

export type EndpointReading =
  | { readonly ok: true; readonly endpoint: Endpoint }
  | { readonly ok: false; readonly problem: string };

export const ENDPOINT_FORMS = "http://127.0.0.1:PORT, http://localhost:PORT, http://[::1]:PORT, unix:/PATH or none";

/** What a socket address holds on Linux, without its final NUL. */
const SOCKET_PATH_BYTES = 107;

/** The endpoint that `none`, an http URL, or `unix:` and an absolute path names; else what is wrong, as a clause. */
export function parseEndpoint(text: string): EndpointReading {
  if (text === "none") return { ok: true, endpoint: { kind: "none" } };
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x1f\x7f]/.test(text)) return { ok: false, problem: "it holds a control character" };
  if (/^unix:/i.test(text)) return parseSocket(text.slice("unix:".length));
  if (/^https:/i.test(text)) return { ok: false, problem: "the daemon speaks plain http, on this machine only" };
  if (!/^http:\/\//i.test(text)) return { ok: false, problem: "it is neither an http URL nor a unix socket" };
  return parseHttp(text);
}

/** The text with the user name and password of a URL left out, fit for a message. */
export function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/]*@/, "//…@");
}

function parseSocket(rest: string): EndpointReading {
  const path = rest.startsWith("//") ? rest.slice(2) : rest;
  if (!path.startsWith("/")) return { ok: false, problem: "the socket's path is not absolute" };
  if (path.endsWith("/")) return { ok: false, problem: "the socket's path names a folder" };
  if (new TextEncoder().encode(path).length > SOCKET_PATH_BYTES) {
    return { ok: false, problem: `the socket's path is longer than ${SOCKET_PATH_BYTES} bytes` };
  }
  return { ok: true, endpoint: { kind: "unix", path } };
}

function parseHttp(text: string): EndpointReading {
  if (/\s/.test(text)) return { ok: false, problem: "it holds a space" };
  if (!URL.canParse(text)) return { ok: false, problem: "it is not a URL" };
  const url = new URL(text);
  if (text.includes("@")) return { ok: false, problem: "it holds credentials, which the daemon never asks for" };
  if (/[?#]/.test(text)) return { ok: false, problem: "it holds a query or a fragment" };
  if (url.pathname !== "/") return { ok: false, problem: `it holds a path ("${url.pathname}")` };
  if (!isLoopback(url.hostname)) return { ok: true, endpoint: { kind: "non_local", host: url.hostname } };
  const port = url.port === "" ? 80 : Number(url.port);
  const hosts = url.hostname === "localhost" ? ["127.0.0.1", "::1"] : [url.hostname.replace(/^\[(.*)\]$/, "$1")];
  return { ok: true, endpoint: { kind: "http", addresses: hosts.map((hostname) => ({ hostname, port })) } };
}

/** URL has already turned every spelling of an IPv4 address into four numbers. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
