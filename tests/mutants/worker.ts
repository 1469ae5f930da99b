/**
 * Runs tests of modules with one mutant on, as `main.ts` asks, one line of JSON for a question and one for an answer.
 * Usage: worker.ts MUTANT MODULE...; the mutant is on while the modules are loaded, 0 for none.
 */
import process from "node:process";
import { lines } from "./started_worker.ts";

type Run = () => unknown;

/** Which mutant is on; or, with none on, which were asked for. */
let active = Number(Deno.args[0]);
let reached = new Set<number>();
const tests: { readonly module: string; readonly name: string; readonly run: Run }[] = [];

Object.assign(globalThis, {
  mutant(id: number): boolean {
    if (active === 0) reached.add(id);
    return active === id;
  },
});

let loading = "";
Object.assign(Deno, {
  test(first: string | { name: string; fn: Run; ignore?: boolean }, run: Run = () => {}) {
    if (typeof first === "string") tests.push({ module: loading, name: first, run });
    else if (first.ignore !== true) tests.push({ module: loading, name: first.name, run: first.fn });
  },
});
console.log = console.info = () => {};

for (loading of Deno.args.slice(1)) await import(loading);
await answer({ tests: tests.map(({ module, name }) => ({ module, name })), reached: [...reached] });

for await (const line of lines(Deno.stdin.readable)) {
  const asked: { mutant: number; test: number } = JSON.parse(line);
  active = asked.mutant;
  reached = new Set();
  const before = process.cpuUsage();
  const failure = await failureOf(tests[asked.test]?.run ?? (() => {}));
  const { user, system } = process.cpuUsage(before);
  await answer({ failure, milliseconds: (user + system) / 1000, reached: [...reached] });
}

async function failureOf(run: Run): Promise<string | null> {
  try {
    await run();
    return null;
  } catch (error) {
    return String(error).slice(0, 300);
  }
}

async function answer(value: object): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
}
