/** How the host changes a store, or one that it makes to try something. Types only. */
import type { ChangeIntent, ChangeRequest } from "../../../lib/model/change.ts";
import type { LookedAt } from "../../../lib/answers/look_note.ts";
import type { OwnershipProblem } from "../../../lib/change/who_may_change.ts";

/** A store that nobody else changes as long as it is not released. */
export interface LockedStore {
  /** What an earlier process began and did not finish. */
  readonly interrupted: ChangeIntent | null;
  /**
   * Finishes the interrupted change where its journal lines or all of its new files are there, else takes it back.
   * @throws CliError manual where neither can be done
   */
  recover(): Promise<"completed" | "undone">;
  /**
   * Carries the change out, and tells what was left to clear away.
   * @throws CliError stale where a file is not as it was before; busy where the lock was lost; denied where others can write a folder on the way;
   *   denied or io where nothing can be written; rolled_back
   *   or manual where it failed on the way; interrupted or terminated on a signal, which leaves the rest to recover()
   */
  apply(request: ChangeRequest): Promise<{ readonly cleared: boolean }>;
  /** Leaves the cache of records with these lines, for looks to come; what keeps it from that is no failure. */
  noteRecords(lines: Iterable<string>): Promise<void>;
  /**
   * Leaves the note of a look, as noteRecords() leaves its cache: what `noteOf` makes of it and of the states of files and
   * folders that were the same before and after it, once no change of them can go unseen. Null leaves none.
   */
  noteLook<Look>(look: () => Promise<Look>, noteOf: (look: Look, lookedAt: LookedAt) => string | null): Promise<void>;
  release(): void;
}

export interface StoreChanger {
  /**
   * What keeps this user from changing the store at this root; null where nothing does, or where there is none.
   * @throws CliError denied or io where it cannot be looked at
   */
  findProblem(root: string): OwnershipProblem | null;
  /**
   * Takes the lock of the store at this root. `ask` throws where a change must not go on, as somebody else works on the
   * store by now; it is asked before anything is touched, and before the change comes to stand.
   * @throws CliError busy while a living process holds it; denied where findProblem() finds one; denied, io
   */
  lock(root: string, ask?: () => Promise<void>): Promise<LockedStore>;
}

/** Stores that are made to try something, and that nobody else knows of. */
export interface TemporaryStores {
  /**
   * Runs the work with a store of these files, given by their paths; it is removed afterwards, and on a signal too.
   * @throws CliError io or denied where it cannot be made
   */
  withStore<Result>(files: ReadonlyMap<string, string>, work: (root: string) => Promise<Result>): Promise<Result>;
  /** Changes such stores. It waits for no disk, as they need not outlive a crash. */
  readonly changer: StoreChanger;
}
