/** The reference daemon, where the environment says where its sources are: SOURCEOS_SYNCD_PYTHONPATH. */
import { programTest } from "./program.ts";

const PATH = Deno.env.get("SOURCEOS_SYNCD_PYTHONPATH");
const env: Record<string, string> = {
  PYTHONDONTWRITEBYTECODE: "1",
  ...(PATH === undefined ? {} : { PYTHONPATH: PATH }),
};

/** A process that runs the script, in which its modules can be imported. */
function command(script: string, args: readonly string[], options: Deno.CommandOptions = {}): Deno.Command {
  return new Deno.Command("python3", { args: ["-c", script, ...args], env, ...options });
}

/** Runs the script to its end. */
export function python(script: string, ...args: readonly string[]): Deno.CommandOutput {
  return command(script, args).outputSync();
}

/** What the script prints. @throws Error with what it says where it fails */
export function pythonText(script: string, ...args: readonly string[]): string {
  const { success, stdout, stderr } = python(script, ...args);
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** Starts the script, which runs until it is ended. */
export function startPython(script: string, ...args: readonly string[]): Deno.ChildProcess {
  return command(script, args, { stdout: "null", stderr: "null", stdin: "null" }).spawn();
}

const IS_THERE = (() => {
  try {
    return python("import sourceos_syncd.local_store").success;
  } catch {
    return false;
  }
})();

/** Ignored, as each name says, where the environment does not tell where it is. */
export function daemonTest(name: string, fn: () => Promise<void>): void {
  programTest(`the reference daemon (found by SOURCEOS_SYNCD_PYTHONPATH) ${name}`, fn, { ignore: !IS_THERE });
}
