/** What every command that changes a store does first: look at it, make sure that nobody else works on it, lock it. */
import { isOfNewerFormat } from "../../lib/store/manifest.ts";
import { storeFlags, syncCommand } from "../../lib/text/command_line.ts";
import { requireStateStore } from "../../lib/answers/absence.ts";
import type { Outcome } from "../../lib/answers/outcome.ts";
import { CliError } from "../../lib/model/errors.ts";
import { pathsOfIntent } from "../../lib/change/intent.ts";
import { NEEDED_FOLDERS } from "../../lib/change/obstacles.ts";
import { mountError } from "../../lib/change/problems.ts";
import { changeStanding } from "../../lib/change/standing.ts";
import type { ChangeIntent } from "../../lib/model/change.ts";
import type { DaemonProbe } from "../../lib/model/daemon.ts";
import type { StoreSnapshot } from "../../lib/model/snapshot.ts";
import { isAllowed, parseScope, type Scope } from "../../lib/change/scope.ts";
import { type LoadedState, type LoadOptions, loadState } from "./load.ts";
import { servedStore } from "./served_store.ts";
import { requireOwner, type Retyping } from "./owner.ts";
import type { Host } from "../host/types/host.ts";
import type { LockedStore } from "../host/types/store_changer.ts";
import type { StateOptions } from "../frame/options.ts";

export interface LockedChange {
  readonly lock: LockedStore;
  /** The state once the lock was taken, and an interrupted change finished. */
  readonly state: LoadedState;
  readonly store: StoreSnapshot;
  readonly recovered: {
    readonly changeId: string;
    readonly planId: string | null;
    readonly how: "completed" | "undone";
    /** What it touches. */
    readonly paths: readonly string[];
  } | null;
}

interface ChangeOptions {
  readonly scopes: readonly Scope[];
  /** What is attempted, as it stands behind "Cannot". */
  readonly verb: string;
  readonly retyping: Retyping;
  /** For which the store is read: see loadState(). */
  readonly purpose?: LoadOptions["purpose"];
  /** Throws where it is refused whatever happens: asked before anything is touched, where no change is unfinished. */
  readonly check?: (store: StoreSnapshot) => void;
}

/**
 * Does the work on a store that nobody else changes meanwhile. An interrupted change of before is finished first, where
 * the scopes allow what it did.
 *
 * @throws CliError usage for a saved snapshot; denied for anybody but the store's owner; no_state; too_new; busy
 *   while a daemon serves the store or somebody holds its lock; needs_scope where an interrupted change needs other scopes; manual where nobody can tell what it was
 */
export async function withLockedStore<Data>(
  options: StateOptions,
  host: Host,
  { scopes, verb, retyping, check, purpose = "answer" }: ChangeOptions,
  work: (locked: LockedChange) => Promise<Outcome<Data>>,
): Promise<Outcome<Data>> {
  if (options.snapshot !== null) {
    throw new CliError("usage", `Cannot ${verb} to a saved snapshot: only a store on disk can be changed`, {
      target: "--snapshot",
      hint: "Name the store with --store DIR",
    });
  }
  await requireOwner(options, retyping, host);
  const before = await loadState(options, host, { writesAFile: true, purpose });
  const seen = requireStateStore(before, verb);
  refuseNewerFormat(seen, verb);
  if (changeStanding(seen).state === "none") check?.(seen);
  const mount = seen.mounts?.find((folder) => NEEDED_FOLDERS.includes(folder));
  if (mount !== undefined) throw mountError(seen.root, mount);
  const refuseIfServed = (daemon: DaemonProbe) => refuseWhileServed(daemon, seen, host, verb);
  await refuseIfServed(before.snapshot.daemon);
  // One may start at any moment.
  const lock = await (await host.changer()).lock(seen.real_root, async () => {
    await refuseIfServed(await host.daemons.probe(await host.daemons.choose(options.daemon), options.timeoutMs));
  });
  try {
    const { interrupted } = lock;
    if (interrupted === null) {
      // Nothing can be told from it: the error says what a person has to look at.
      if (changeStanding(seen).state === "unreadable") await lock.recover();
      const outcome = isOpenToOthers(seen)
        ? null
        : await unlessStale(() => work({ lock, state: before, store: seen, recovered: null }));
      if (outcome !== null) return outcome;
      // Another process may have ended a change between the look and the lock, the very same one even.
      const state = await loadState(options, host, { writesAFile: true, purpose });
      return await work({ lock, state, store: requireStateStore(state, verb), recovered: null });
    }
    requireScopesOf(interrupted, scopes, seen);
    const how = await lock.recover();
    const state = await loadState(options, host, { writesAFile: true, purpose });
    const recovered = {
      changeId: interrupted.change_id,
      planId: interrupted.plan_id,
      how,
      paths: pathsOfIntent(interrupted),
    };
    return await work({ lock, state, store: requireStateStore(state, verb), recovered });
  } finally {
    lock.release();
  }
}

/** Whether somebody else could lead the look astray, by a link in a folder that the lock had not closed yet. */
function isOpenToOthers({ root_file: root, folders }: StoreSnapshot): boolean {
  return [root, ...folders].some((folder) => ((folder?.mode ?? 0) & 0o022) !== 0);
}

/** @throws CliError too_new */
function refuseNewerFormat(store: StoreSnapshot, verb: string): void {
  if (!isOfNewerFormat(store)) return;
  throw new CliError("too_new", `Cannot ${verb}: store "${store.root}" is of a newer format than this program knows`, {
    target: store.root,
    hint: "Use a newer release of this program",
  });
}

/** What the work comes to, or null where it found another state than it was told of, and changed nothing. */
async function unlessStale<Data>(work: () => Promise<Outcome<Data>>): Promise<Outcome<Data> | null> {
  try {
    const outcome = await work();
    return outcome.exit === "stale" ? null : outcome;
  } catch (error) {
    if (error instanceof CliError && error.exit === "stale") return null;
    throw error;
  }
}

async function refuseWhileServed(daemon: DaemonProbe, store: StoreSnapshot, host: Host, verb: string): Promise<void> {
  if (store.origin === "daemon") {
    throw new CliError("busy", `Cannot ${verb}: only the daemon shows this store`, {
      target: daemon.endpoint ?? store.root,
      code: "served",
      hint: "Run where the store is on disk, with the daemon stopped",
    });
  }
  const served = await servedStore(daemon, store, host);
  if (served === "another") return;
  throw new CliError(
    "busy",
    served === "unsaid"
      ? `Cannot ${verb}: a daemon runs and does not say which store it serves`
      : `Cannot ${verb}: a daemon serves this store`,
    {
      target: daemon.endpoint ?? store.root,
      code: "served",
      hint: "Stop sourceos-syncd and run again; --daemon none where you know that it serves another store",
    },
  );
}

function requireScopesOf(interrupted: ChangeIntent, scopes: readonly Scope[], store: StoreSnapshot): void {
  const missing = interrupted.scopes.filter((scope) => !isAllowed(parseScope(scope), scopes));
  if (missing.length === 0) return;
  throw new CliError(
    "needs_scope",
    `Cannot go on: the interrupted ${interrupted.kind} "${interrupted.change_id}" has to be finished first`,
    {
      target: interrupted.change_id,
      code: "interrupted_change",
      hint: `Give the scopes that it had: ${interrupted.scopes.map((scope) => `--scope ${scope}`).join(" ")}; see ${
        syncCommand("repair", "--dry-run", ...storeFlags(store))
      }, which shows what is left of it`,
    },
  );
}
