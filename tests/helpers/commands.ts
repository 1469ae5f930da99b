/** Every command as the tests call it, with the exit code that it has on a sound, a faulty and a missing store. */
import { HEALTHY } from "./stores.ts";

export interface CommandCase {
  readonly name: string;
  /** As documents name it. */
  readonly command: string;
  readonly args: readonly string[];
  readonly exit: { readonly healthy: number; readonly faulty: number; readonly missing: number };
  /** It is to change the store, and keeps the permission to write. */
  readonly writes?: true;
}

const [objectFile = ""] = [...HEALTHY.keys()].filter((path) => path.startsWith("objects/object_"));
/** An object of the sound store. */
export const OBJECT = objectFile.replace("objects/object_", "object:").replace(/\.json$/, "");

const READS = { healthy: 0, faulty: 0, missing: 10 };

function read(name: string, ...args: readonly string[]): CommandCase {
  const command = `sync ${name}`;
  return { name: [name, ...args].join(" "), command, args: [...command.split(" "), ...args], exit: READS };
}

export const COMMANDS: readonly CommandCase[] = [
  read("status"),
  { ...read("doctor"), exit: { ...READS, faulty: 4 } },
  read("explain", OBJECT),
  read("plans"),
  read("actors"),
  read("schemas"),
  read("conflicts"),
  { ...read("conflicts decide"), exit: { healthy: 2, faulty: 2, missing: 2 } },
  {
    ...read("conflicts decide", "conflict:routine-0001", "--option", "skip", "--as", "actor:ada", "--rationale", "Why"),
    exit: { healthy: 12, faulty: 12, missing: 10 },
  },
  {
    ...read("conflicts decide", "--apply", "--plan", "p.json", "--scope", "object:alpha"),
    exit: { healthy: 17, faulty: 17, missing: 17 },
    writes: true,
  },
  read("profiles"),
  read("devices"),
  read("devices", "device:kitchen-laptop"),
  read("objects"),
  read("workspaces"),
  read("decisions"),
  read("transactions"),
  read("receipts"),
  read("queue"),
  read("events"),
  read("repair", "--dry-run"),
  { ...read("repair", "--apply"), exit: { healthy: 18, faulty: 18, missing: 18 } },
  {
    ...read("repair", "--apply", "--plan", "p.json", "--scope", "derived"),
    exit: { healthy: 17, faulty: 17, missing: 17 },
    writes: true,
  },
  {
    ...read("repair", "--undo", "repair-1", "--scope", "derived"),
    exit: { healthy: 17, faulty: 17, missing: 10 },
    writes: true,
  },
  { ...read("repair", "--undo", "last", "--dry-run"), exit: { healthy: 17, faulty: 17, missing: 10 } },
  read("repair reports"),
  { ...read("reports", "--kind", "undo"), command: "sync repair reports" },
  { ...read("repair reports", "repair-1"), exit: { healthy: 17, faulty: 17, missing: 10 } },
  read("export", OBJECT),
  read("export", "profile:work"),
  { ...read("export", "profile:vault"), exit: { healthy: 12, faulty: 12, missing: 10 } },
  { ...read("import", "bundle.tar"), exit: { healthy: 17, faulty: 17, missing: 17 } },
  { ...read("init", "--dry-run"), exit: { healthy: 2, faulty: 2, missing: 0 } },
];
