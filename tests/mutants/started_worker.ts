/** A process that runs tests on demand (`worker.ts`), apart from this one, as a mutant may take all memory or never end. */

export interface Answer {
  /** Null where the test passed. */
  readonly failure: string | null;
  /** Of work, however busy the machine is. */
  readonly milliseconds: number;
  readonly reached: readonly number[];
}

export interface Worker {
  readonly tests: readonly { readonly module: string; readonly name: string }[];
  /** The mutants that were asked for while the modules were loaded. */
  readonly reached: readonly number[];
  /** What came of a test; null where there was no answer in time, and the process is gone. */
  run(mutant: number, test: number, milliseconds: number): Promise<Answer | null>;
  end(): Promise<void>;
}

/** @throws where the modules cannot be loaded with this mutant. */
export async function startWorker(tree: string, modules: readonly string[], mutant: number): Promise<Worker> {
  const child = new Deno.Command(`${Deno.cwd()}/.ci/toolchain/deno`, {
    args: [
      ...["run", "--quiet", "--no-check", "--allow-all", "--v8-flags=--max-old-space-size=2048"],
      ...["tests/mutants/worker.ts", `${mutant}`, ...modules.map((module) => `../../${module}`)],
    ],
    cwd: tree,
    stdin: "piped",
    stdout: "piped",
    stderr: mutant === 0 ? "inherit" : "null",
  }).spawn();
  const asking = child.stdin.getWriter();
  const answers = lines(child.stdout);
  const end = async () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended itself.
    }
    await asking.close().catch(() => {});
    await child.status;
  };
  const answer = async (milliseconds: number) => {
    const timer = setTimeout(end, milliseconds);
    const { value } = await answers.next();
    clearTimeout(timer);
    return value === undefined ? null : JSON.parse(value);
  };
  const loaded = await answer(120_000);
  if (loaded === null) {
    await end();
    throw new Error("The tests cannot be loaded");
  }
  return {
    tests: loaded.tests.map(({ module, name }: { module: string; name: string }) => ({
      module: module.slice(6),
      name,
    })),
    reached: loaded.reached,
    async run(mutant, test, milliseconds) {
      await asking.write(new TextEncoder().encode(`${JSON.stringify({ mutant, test })}\n`)).catch(() => {});
      return await answer(milliseconds);
    },
    end,
  };
}

/** The whole lines of what comes in. */
export async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
}
