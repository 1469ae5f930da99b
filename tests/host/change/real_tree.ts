/** Small stores as real files. */
import { join } from "@std/path";
import type { Tree } from "./change_requests.ts";

/** A new empty folder, in memory where there is such a file system: thousands of changes would wait for a disk. */
export function makeFastFolder(): string {
  try {
    return Deno.makeTempDirSync({ dir: "/dev/shm" });
  } catch {
    return Deno.makeTempDirSync();
  }
}

/** Runs with such a folder, and removes it. */
export async function inFastFolder(use: (root: string) => Promise<void>): Promise<void> {
  const root = makeFastFolder();
  try {
    await use(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

/** Writes a tree into an empty folder. */
export function writeTree(root: string, tree: Tree): void {
  const folders = [...tree.keys()].map((path) => path.slice(0, Math.max(path.lastIndexOf("/"), 0)));
  for (const folder of new Set(folders)) Deno.mkdirSync(join(root, folder), { recursive: true });
  for (const [path, text] of tree) {
    if (!path.endsWith("/")) Deno.writeTextFileSync(`${root}/${path}`, text);
  }
}

/** Every file below a folder, and every folder that is empty; the paths begin with `above`. */
export function readTree(folder: string, above: string = ""): Map<string, string> {
  const tree = new Map<string, string>();
  for (const { name, isFile, isDirectory, isSymlink } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isFile) tree.set(above + name, Deno.readTextFileSync(path));
    else if (isDirectory) { for (const [below, text] of readTree(path, `${above}${name}/`)) tree.set(below, text); }
    else tree.set(above + name, `-> ${isSymlink ? Deno.readLinkSync(path) : "?"}`);
  }
  if (tree.size === 0 && above !== "") tree.set(above, "");
  return tree;
}

/** The tree without the entries that its files make needless, sorted. */
export function plainTree(tree: Tree): Tree {
  const paths = [...tree.keys()];
  return new Map(
    [...tree].filter(([path]) =>
      !path.endsWith("/") || !paths.some((other) => other !== path && other.startsWith(path))
    )
      .sort(([left], [right]) => left < right ? -1 : 1),
  );
}
