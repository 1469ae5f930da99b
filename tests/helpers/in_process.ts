/** The program without a process of its own: starting it would take most of the time where hundreds of answers are looked at. */
import { createCaller } from "../../commands/host/caller.ts";
import { createHost } from "../../commands/host/real.ts";
import type { Host } from "../../commands/host/types/host.ts";
import { run } from "../../commands/run.ts";
import { BUILD } from "./build.ts";
import { programEnvironment, type RunResult } from "./program.ts";

export interface InProcess extends Partial<Host> {
  /** On top of the environment that a process of its own would have. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command line on a host that keeps what is written and gives nothing up, with the given effects replaced. */
export async function runInProcess(
  args: readonly string[],
  { env = {}, ...effects }: InProcess = {},
): Promise<RunResult> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof written) => ({
    traits: { isTerminal: false, columns: null },
    write(text: string) {
      written[name] += text;
      return Promise.resolve();
    },
  });
  const variables = new Map(Object.entries(programEnvironment(env)));
  const real = createHost({
    ...createCaller({ words: args, build: BUILD, environment: (name) => variables.get(name) || null }),
    ...effects,
  });
  try {
    const host = {
      ...real,
      giveUpWriting: () => {},
      stdout: sink("stdout"),
      stderr: sink("stderr"),
      ...effects,
    };
    const code = await run(args, host, () => Promise.resolve(host));
    return { code, signal: null, ...written };
  } finally {
    real.close();
  }
}
