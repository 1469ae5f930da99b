/** HTTP clients that reach the daemon itself, whatever proxies the environment names. */
import type { Endpoint } from "../../../lib/daemon/endpoint.ts";

export type ReachableEndpoint = Extract<Endpoint, { readonly kind: "http" | "unix" }>;

/**
 * A client for the endpoint; connects to nothing yet.
 *
 * For a unix socket it takes the permission to read and write the socket's path, now and not later.
 *
 * @throws Deno.errors.NotCapable without that permission, or without the one to set NO_PROXY.
 */
export function openHttpClient(endpoint: ReachableEndpoint): Deno.HttpClient {
  // fetch reads the proxy variables when a client is made. An exception for loopback keeps HTTP_PROXY from seeing the
  // request; an exception for `localhost` would also exempt it from the unix socket, and send it to TCP port 80.
  return endpoint.kind === "unix"
    ? withNoProxy("", () => Deno.createHttpClient({ proxy: { transport: "unix", path: endpoint.path } }))
    : withNoProxy("127.0.0.0/8,::1", () => Deno.createHttpClient({}));
}

function withNoProxy<T>(value: string, make: () => T): T {
  const before = Deno.env.get("NO_PROXY");
  Deno.env.set("NO_PROXY", value);
  try {
    return make();
  } finally {
    if (before === undefined) Deno.env.delete("NO_PROXY");
    else Deno.env.set("NO_PROXY", before);
  }
}
