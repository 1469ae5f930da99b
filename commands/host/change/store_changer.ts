/** The lock of a store, and through it everything that changes one. */
import { TMP_FOLDER } from "../../../lib/change/paths.ts";
import type { StopSignal } from "../../../lib/change/stop_signal.ts";
import { unwritableError } from "../../../lib/change/problems.ts";
import {
  findFolderProblem,
  findRootProblem,
  ownershipError,
  type OwnershipProblem,
} from "../../../lib/change/who_may_change.ts";
import { CliError } from "../../../lib/model/errors.ts";
import type { LockedStore, StoreChanger } from "../types/store_changer.ts";
import type { ProgressTaker } from "../types/progress.ts";
import { ioReason } from "../files/io_reason.ts";
import { createTurns } from "../files/next_turn.ts";
import { foldersOf } from "../files/accounts.ts";
import { createClosedFolders } from "./closed_folders.ts";
import type { FileOperations } from "./file_operations.ts";
import { clearAway } from "./end_on_the_way.ts";
import { applyChange, brokenIntent, recoverChange } from "./whole_change.ts";
import { readIntent } from "./observe.ts";
import { writeLookNote, writeRecordCache } from "./side_files.ts";
import { type SignalSource, Stopped } from "../terminal/signals.ts";
import { type HeldLock, takeLock } from "./store_lock.ts";
import { LockLost, type OpenStore } from "./whole_files.ts";
import { FileFailure, withinStore } from "./within_store.ts";

interface ChangerOptions {
  readonly files: FileOperations;
  readonly signals: SignalSource;
  /** Ends the program at once, after a signal that comes while nothing is under way. */
  readonly exit: (signal: StopSignal, hasChanged: boolean) => void;
  /** What the program was started as, for whoever finds the store locked. */
  readonly command: string;
  /** Told how far a change is; nobody where absent. */
  readonly progress?: ProgressTaker;
}

/** A changer of stores on these file operations. */
export function createStoreChanger(options: ChangerOptions): StoreChanger {
  return {
    findProblem(root) {
      try {
        return lookAtRoot(options.files, root).problem;
      } catch (error) {
        if (error instanceof CliError && error.exit === "no_state") return null;
        throw error;
      }
    },
    lock: (root, ask) => lockStore(options, root, ask),
  };
}

async function lockStore(
  { files, signals, exit, command, progress = { report: () => {} } }: ChangerOptions,
  root: string,
  ask: () => Promise<void> = () => Promise.resolve(),
): Promise<LockedStore> {
  let noted: StopSignal | null = null;
  let isChanging = false;
  let hasChanged = false;
  const turns = createTurns();
  const { folder, problem } = lookAtRoot(files, root);
  if (problem !== null) throw ownershipError(root, problem);
  const inside = withinStore(files, folder);
  /** Null while it is being taken. */
  let lock: HeldLock | null = null;
  const store: OpenStore = {
    root,
    files: inside,
    folders: createClosedFolders(root, inside),
    lock: {
      isHeld: () => lock === null || lock.isHeld(),
      async regain() {
        lock?.abandon();
        lock = null;
        try {
          lock = await takeLock(store, owner);
          return true;
        } catch (error) {
          if (error instanceof CliError && error.exit === "busy") return false;
          throw error;
        }
      },
    },
    pause: async () => {
      await turns();
      if (noted !== null) throw new Stopped(noted);
      if (!store.lock.isHeld()) throw new LockLost();
    },
    progress,
    ask,
  };
  const owner = { pid: Deno.pid, startedAt: new Date(), bootedAt: bootedAt(), command };
  lock = await telling(store, () => takeLock(store, owner));
  const unwatch = signals((signal) => {
    noted ??= signal;
    if (isChanging) return;
    lock?.release();
    exit(signal, hasChanged);
  });
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    unwatch();
    lock?.release();
  };
  const changing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!isHeld) throw new Error("The lock of the store was released");
    isChanging = true;
    try {
      const result = await work();
      hasChanged = true;
      return result;
    } finally {
      isChanging = false;
    }
  };
  try {
    let reading = await telling(store, () => readIntent(store));
    // Who was killed while clearing away has nothing left to do, and would not come back for it.
    if (reading === null) clearAway(store);
    return {
      interrupted: reading?.ok === true ? reading.intent : null,
      recover: () =>
        changing(async () => {
          if (reading === null) throw new Error("No change was interrupted");
          const outcome = await recoverChange(store, reading);
          reading = null;
          return outcome;
        }),
      apply: (request) =>
        changing(async () => {
          if (reading?.ok === true) throw new Error("An interrupted change is to be recovered first");
          if (reading !== null) throw brokenIntent(store, reading.reason);
          return await applyChange(store, request);
        }),
      noteRecords: (lines) => changing(() => writeRecordCache(store, lines)),
      noteLook: (look, noteOf) => changing(() => writeLookNote(store, look, noteOf)),
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The store's own folder, of which nothing is reached over a link, and what keeps this user from changing it. */
function lookAtRoot(
  files: FileOperations,
  root: string,
): { readonly folder: string; readonly problem: OwnershipProblem | null } {
  const gone = new CliError("no_state", `Cannot lock store "${root}": there is no such folder`, { target: root });
  const described = (path: string) => {
    const facts = files.look(path);
    if (facts?.type !== "folder") throw gone;
    return { ...facts, path };
  };
  try {
    const folder = files.resolve(root);
    const { uid } = files.user();
    const problem = findRootProblem(described(folder), foldersOf(folder).map(described), uid);
    if (problem !== null) return { folder, problem };
    // Every change goes through it; one that is not there is made.
    const tmp = `${folder}/${TMP_FOLDER}`;
    const isThere = files.look(tmp)?.type === "folder";
    return { folder, problem: isThere ? findFolderProblem(described(tmp), uid) : null };
  } catch (error) {
    if (error === gone) throw error;
    const { exit, reason } = ioReason(error);
    throw exit === "not_found" ? gone : unwritableError(root, exit, { path: "", reason, cause: error });
  }
}

async function telling<Result>(store: OpenStore, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
    const exit = error.cause === null ? "denied" : ioReason(error.cause).exit;
    throw unwritableError(store.root, exit === "denied" ? "denied" : "io", error);
  }
}

function bootedAt(): Date {
  return new Date(Date.now() - Deno.osUptime() * 1000);
}
