/**
 * The folders of a store while it is changed: only the owner can put something else in the place of what lies in them
 * (docs/security.md, "Folders that a group may write").
 *
 * Deno opens nothing relative to an open folder: a path means whatever is there by now. In a folder that only its owner can
 * write, what is used is what was looked at.
 */
import { canClose, closedMode, isClosed, modeOfNewFolder, openedMode } from "../../../lib/change/modes.ts";
import { findFolderProblem, ownershipError } from "../../../lib/change/who_may_change.ts";
import { foldersAbove } from "../../../lib/change/paths.ts";
import type { FileOperations } from "./file_operations.ts";

export interface ClosedFolders {
  /** Closes the root and each folder in it to its group. @throws CliError denied where that cannot be done; FileFailure */
  closeTop(): void;
  /**
   * Closes every folder on the way to these paths.
   * @throws CliError denied where others than the owner could still put something there; FileFailure
   */
  closeAbove(paths: Iterable<string>): void;
  /** Makes a folder that is as open as the root once the change is over. @throws FileFailure */
  make(path: string): void;
  /** Gives the groups back what was taken from them; never throws. */
  open(): void;
}

/** The folders of a store that is called `root`, by operations on paths relative to it. */
export function createClosedFolders(root: string, files: FileOperations): ClosedFolders {
  const user = files.user();
  /** Each behind the one that it lies in. */
  const closed: string[] = [];
  const named = (path: string) => path === "" ? root : `${root}/${path}`;

  function close(path: string): void {
    const facts = files.look(path);
    if (facts?.type !== "folder" || facts.uid !== user.uid) return;
    const mode = closedMode(facts.mode);
    if (!canClose(facts, user)) throw ownershipError(root, { kind: "open_to_group", path: named(path) });
    if (mode !== facts.mode) files.setMode(path, mode);
    // Also what a change that was killed has left closed.
    if (isClosed(mode) && !closed.includes(path)) closed.push(path);
  }

  return {
    closeTop() {
      close("");
      for (const path of files.names("")) close(path);
    },
    closeAbove(paths) {
      for (const path of new Set([...paths].flatMap(foldersAbove))) {
        const facts = files.look(path);
        if (facts?.type !== "folder") continue;
        const problem = findFolderProblem({ ...facts, path: named(path) }, user.uid);
        if (problem !== null) throw ownershipError(root, problem);
        close(path);
      }
    },
    make(path) {
      files.makeFolder(path, 0o700);
      const [top, made] = [files.look(""), files.look(path)];
      if (top === null || made === null) return;
      const mode = closedMode(modeOfNewFolder(top, made));
      if (mode !== made.mode) files.setMode(path, mode);
      if (isClosed(mode)) closed.push(path);
    },
    open() {
      for (const path of closed.splice(0).toReversed()) {
        try {
          const facts = files.look(path);
          if (facts !== null) files.setMode(path, openedMode(facts.mode));
        } catch {
          // It stays closed, which opens no door, and the next change gives it back.
        }
      }
    },
  };
}
