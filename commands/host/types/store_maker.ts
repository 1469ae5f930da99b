/** Making a store where there is none. */
import type { FolderFacts } from "../../../lib/change/who_may_change.ts";
import type { FolderEntry } from "../../../lib/store/new_store.ts";

/** What is where a store is to be made. */
export interface NewStoreSite {
  /** The absolute path, without links but for its last part. */
  readonly root: string;
  readonly parent: FolderFacts;
  /** All folders that the parent lies in, the innermost first. */
  readonly above: readonly FolderFacts[];
  /** The folder itself, and what lies in it; null where it is not there. */
  readonly folder: FolderFacts | null;
  readonly entries: readonly FolderEntry[] | null;
}

export interface StoreMaker {
  /** @throws CliError not_found where the folder would lie in none; usage where something else is there; denied; io */
  look(root: string): NewStoreSite;
  /**
   * Makes what is missing of a new store there, the manifest last; modes are what the umask leaves, as the daemon's.
   * Killed on the way, it leaves what the next call goes on with.
   *
   * @throws CliError denied, io
   */
  make(root: string, manifest: string): void;
}
