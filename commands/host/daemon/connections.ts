/** Connections to the daemon itself. */
import type { ReachableEndpoint, TcpAddress } from "../../../lib/daemon/endpoint.ts";

type Address = TcpAddress | { readonly transport: "unix"; readonly path: string };

export interface Connections {
  /** Opens so many for later where it is a unix socket, as that takes the permission to write. Never throws. */
  prepare(endpoint: ReachableEndpoint, count: number): Promise<void>;
  /** @throws Deno.errors.NotCapable, ConnectionRefused and the like */
  open(address: Address): Promise<Deno.Conn>;
  /** Closes those that nobody asked for. */
  close(): void;
}

/** Where the endpoint is, in the order in which it is to be asked. */
export function addressesOf(endpoint: ReachableEndpoint): readonly Address[] {
  return endpoint.kind === "unix" ? [{ transport: "unix", path: endpoint.path }] : endpoint.addresses;
}

/** As a URL names it. No name is looked up, and that of a unix socket names nobody. */
export function hostOf(address: Address): string {
  if ("path" in address) return "localhost";
  const { hostname, port } = address;
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

export function createConnections(): Connections {
  const prepared = new Map<string, Promise<Deno.Conn>[]>();
  const connect = (address: Address): Promise<Deno.Conn> =>
    "path" in address ? Deno.connect(address) : Deno.connect({ ...address, transport: "tcp" });
  return {
    async prepare(endpoint, count) {
      if (endpoint.kind !== "unix" || prepared.has(endpoint.path)) return;
      const opening = Array.from({ length: count }, () => connect({ transport: "unix", path: endpoint.path }));
      prepared.set(endpoint.path, opening);
      await Promise.allSettled(opening);
    },
    open: (address) => ("path" in address ? prepared.get(address.path)?.shift() : undefined) ?? connect(address),
    close() {
      for (const connection of [...prepared.values()].flat()) connection.then((opened) => opened.close(), () => {});
      prepared.clear();
    },
  };
}
