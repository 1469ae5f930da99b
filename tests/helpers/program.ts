/** Runs the built program as a process of its own, with an environment that holds nothing of this machine's user. */
import { fromFileUrl, join } from "@std/path";
import { copyProgram } from "./tools.ts";

const decoder = new TextDecoder();
const binary = Deno.env.get("SOURCEOS_BIN") ?? fromFileUrl(new URL("../../bin/sourceos", import.meta.url));
const kind = kindOf(binary);

/** Whether there is a built program to run. */
export const HAS_PROGRAM = kind !== null;
/** Whether that program is a compiled binary, and not a script that runs the sources. */
export const IS_COMPILED = kind === "compiled";

/** Later than everything in the generated stores, so that no clock has any say in a test. */
export const NOW = "1782864000";

/** An account without any privilege, where the tests run as root; otherwise the account that runs them. */
export const PLAIN_USER = Deno.uid() === 0 ? { uid: 65534, gid: 65534 } : {};

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly user?: { readonly uid?: number; readonly gid?: number };
}

export interface RunResult {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** No run takes this long, however slow and busy the machine: what still runs then hangs. */
export const HANG_MS = 600_000;
/** Every account may be there, as it may not in the folder that the tests are started in; runs have nothing to find here. */
const NOWHERE = "/";

/** Null where no program is built. */
export function kindOf(path: string): "compiled" | "uncompiled" | null {
  try {
    using file = Deno.openSync(path);
    const start = new Uint8Array(2);
    file.readSync(start);
    return decoder.decode(start) === "#!" ? "uncompiled" : "compiled";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

let copied: string | null = null;

/** The program's path; for another account that of a copy, as the checkout may be closed to it. */
export function programPath(user: RunOptions["user"] = {}): string {
  if (user.uid === undefined) return binary;
  if (copied === null) {
    const folder = Deno.makeTempDirSync({ prefix: "sourceos-program-" });
    Deno.chmodSync(folder, 0o755);
    copied = join(folder, "sourceos");
    copyProgram(binary, copied);
    addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  }
  return copied;
}

/** The environment of a run: the same on every machine, no daemon, and the given variables on top. */
export function programEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const home = Deno.env.get("HOME") ?? "/";
  return {
    HOME: "/nonexistent",
    PATH: Deno.env.get("PATH") ?? "",
    LANG: "C.UTF-8",
    SOURCE_DATE_EPOCH: NOW,
    SOURCEOS_SYNCD_URL: "none",
    // Where the program runs uncompiled, what runs it is found here.
    XDG_CACHE_HOME: Deno.env.get("XDG_CACHE_HOME") ?? join(home, ".cache"),
    ...env,
  };
}

/** Runs the program to its end. @throws Error where it hangs. */
export function runProgram(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return runCommand(programPath(options.user), args, options);
}

/** Runs a shell script in which `"$@"` is the program with these arguments; bash, for its pipes. */
export function runShell(script: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return runCommand("bash", ["-c", script, "bash", programPath(options.user), ...args], options);
}

/** Runs another program in the same way. @throws Error where it hangs. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const controller = new AbortController();
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    controller.abort("SIGKILL");
  }, HANG_MS);
  try {
    const child = new Deno.Command(command, {
      args: [...args],
      clearEnv: true,
      env: programEnvironment(options.env),
      cwd: options.cwd ?? NOWHERE,
      ...options.user,
      stdin: options.stdin === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
      signal: controller.signal,
    }).spawn();
    const [output] = await Promise.all([child.output(), feed(child, options.stdin)]);
    const result = {
      code: output.code,
      signal: output.signal,
      stdout: decoder.decode(output.stdout),
      stderr: decoder.decode(output.stderr),
    };
    if (hangs) throw new Error(`The program did not end within ${HANG_MS} ms: ${args.join(" ")}\n${result.stderr}`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** A program that never reads its input, or ends before it has, is no failure of the test. */
async function feed(child: Deno.ChildProcess, stdin: string | Uint8Array | undefined): Promise<void> {
  if (stdin === undefined) return;
  const writer = child.stdin.getWriter();
  try {
    await writer.write(typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin);
    await writer.close();
  } catch {
    // It ended first.
  }
}

/** The results in the order of the items, a few of them under way at once. */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Promise<Result>[] = [];
  const underWay = new Set<Promise<unknown>>();
  for (const [index, item] of items.entries()) {
    const one: Promise<Result> = run(item, index).finally(() => underWay.delete(one));
    results.push(one);
    underWay.add(one);
    if (underWay.size > navigator.hardwareConcurrency) await Promise.race(underWay);
  }
  return await Promise.all(results);
}

/** A test that runs the program; ignored where none is built, or where it must be the compiled one and is not. */
export function programTest(
  name: string,
  fn: () => void | Promise<void>,
  { compiledOnly = false, ignore = false }: { readonly compiledOnly?: boolean; readonly ignore?: boolean } = {},
): void {
  Deno.test({ name, ignore: ignore || (compiledOnly ? !IS_COMPILED : !HAS_PROGRAM), fn });
}

/** Whether a program of that name is installed here. */
export function isInstalled(name: string): boolean {
  return new Deno.Command("bash", { args: ["-c", 'command -v "$1"', "bash", name], stdout: "null" }).outputSync()
    .success;
}
