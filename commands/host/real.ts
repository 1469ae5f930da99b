/** The machine that the program runs on. */
import { accounts } from "./files/accounts.ts";
import { createBundles } from "./bundle/bundles.ts";
import { realOperations } from "./change/real_operations.ts";
import { endBySignal } from "./terminal/end_by_signal.ts";
import { processSignals } from "./terminal/signals.ts";
import { createStoreChanger } from "./change/store_changer.ts";
import { createDaemonClient } from "./daemon/daemon_client.ts";
import { digestOf, sha256Hex, startDigest } from "./files/hashing.ts";
import { withoutOptions } from "../../lib/text/command_line.ts";
import type { Caller, Host } from "./types/host.ts";
import { createNamedFiles } from "./files/named_files.ts";
import { createTurns } from "./files/next_turn.ts";
import { screen } from "./terminal/terminal.ts";
import { createWork, notedBy } from "./terminal/work.ts";
import { createStoreReader } from "./store/store_reader.ts";
import { storeMaker } from "./change/store_maker.ts";
import { createTemporaryStores } from "./change/temporary_stores.ts";

/** A host whose connections `close` ends. */
interface RealHost extends Host {
  close(): void;
}

export function createHost(caller: Caller): RealHost {
  const { clock, deadline, environment, words } = caller;
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
    bundles: createBundles(environment, files, { deadline, progress, words }),
    accounts,
    changer: createStoreChanger({
      files: realOperations,
      signals: processSignals,
      exit: endBySignal,
      command: withoutOptions(words),
      progress: caller.progress,
    }),
    temporary: createTemporaryStores(environment, { command: withoutOptions(words), progress: caller.progress }),
    maker: storeMaker,
    screen,
    minutesAhead: (moment) => -moment.getTimezoneOffset(),
    giveUpWriting: () => void Deno.permissions.revokeSync({ name: "write" }),
    sha256Hex,
    digestOf,
    startDigest,
    close: () => daemons.close(),
  };
}
