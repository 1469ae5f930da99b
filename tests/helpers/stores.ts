/** Stores on disk for tests: made from fixtures, removed afterwards, and compared as whole trees. */
import { dirname, join } from "@std/path";
import { applyFaults } from "../../fixtures/faults.ts";
import { generateStore } from "../../fixtures/generate_store.ts";
import { type StoreFile, type StoreFiles, writeStore } from "../../fixtures/store_files.ts";
import { removeTree } from "../fixtures/temporary.ts";

const SEED = 11;

/** A sound store with everything in it that is lawful and unusual. */
export const HEALTHY: StoreFiles = generateStore({ seed: SEED, events: 120, objects: 30, oddities: true });

/** Faults that people meet: of records, of the journal, of the layout. */
const USUAL_FAULTS = [
  "object-unknown-actor",
  "conflict-blocking",
  "plan-blocked",
  "record-cut-off",
  "missing-field",
  "two-files-one-id",
  "link-outside",
  "fifo",
  "unreadable-line",
  "duplicate-id",
  "index-cut-off",
  "unknown-folder",
  "leftover-write",
  "torn-tail",
];

/** The sound store with the named faults. */
export function faultyStore(...names: readonly string[]): StoreFiles {
  return applyFaults(HEALTHY, names, SEED).files;
}

export const FAULTY: StoreFiles = faultyStore(...USUAL_FAULTS);

/** Runs with a temporary folder that every account may pass through, and removes it. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result> | Result): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "sourceos-test-" });
  await Deno.chmod(folder, 0o755);
  try {
    return await use(folder);
  } finally {
    await removeTree(folder);
  }
}

/** Runs with the store written to a temporary folder. */
export function withStore<Result>(files: StoreFiles, use: (root: string) => Promise<Result> | Result): Promise<Result> {
  return withFolder(async (folder) => {
    const root = join(folder, "store");
    writeStore(files, root);
    return await use(root);
  });
}

/** The store with permissions by which other accounts may read all of it and write nothing. */
export function readableByAll(files: StoreFiles): StoreFiles {
  const open = new Map<string, StoreFile>([[".", { kind: "directory", mode: 0o755 }]]);
  for (const [path, file] of files) {
    const folder = dirname(path);
    if (!open.has(folder)) open.set(folder, { kind: "directory", mode: 0o755 });
    if (file.kind === "directory") open.set(path, { ...file, mode: 0o755 });
    else open.set(path, file.kind === "file" ? { ...file, mode: 0o644 } : file);
  }
  return open;
}

/** Everything below a path, one text an entry: type, mode, owner, time, and content or link target. */
export function treeOf(root: string): ReadonlyMap<string, string> {
  const tree = new Map<string, string>();
  const visit = (path: string) => {
    const absolute = join(root, path);
    const info = Deno.lstatSync(absolute);
    const mode = ((info.mode ?? 0) & 0o7777).toString(8);
    const facts = [mode, info.uid, info.mtime?.getTime(), info.size].join(" ");
    if (info.isSymlink) tree.set(path, `link ${Deno.readLinkSync(absolute)}`);
    else if (info.isFile) tree.set(path, `file ${facts} ${contentOf(absolute)}`);
    else tree.set(path, `${info.isDirectory ? "folder" : "other"} ${facts}`);
    if (!info.isDirectory) return;
    for (const name of [...Deno.readDirSync(absolute)].map((entry) => entry.name).sort()) {
      visit(path === "." ? name : `${path}/${name}`);
    }
  };
  visit(".");
  return tree;
}

/** Each byte as one character, so that equal texts mean equal bytes. */
function contentOf(path: string): string {
  return new TextDecoder("latin1").decode(Deno.readFileSync(path));
}

/** Until what is written now has another time than what was written before. */
export function waitForTheClock(root: string): void {
  const probe = join(root, "..", "clock");
  const written = () => {
    Deno.writeTextFileSync(probe, "x");
    return Deno.lstatSync(probe).ctime?.getTime();
  };
  const before = written();
  while (written() === before);
}
