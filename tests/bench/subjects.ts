/** The commands that are measured on a store: ours, and what they are compared with. */
import { fromFileUrl, join } from "@std/path";
import { NAMES } from "./aims.ts";

export interface Subject {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes of a run that did its work; only 0 where absent. */
  readonly ok?: readonly number[];
}

/** Something that cannot be compared with, and why. */
export interface Missing {
  readonly name: string;
  readonly reason: string;
}

const BARE_LOOP = fromFileUrl(new URL("./bare_loop.ts", import.meta.url));
const DAEMON = ["-m", "sourceos_syncd.cli", "health", "snapshot", "--compact", "--store-root"];
/** The folder in which python finds the reference daemon, unless it finds it anyway. */
const DAEMON_PATH = "SOURCEOS_SYNCD_PYTHONPATH";

/** Everything to compare with that this machine has, and what it has not. */
export async function findYardsticks(
  store: string,
): Promise<{ readonly there: readonly Subject[]; readonly missing: readonly Missing[] }> {
  const journal = join(store, "journal.jsonl");
  const path = Deno.env.get(DAEMON_PATH);
  const env: Readonly<Record<string, string>> = path === undefined ? {} : { PYTHONPATH: path };
  const candidates: readonly (Subject & { readonly probe: readonly string[]; readonly reason: string })[] = [
    { name: NAMES.wc, command: "wc", args: ["-l", journal], probe: ["--version"], reason: "there is no wc" },
    { name: NAMES.hash, command: "sha256sum", args: [journal], probe: ["--version"], reason: "there is no sha256sum" },
    { name: NAMES.jq, command: "jq", args: ["-c", ".", journal], probe: ["--version"], reason: "there is no jq" },
    {
      name: NAMES.bare,
      command: Deno.execPath(),
      args: ["run", "--quiet", "--no-config", "--no-lock", "--allow-read", BARE_LOOP, journal],
      probe: ["--version"],
      reason: "there is no deno",
    },
    {
      name: NAMES.daemon,
      command: "python3",
      args: [...DAEMON, store],
      env,
      probe: ["-c", "import sourceos_syncd.cli"],
      reason: `python3 does not find sourceos_syncd; ${DAEMON_PATH} says where it is`,
    },
  ];
  const answers = await Promise.all(candidates.map(({ command, probe, env }) => runs(command, probe, env)));
  return {
    there: candidates.filter((_, index) => answers[index]),
    missing: candidates.filter((_, index) => answers[index] !== true),
  };
}

async function runs(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  try {
    const { success } = await new Deno.Command(command, { args: [...args], env, stdout: "null", stderr: "null" })
      .output();
    return success;
  } catch {
    return false; // there is no such command
  }
}

/** What the program does on the store; `object` is one of its objects' ids. */
export function programSubjects(program: string, store: string, object: string): readonly Subject[] {
  const sync = (name: string, ...words: readonly string[]): Subject => ({
    name,
    command: program,
    args: ["sync", ...words, "--store", store, "--daemon", "none"],
    // A machine with little space left gives the doctor something to warn of.
    ok: [0, 3],
  });
  return [
    sync(NAMES.full, "doctor", "--level", "full"),
    sync(NAMES.standard, "doctor", "--level", "standard"),
    sync(NAMES.quick, "doctor", "--level", "quick"),
    sync(NAMES.status, "status"),
    sync(NAMES.explain, "explain", object),
  ];
}
