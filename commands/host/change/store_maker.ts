/** Making a store on this disk: folders, an empty journal and, last, the manifest, each synced. */
import { basename, dirname, join, resolve } from "@std/path/posix";
import type { FolderFacts } from "../../../lib/change/who_may_change.ts";
import { CliError } from "../../../lib/model/errors.ts";
import { type FolderEntry, NEW_STORE } from "../../../lib/store/new_store.ts";
import { shellWord } from "../../../lib/text/command_line.ts";
import { foldersOf } from "../files/accounts.ts";
import { ioReason } from "../files/io_reason.ts";
import type { NewStoreSite, StoreMaker } from "../types/store_maker.ts";

export const storeMaker: StoreMaker = {
  look(root) {
    const named = resolve(root);
    const parent = telling(root, () => existing(() => Deno.realPathSync(dirname(named))));
    if (parent === null) {
      const folder = dirname(named);
      throw new CliError("not_found", `Cannot make a store at "${root}": there is no folder "${folder}"`, {
        target: folder,
        hint: `Make it first: mkdir -p ${shellWord(folder)}`,
      });
    }
    const path = join(parent, basename(named));
    return telling(root, () => lookAt(path, { root, parent }));
  },
  make: (root, manifest) => telling(root, () => makeStore(root, manifest)),
};

function lookAt(
  path: string,
  { root, parent }: { readonly root: string; readonly parent: string },
): NewStoreSite {
  const site = { root: path, parent: factsOf(parent), above: foldersOf(parent).map(factsOf) };
  const found = existing(() => Deno.lstatSync(path));
  if (found === null) return { ...site, folder: null, entries: null };
  if (!found.isDirectory) {
    const what = found.isSymlink ? "it is a link" : "what is there is no folder";
    throw new CliError("usage", `Cannot make a store at "${root}": ${what}`, {
      target: root,
      hint: "Name an empty folder, or one that is not there yet",
    });
  }
  return { ...site, folder: factsOf(path), entries: entriesOf(path) };
}

function factsOf(path: string): FolderFacts {
  const { mode, uid, gid } = Deno.lstatSync(path);
  return { path, mode: (mode ?? 0) & 0o7777, uid: uid ?? 0, gid: gid ?? 0 };
}

function entriesOf(path: string): readonly FolderEntry[] {
  return [...Deno.readDirSync(path)].map(({ name, isFile, isDirectory }) => {
    const inside = join(path, name);
    if (isDirectory) return { name, type: "folder", isEmpty: [...Deno.readDirSync(inside)].length === 0 };
    return isFile
      ? { name, type: "file", isEmpty: Deno.lstatSync(inside).size === 0 }
      : { name, type: "other", isEmpty: false };
  });
}

function makeStore(root: string, manifest: string): void {
  makeFolder(root);
  for (const folder of NEW_STORE.folders) makeFolder(join(root, folder));
  const journal = join(root, NEW_STORE.journal);
  if (existing(() => Deno.lstatSync(journal)) === null) writeNew(journal, "");
  const unfinished = join(root, NEW_STORE.unfinishedManifest);
  existing(() => Deno.removeSync(unfinished));
  writeNew(unfinished, manifest);
  syncFolder(root);
  Deno.renameSync(unfinished, join(root, NEW_STORE.manifest));
  syncFolder(root);
  syncFolder(dirname(root));
}

function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists && Deno.lstatSync(path).isDirectory)) throw error;
  }
}

function writeNew(path: string, text: string): void {
  using file = Deno.openSync(path, { write: true, createNew: true });
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}

function syncFolder(path: string): void {
  using folder = Deno.openSync(path, { read: true });
  folder.syncSync();
}

/** Null where there is no such file. */
function existing<Result>(look: () => Result): Result | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function telling<Result>(root: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { exit, reason } = ioReason(error);
    throw new CliError(exit, `Cannot make a store at "${root}": ${reason}`, {
      target: root,
      cause: error,
      hint: "What is made already is gone on with when the command is run again",
    });
  }
}
