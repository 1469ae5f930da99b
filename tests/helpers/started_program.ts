/** The built program as a process that can be sent a signal at a chosen moment. */
import { HANG_MS, programEnvironment, programPath } from "./program.ts";

export interface Ended {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProgram {
  /** Waits for the end, and looks again and again until then. */
  untilEnd(look?: (elapsedMs: number) => void): Promise<{ readonly ended: Ended; readonly durationMs: number }>;
  /** Sends a signal once this moment has come; a program that has ended before gets none. */
  endWith(signal: Deno.Signal, moment: () => boolean, laterMs: number): Promise<Ended>;
}

/** Starts the program. */
export function startProgram(args: readonly string[]): StartedProgram {
  const startedAt = performance.now();
  const child = new Deno.Command(programPath(), {
    args: [...args],
    clearEnv: true,
    env: programEnvironment(),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let isOver = false;
  const output = child.output().then(({ code, signal, stdout, stderr }): Ended => {
    isOver = true;
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, signal, stdout: text(stdout), stderr: text(stderr) };
  });
  const elapsed = () => performance.now() - startedAt;
  const hangs = () => {
    if (elapsed() < HANG_MS) return false;
    child.kill("SIGKILL");
    throw new Error(`The program did not end within ${HANG_MS} ms: ${args.join(" ")}`);
  };
  return {
    async untilEnd(look) {
      while (!isOver && !hangs()) {
        look?.(elapsed());
        await pause(1);
      }
      return { ended: await output, durationMs: elapsed() };
    },
    async endWith(signal, moment, laterMs) {
      while (!isOver && !hangs() && !moment()) await pause(1);
      await pause(laterMs);
      if (!isOver) send(child, signal);
      return await output;
    },
  };
}

function send(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // It has ended this very moment.
    if (!(error instanceof TypeError)) throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
