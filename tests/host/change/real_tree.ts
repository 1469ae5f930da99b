/** Small stores as real files. */
import { dirname, join, relative } from "@std/path";
import type { Tree } from "./change_requests.ts";

/** A new empty folder, in memory where there is such a file system: thousands of changes would wait for a disk. */
export function makeFastFolder(): string {
  try {
    return Deno.makeTempDirSync({ dir: "/dev/shm" });
  } catch {
    return Deno.makeTempDirSync();
  }
}

/** Writes a tree into an empty folder. */
export function writeTree(root: string, tree: Tree): void {
  for (const [path, text] of tree) {
    const full = join(root, path);
    Deno.mkdirSync(path.endsWith("/") ? full : dirname(full), { recursive: true });
    if (!path.endsWith("/")) Deno.writeTextFileSync(full, text);
  }
}

/** Every file below a folder, and every folder that is empty. */
export function readTree(root: string, folder: string = root): Map<string, string> {
  const tree = new Map<string, string>();
  for (const entry of Deno.readDirSync(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile) tree.set(relative(root, path), Deno.readTextFileSync(path));
    else if (entry.isDirectory) { for (const [name, text] of readTree(root, path)) tree.set(name, text); }
    else tree.set(relative(root, path), `-> ${entry.isSymlink ? Deno.readLinkSync(path) : "?"}`);
  }
  if (tree.size === 0 && folder !== root) tree.set(`${relative(root, folder)}/`, "");
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
