/** Running a command to its end and measuring it from outside: wall time, processor time and peak memory. */

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes of a run that did its work; only 0 where absent. */
  readonly ok?: readonly number[];
}

export interface Run {
  readonly wallSeconds: number;
  /** Of user and system together, of all its processes. */
  readonly cpuSeconds: number;
  /** The highest resident set that was seen, in bytes; 0 where the system does not tell. */
  readonly peakBytes: number;
}

/** How often a running process is asked for its memory, in milliseconds. */
const SAMPLE_MS = 5;

/** The shell's own clock counts processor time to the millisecond, where a sample of /proc counts ticks of ten. */
const TIMED = 'TIMEFORMAT="%R %U %S"; time "$0" "$@" >/dev/null 2>&1';

/** One run; what it prints is thrown away. @throws Error for an exit code that does not count as done. */
export async function measure({ command, args, env = {}, ok = [0] }: Command): Promise<Run> {
  const shell = new Deno.Command("bash", {
    args: ["-c", TIMED, command, ...args],
    env: { ...env, LC_ALL: "C" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let peakBytes = 0;
  const sampler = setInterval(() => peakBytes = Math.max(peakBytes, peakBelow(shell.pid)), SAMPLE_MS);
  const { code, stderr } = await shell.output();
  clearInterval(sampler);
  const [wall, user, system] = new TextDecoder().decode(stderr).trim().split(" ").map(Number);
  if (!ok.includes(code) || wall === undefined || user === undefined || system === undefined) {
    throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
  }
  return { wallSeconds: wall, cpuSeconds: user + system, peakBytes };
}

/** Of the shell's child, in bytes; 0 where it has ended, or where there is no /proc. */
function peakBelow(shell: number): number {
  try {
    const child = Deno.readTextFileSync(`/proc/${shell}/task/${shell}/children`).trim();
    const status = Deno.readTextFileSync(`/proc/${child}/status`);
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Of two commands, one behind the other, as of one. */
export function both(first: Run, second: Run): Run {
  return {
    wallSeconds: first.wallSeconds + second.wallSeconds,
    cpuSeconds: first.cpuSeconds + second.cpuSeconds,
    peakBytes: Math.max(first.peakBytes, second.peakBytes),
  };
}

/** @throws RangeError for no numbers */
export function median(numbers: readonly number[]): number {
  const middle = numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
  if (middle === undefined) throw new RangeError("Cannot tell the median of nothing");
  return middle;
}
