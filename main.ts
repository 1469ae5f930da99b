/** The program: the real host, the arguments, the exit code. */
import { createHost, endOnSignals } from "./commands/host/real.ts";
import { run } from "./commands/run.ts";

if (import.meta.main) {
  endOnSignals();
  const host = createHost();
  const code = await run(Deno.args, host);
  host.close();
  // A lock that was waited for in vain is still waited for, and would keep the program from ending.
  Deno.exit(code);
}
