/** The machine that the program runs on. */
import { accounts } from "./files/accounts.ts";
import { createDaemonClient } from "./daemon/daemon_client.ts";
import { digestOf, sha256Hex, startDigest } from "./files/hashing.ts";
import { withoutOptions } from "../../lib/text/command_line.ts";
import type { Caller, Host } from "./types/host.ts";
import { createNamedFiles } from "./files/named_files.ts";
import { createTurns } from "./files/next_turn.ts";
import { screen } from "./terminal/terminal.ts";
import { createWork, notedBy } from "./terminal/work.ts";
import { createStoreReader } from "./store/store_reader.ts";

/** A host whose connections `close` ends. */
interface RealHost extends Host {
  close(): void;
}

export function createHost(caller: Caller): RealHost {
  const { clock, deadline, environment, words } = caller;
  const changedBy = { command: withoutOptions(words), progress: caller.progress };
  const progress = notedBy(deadline, caller.progress);
  const daemons = createDaemonClient({ clock, environment, deadline });
  const files = createNamedFiles({ deadline, progress });
  return {
    ...caller,
    ...createWork(progress, createTurns()),
    progress,
    stores: createStoreReader(environment, progress),
    daemons,
    files,
    accounts,
    screen,
    minutesAhead: (moment) => -moment.getTimezoneOffset(),
    giveUpWriting: () => void Deno.permissions.revokeSync({ name: "write" }),
    sha256Hex,
    digestOf,
    startDigest,
    bundles: async () =>
      (await import("./bundle/bundles.ts")).createBundles(environment, files, { deadline, progress, words }),
    changer: async () => (await import("./change/real_changer.ts")).createRealChanger(changedBy),
    temporary: async () => (await import("./change/temporary_stores.ts")).createTemporaryStores(environment, changedBy),
    maker: async () => (await import("./change/store_maker.ts")).storeMaker,
    close: () => daemons.close(),
  };
}
