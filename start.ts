/** Starts the program: who calls it, by which name, the arguments, the exit code. */
import { callProgram } from "./lib/text/command_line.ts";
import { createCaller, endOnSignals } from "./commands/host/caller.ts";
import { describeBuild, isCalledSync, type Origin } from "./commands/host/program.ts";
import { run } from "./commands/run.ts";

/** Runs the command line of this process to its end, and the process with it. */
export async function start(origin: Origin): Promise<never> {
  endOnSignals();
  const isSync = isCalledSync();
  if (isSync) callProgram("sourceos-sync");
  const words = isSync ? ["sync", ...Deno.args] : Deno.args;
  const caller = createCaller({ words, build: describeBuild(origin) });
  const code = await run(words, caller, async () => (await import("./commands/host/real.ts")).createHost(caller));
  // A lock that was waited for in vain is still waited for, and would keep the program from ending.
  Deno.exit(code);
}
