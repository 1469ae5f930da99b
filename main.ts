/** The program: who calls it, the arguments, the exit code. */
import { createCaller, endOnSignals } from "./commands/host/caller.ts";
import { run } from "./commands/run.ts";

if (import.meta.main) {
  endOnSignals();
  const caller = createCaller();
  const code = await run(Deno.args, caller, async () => (await import("./commands/host/real.ts")).createHost(caller));
  // A lock that was waited for in vain is still waited for, and would keep the program from ending.
  Deno.exit(code);
}
