/** Kernel locks on files, which end with their process whatever becomes of the file (flock). */
import { ioReason } from "./io_reason.ts";

/** How long a lock that is free may take to be given out before anything is made of it. */
const PATIENCE = { times: 1, ms: 2_000 };
/** Who only looks waits less, and asks more than once. */
const LOOK = { times: 3, ms: 100 };
/** How much longer a busy machine may take to show that it gives out locks at all. */
const PROOF_MS = 8_000;
const RETRY_MS = 20;

/** Files that this process itself has locked, by device and inode: to ask for those would be to wait for ourselves. */
const lockedHere = new Set<string>();
/** Those that were given up, be it while their lock was waited for. */
const closed = new WeakSet<Deno.FsFile>();

/** Whether the lock was to be had, for this process alone. Where it was not, the file is closed for the caller. */
export async function tryKernelLock(file: Deno.FsFile): Promise<boolean> {
  const identity = identityOf(file);
  const isLocked = await tryLock(file, true, PATIENCE) && !closed.has(file);
  if (isLocked) lockedHere.add(identity);
  return isLocked;
}

/** Closes a file that may be locked, which gives its lock back. */
export function closeLocked(file: Deno.FsFile): void {
  lockedHere.delete(identityOf(file));
  closed.add(file);
  file.close();
}

/** Whether somebody has the lock on the file at this path; null where that cannot be asked. */
export async function isKernelLocked(path: string): Promise<boolean | null> {
  try {
    const file = Deno.openSync(path, { read: true });
    if (lockedHere.has(identityOf(file))) {
      file.close();
      return true;
    }
    // Shared, so that those who only look are in nobody's way.
    if (!await tryLock(file, false, LOOK)) return true;
    file.close();
    return false;
  } catch (error) {
    ioReason(error); // What is no failure of the operating system is thrown on.
    return null;
  }
}

function identityOf(file: Deno.FsFile): string {
  const { dev, ino } = file.statSync();
  return `${dev}:${ino}`;
}

/** Only newer releases of Deno have the call that does not wait. */
interface LockableFile {
  lock(exclusive?: boolean): Promise<void>;
  tryLock?(exclusive?: boolean): Promise<boolean>;
  close(): void;
}

async function tryLock(file: LockableFile, exclusive: boolean, patience: typeof PATIENCE): Promise<boolean> {
  let isLocked = false;
  try {
    if (file.tryLock !== undefined) {
      const end = performance.now() + patience.ms;
      do {
        isLocked = await file.tryLock(exclusive);
        if (!isLocked) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      } while (!isLocked && performance.now() < end);
      if (!isLocked) file.close();
      return isLocked;
    }
    const waiting = file.lock(exclusive).then(() => {
      isLocked = true;
    });
    for (let count = 0; count < patience.times && !isLocked; count++) {
      await within(patience.ms, waiting);
      if (!isLocked) await within(PROOF_MS, lockOwnProgram());
    }
    // A wait cannot be called off: it ends with the lock's owner or with the program, and the file is closed then.
    if (!isLocked) waiting.then(() => file.close(), () => file.close());
    return isLocked;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Takes and gives back a lock that nobody has a use for: once that was done, the machine had time for the other one. */
async function lockOwnProgram(): Promise<void> {
  try {
    using program = Deno.openSync(Deno.execPath(), { read: true });
    await program.lock(false);
  } catch (error) {
    ioReason(error); // What is no failure of the operating system is thrown on.
  }
}

/** Waits for the work, but no longer than that. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const isOver = Promise.withResolvers<void>();
  const timer = setTimeout(isOver.resolve, ms);
  try {
    await Promise.race([work, isOver.promise]);
  } finally {
    clearTimeout(timer);
  }
}
