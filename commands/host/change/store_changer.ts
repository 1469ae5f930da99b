/** The lock of a store, and through it everything that changes one. */
import type { StopSignal } from "../../../lib/change/problems.ts";
import { unwritableError } from "../../../lib/change/problems.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type ExitCode, exitCode } from "../../../lib/model/exit.ts";
import type { LockedStore, StoreChanger } from "../types/host.ts";
import { ioReason } from "../files/io_reason.ts";
import { createTurns } from "../files/next_turn.ts";
import type { FileOperations } from "./file_operations.ts";
import { applyChange, brokenIntent, clearAway, recoverChange } from "./locked_store.ts";
import { readIntent } from "./observe.ts";
import { type SignalSource, Stopped } from "../terminal/signals.ts";
import { takeLock } from "./store_lock.ts";
import type { OpenStore } from "./whole_files.ts";
import { FileFailure, withinStore } from "./within_store.ts";

interface ChangerOptions {
  readonly files: FileOperations;
  readonly signals: SignalSource;
  /** Ends the program at once. */
  readonly exit: (code: ExitCode) => void;
  /** What the program was started as, for whoever finds the store locked. */
  readonly command: string;
}

/** A changer of stores on these file operations. */
export function createStoreChanger(options: ChangerOptions): StoreChanger {
  return { lock: (root) => lockStore(options, root) };
}

async function lockStore({ files, signals, exit, command }: ChangerOptions, root: string): Promise<LockedStore> {
  let noted: StopSignal | null = null;
  let isChanging = false;
  const turns = createTurns();
  const store: OpenStore = {
    root,
    files: withinStore(files, resolveRoot(files, root)),
    pause: async () => {
      await turns();
      if (noted !== null) throw new Stopped(noted);
    },
  };
  const owner = { pid: Deno.pid, startedAt: new Date(), bootedAt: bootedAt(), command };
  const lock = await telling(store, () => takeLock(store, owner));
  const unwatch = signals((signal) => {
    noted ??= signal;
    if (isChanging) return;
    lock.release();
    exit(exitCode(signal));
  });
  let isHeld = true;
  const release = () => {
    if (!isHeld) return;
    isHeld = false;
    unwatch();
    lock.release();
  };
  const changing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!isHeld) throw new Error("The lock of the store was released");
    isChanging = true;
    try {
      return await work();
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
      release,
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** The store's own folder, of which nothing is reached over a link. */
function resolveRoot(files: FileOperations, root: string): string {
  try {
    const path = files.resolve(root);
    if (files.look(path)?.type === "folder") return path;
  } catch (error) {
    const { exit, reason } = ioReason(error);
    if (exit !== "not_found") throw unwritableError(root, exit, { path: "", reason, cause: error });
  }
  throw new CliError("no_state", `Cannot lock store "${root}": there is no such folder`, { target: root });
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
