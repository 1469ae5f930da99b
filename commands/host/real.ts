/** The machine that the program runs on. */
import { decideView } from "../../lib/render/view.ts";
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
import { createProgressLine } from "./terminal/progress.ts";
import { createStoreReader } from "./store/store_reader.ts";
import { storeMaker } from "./change/store_maker.ts";
import { createTemporaryStores } from "./change/temporary_stores.ts";

/** A host whose connections `close` ends. */
interface RealHost extends Host {
  close(): void;
}

export function createHost(caller: Caller): RealHost {
  const { clock, deadline, environment, stderr, words } = caller;
  const daemons = createDaemonClient({ clock, environment, deadline });
  const files = createNamedFiles(deadline);
  const plain = { color: "never", ascii: false } as const;
  const turns = createTurns();
  return {
    ...caller,
    stores: createStoreReader(
      environment,
      () => createProgressLine(stderr, { view: decideView(stderr.traits, plain, environment), clock, deadline }),
    ),
    daemons,
    files,
    bundles: createBundles(environment, files, caller),
    accounts,
    changer: createStoreChanger({
      files: realOperations,
      signals: processSignals,
      exit: endBySignal,
      command: withoutOptions(words),
    }),
    temporary: createTemporaryStores(environment, withoutOptions(words)),
    maker: storeMaker,
    giveUpWriting: () => void Deno.permissions.revokeSync({ name: "write" }),
    sha256Hex,
    digestOf,
    startDigest,
    pause() {
      deadline.check();
      return turns();
    },
    close: () => daemons.close(),
  };
}
