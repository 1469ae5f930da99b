/** Another process that holds the kernel's lock on a file; it needs no library, so that it runs wherever this does. */
import { fromFileUrl } from "@std/path";

const program = fromFileUrl(new URL("../host/change/hold_lock.ts", import.meta.url));

/** Starts one, and comes back once it has the lock. */
export async function startHolder(path: string): Promise<Deno.ChildProcess> {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-config", "--no-lock", "--no-check", "--allow-all", program, path],
    stdout: "piped",
  }).spawn();
  const reader = process.stdout.getReader();
  await reader.read();
  await reader.cancel();
  return process;
}

/** Works while the lock is held, and waits for its end. */
export async function withHolder(path: string, work: () => Promise<void>): Promise<void> {
  const holder = await startHolder(path);
  try {
    await work();
  } finally {
    holder.kill("SIGKILL");
    await holder.status;
    // Whoever waits for the lock gets it now.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
