/** What the program is measured beside: what everybody has at hand, and two small programs of the same runtime. */
import { fromFileUrl, join } from "@std/path";
import type { Place } from "./commands.ts";
import { type Command, measure } from "./measure.ts";

export interface Yardstick {
  readonly command: Command;
  /** A command that ends with 0 where the machine has what is needed. */
  readonly probe: Command;
}

/** The folder in which python finds the reference daemon, unless it finds it anyway. */
const DAEMON_PATH = "SOURCEOS_SYNCD_PYTHONPATH";

/** Of every record what tells that it was changed: size, time and inode. */
const FIND = `find "$0" -mindepth 2 -name '*.json' -printf '%s %T@ %i %p\\n'`;
const HAS_FIND = "find / -maxdepth 0 -printf %i";

function shell(script: string, ...args: readonly string[]): Command {
  return { command: "bash", args: ["-c", script, ...args] };
}

/** The journal's bytes hashed, and a look at every record. */
export function hashAndFind({ root }: Place): Yardstick {
  return {
    command: shell(`sha256sum "$0/journal.jsonl" && ${FIND}`, root),
    probe: shell(`sha256sum --version && ${HAS_FIND}`),
  };
}

/** Every line of the journal that names the object, and a look at every record. */
export function grepAndFind({ root, object }: Place): Yardstick {
  return {
    // What prints to nowhere may stop at the first line that it finds.
    command: shell(`grep -F -- "$1" "$0/journal.jsonl" | cat; ${FIND}`, root, object),
    probe: shell(`grep --version && ${HAS_FIND}`),
  };
}

export function jq({ root }: Place): Yardstick {
  return {
    command: { command: "jq", args: ["-c", ".", join(root, "journal.jsonl")] },
    probe: shell("jq --version"),
  };
}

export function referenceDaemon({ root }: Place): Yardstick {
  const path = Deno.env.get(DAEMON_PATH);
  const env: Readonly<Record<string, string>> = path === undefined ? {} : { PYTHONPATH: path };
  const python = (...args: readonly string[]): Command => ({ command: "python3", args, env });
  return {
    command: python("-m", "sourceos_syncd.cli", "health", "snapshot", "--compact", "--store-root", root),
    probe: python("-c", "import sourceos_syncd.cli"),
  };
}

/** Whether the probe ends well. */
export async function isThere(probe: Command): Promise<boolean> {
  try {
    await measure(probe);
    return true;
  } catch {
    return false;
  }
}

/** A program of one file here, compiled as the program is; run from its source where the program is. */
export async function smallProgram(
  name: "hello" | "bare_reader",
  { folder, isCompiled }: { readonly folder: string; readonly isCompiled: boolean },
): Promise<(...args: readonly string[]) => Command> {
  const source = fromFileUrl(new URL(`./${name}.ts`, import.meta.url));
  const alone = ["--quiet", "--no-config", "--no-lock", "--allow-read"];
  if (!isCompiled) return (...args) => ({ command: Deno.execPath(), args: ["run", ...alone, source, ...args] });
  const program = join(folder, name);
  const flags = [...alone, "--no-check", "--no-code-cache", "--output", program];
  await measure({ command: Deno.execPath(), args: ["compile", ...flags, source] });
  return (...args) => ({ command: program, args });
}
