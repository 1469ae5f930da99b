/** The program without a process of its own: where hundreds of answers are looked at, starting it would take most of the time. */
import type { Host } from "../../commands/host/types/host.ts";
import { createHost } from "../../commands/host/real.ts";
import { run } from "../../commands/run.ts";
import { NOW, type RunResult } from "../helpers/program.ts";

/**
 * Runs the command line on a host that keeps what is written and gives nothing up, with the given effects replaced.
 *
 * Its environment says nothing but the time and a UTF-8 locale.
 */
export async function runInProcess(args: readonly string[], effects: Partial<Host> = {}): Promise<RunResult> {
  const written = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof written) => ({
    traits: { isTerminal: false, columns: null },
    write(text: string) {
      written[name] += text;
      return Promise.resolve();
    },
  });
  const variables = new Map([["LANG", "C.UTF-8"], ["SOURCE_DATE_EPOCH", NOW]]);
  const real = createHost();
  try {
    const code = await run(args, {
      ...real,
      clock: { now: () => new Date(Number(NOW) * 1000) },
      environment: (name) => variables.get(name) ?? null,
      giveUpWriting: () => {},
      stdout: sink("stdout"),
      stderr: sink("stderr"),
      ...effects,
    });
    return { code, signal: null, ...written };
  } finally {
    real.close();
  }
}
