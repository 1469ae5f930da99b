/** Running a command to its end and measuring it from outside: wall time and peak memory. */

export interface Measurement {
  readonly seconds: number;
  /** The highest resident set that was seen, in bytes; 0 where the system does not tell. */
  readonly peakBytes: number;
}

/** How often a running process is asked for its peak, in milliseconds. */
const SAMPLE_MS = 5;

/** One run; what it prints is thrown away. `ok` lists the exit codes that count as done. @throws Error for any other. */
export async function measure(
  command: string,
  args: readonly string[],
  { ok = [0], stdin = null }: { readonly ok?: readonly number[]; readonly stdin?: string | null } = {},
): Promise<Measurement> {
  const start = performance.now();
  const child = new Deno.Command(command, {
    args: [...args],
    stdin: stdin === null ? "null" : "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let peakBytes = 0;
  const sampler = setInterval(() => peakBytes = Math.max(peakBytes, peakOf(child.pid)), SAMPLE_MS);
  if (stdin !== null) await (await Deno.open(stdin)).readable.pipeTo(child.stdin);
  const { code } = await child.status;
  clearInterval(sampler);
  if (!ok.includes(code)) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, peakBytes };
}

function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has ended, or there is no /proc
  }
}

/** The median run by wall time. */
export async function medianOf(runs: number, run: () => Promise<Measurement>): Promise<Measurement> {
  const measured: Measurement[] = [];
  for (let index = 0; index < runs; index++) measured.push(await run());
  measured.sort((left, right) => left.seconds - right.seconds);
  const median = measured[Math.floor(runs / 2)];
  if (median === undefined) throw new RangeError("Nothing was measured");
  return { seconds: median.seconds, peakBytes: Math.max(...measured.map(({ peakBytes }) => peakBytes)) };
}
