/** Stores in a temporary folder: made, changed by the same machinery as any other, and removed afterwards. */
import { dirname, join } from "@std/path/posix";
import { realOperations } from "./real_operations.ts";
import { endBySignal } from "../terminal/end_by_signal.ts";
import { processSignals } from "../terminal/signals.ts";
import { createStoreChanger } from "./store_changer.ts";
import type { FileOperations, OpenFile } from "./file_operations.ts";
import type { Environment } from "../types/host.ts";
import type { TemporaryStores } from "../types/store_changer.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { makeTemporaryFolder } from "../files/temporary_folder.ts";

interface ChangedBy {
  /** What the program was started as. */
  readonly command: string;
  /** Told how far a change is; nobody where absent. */
  readonly progress?: ProgressTaker;
}

export function createTemporaryStores(environment: Environment, by: ChangedBy): TemporaryStores {
  return {
    changer: createStoreChanger({
      files: withoutWaiting(realOperations),
      // Whoever made the folder ends the program.
      signals: () => () => {},
      exit: () => {},
      ...by,
    }),
    async withStore(files, work) {
      using folder = makeTemporaryFolder(environment);
      const unwatch = processSignals((signal) => {
        folder[Symbol.dispose]();
        endBySignal(signal, false);
      });
      try {
        const root = join(folder.path, "store");
        for (const [path, text] of files) {
          Deno.mkdirSync(dirname(join(root, path)), { recursive: true, mode: 0o700 });
          Deno.writeTextFileSync(join(root, path), text, { createNew: true });
        }
        return await work(root);
      } finally {
        unwatch();
      }
    },
  };
}

/** What goes away with the program need not be on the disk before it goes on. */
function withoutWaiting(files: FileOperations): FileOperations {
  const quick = (file: OpenFile): OpenFile => ({ ...file, sync: () => {} });
  return {
    ...files,
    create: (path, mode) => quick(files.create(path, mode)),
    openToWrite: (path) => quick(files.openToWrite(path)),
    syncFolder: () => {},
  };
}
