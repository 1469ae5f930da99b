/** Which store a running daemon serves, held against one that was read. */
import type { DaemonProbe } from "../../lib/model/daemon.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Host } from "../host/types/host.ts";

/** Whether a running daemon serves this store, or may: one that does not say which store it serves may serve this one. */
export async function servedStore(
  daemon: DaemonProbe,
  store: StoreSnapshot,
  host: Host,
): Promise<"this" | "unsaid" | "another"> {
  if (!daemon.available) return "another";
  const { store_root: root } = daemon;
  if (root === null) return "unsaid";
  if (root === store.real_root || root === store.root) return "this";
  // It may have come to the same folder over a link.
  const other = await host.stores.read({ root, selectedBy: "daemon" }, { journal: "skip" });
  return other.found && other.store.real_root === store.real_root ? "this" : "another";
}
