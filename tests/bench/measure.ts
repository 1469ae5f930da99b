/** Running a command to its end and measuring it from outside: wall time, processor time and peak memory. */

export interface Measurement {
  readonly seconds: number;
  /** Of user and system together, to within a sample; 0 where the system does not tell. */
  readonly cpuSeconds: number;
  /** The highest resident set that was seen, in bytes; 0 where the system does not tell. */
  readonly peakBytes: number;
}

/** How often a running process is asked, in milliseconds. */
const SAMPLE_MS = 5;

/** One run; what it prints is thrown away. `ok` lists the exit codes that count as done. @throws Error for any other. */
export async function measure(
  command: string,
  args: readonly string[],
  { ok = [0], env = {} }: { readonly ok?: readonly number[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Measurement> {
  const start = performance.now();
  const child = new Deno.Command(command, {
    args: [...args],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let peakBytes = 0;
  let cpuSeconds = 0;
  const sampler = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(child.pid));
  }, SAMPLE_MS);
  const { code } = await child.status;
  clearInterval(sampler);
  if (!ok.includes(code)) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds, peakBytes };
}

function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has ended, or there is no /proc
  }
}

const TICKS_PER_SECOND = 100;

function cpuSecondsOf(pid: number): number {
  try {
    // The name of the program, in parentheses, may hold blanks; user and system time stand twelve fields behind it.
    const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).replace(/^.*\) /s, "").split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0; // it has ended, or there is no /proc
  }
}

/** The median run by wall time. */
export async function medianOf(runs: number, run: () => Promise<Measurement>): Promise<Measurement> {
  const measured: Measurement[] = [];
  for (let index = 0; index < runs; index++) measured.push(await run());
  return medianMeasurement(measured);
}

/** The median by wall time, with the highest peak of all. @throws RangeError where nothing was measured. */
export function medianMeasurement(measured: readonly Measurement[]): Measurement {
  const median = measured.toSorted((left, right) => left.seconds - right.seconds)[Math.floor(measured.length / 2)];
  if (median === undefined) throw new RangeError("Nothing was measured");
  return { ...median, peakBytes: Math.max(...measured.map(({ peakBytes }) => peakBytes)) };
}
