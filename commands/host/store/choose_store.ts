/** Which store is looked at (docs/scripting.md, "Where state comes from"). */
import { join } from "@std/path/posix";
import type { Environment } from "../types/host.ts";
import type { StoreChoice } from "../types/store_reader.ts";
import { lookAt } from "./file_entry.ts";

const SYSTEM_STORE = "/var/lib/sourceos-syncd";

/** The store that the option names, else the environment, else the first default that exists. */
export function chooseStore(option: string | null, environment: Environment): StoreChoice {
  if (option !== null) return { root: option, selectedBy: "option" };
  const named = environment("SOURCEOS_STATE_DIR");
  if (named !== null) return { root: named, selectedBy: "environment" };
  const home = environment("HOME");
  const stateHome = environment("XDG_STATE_HOME") ?? (home === null ? null : join(home, ".local", "state"));
  const own = stateHome === null ? null : join(stateHome, "sourceos", "syncd");
  const root = own !== null && lookAt(own, own).problem === null ? own : SYSTEM_STORE;
  return { root, selectedBy: "default" };
}
