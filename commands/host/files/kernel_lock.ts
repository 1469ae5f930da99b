/** Kernel locks on files, which end with their process whatever becomes of the file (flock). */
import { ioReason } from "./io_reason.ts";

/** How long a lock that is free may take to be given out before anything is made of it. */
const PATIENCE_MS = 2_000;
/** How much longer a busy machine may take to show that it gives out locks at all. */
const PROOF_MS = 8_000;

/**
 * Whether the lock was to be had: exclusive, or shared with others that only look. Where it was not, the file is closed
 * for the caller.
 */
export async function tryKernelLock(file: Deno.FsFile, exclusive: boolean): Promise<boolean> {
  let isLocked = false;
  try {
    if (canTry(file)) {
      isLocked = await file.tryLock(exclusive);
      if (!isLocked) file.close();
      return isLocked;
    }
    const waiting = file.lock(exclusive).then(() => {
      isLocked = true;
    });
    await within(PATIENCE_MS, waiting);
    if (!isLocked) await within(PROOF_MS, lockOwnProgram());
    // A wait cannot be called off: it ends with the lock's owner or with the program, and the file is closed then.
    if (!isLocked) waiting.then(() => file.close(), () => file.close());
    return isLocked;
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Only newer releases of Deno have a call that does not wait. */
function canTry(file: Deno.FsFile): file is Deno.FsFile & { tryLock(exclusive?: boolean): Promise<boolean> } {
  return "tryLock" in file;
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
