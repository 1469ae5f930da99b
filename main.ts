/** The program: the real host, the arguments, the exit code. */
import { createHost } from "./commands/host/real.ts";
import { run } from "./commands/run.ts";

if (import.meta.main) {
  const host = createHost();
  Deno.exitCode = await run(Deno.args, host);
  host.close();
}
