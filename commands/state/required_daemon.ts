/** `--require-daemon`: no answer without the daemon of the very store that is looked at. */
import { CliError } from "../../lib/model/errors.ts";
import type { DaemonProbe } from "../../lib/model/daemon.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import type { Host } from "../host/types/host.ts";
import { servedStore } from "./served_store.ts";

/** @throws CliError daemon where no daemon answers */
export function requireAnswer(daemon: DaemonProbe): void {
  if (daemon.available) return;
  throw new CliError("daemon", daemon.answers.healthz.message ?? `No daemon answers: it is ${daemon.state}`, {
    target: daemon.endpoint ?? "--require-daemon",
    hint: "Start sourceos-syncd, name its endpoint with --daemon, or leave --require-daemon out",
  });
}

/** @throws CliError daemon where the daemon serves another store, or does not say which */
export async function requireSameStore(daemon: DaemonProbe, store: StoreSnapshot, host: Host): Promise<void> {
  if (store.origin === "daemon") return;
  const served = await servedStore(daemon, store, host);
  if (served === "this") return;
  const which = served === "unsaid"
    ? "does not say which store it serves"
    : `serves "${daemon.store_root}", and not "${store.root}"`;
  throw new CliError("daemon", `The daemon at "${daemon.endpoint}" ${which}`, {
    target: daemon.endpoint ?? "--require-daemon",
    hint: "Name the daemon of this store with --daemon, or its store with --store",
  });
}
