/** The sources of the program, as files of the repository. */

export const ROOT = new URL("../../", import.meta.url);

/** The paths of all sources below a folder, from the root of the repository; the folder ends with a slash. */
export async function sourcesBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
    if (isDirectory) found.push(...await sourcesBelow(`${folder}${name}/`));
    else if (name.endsWith(".ts")) found.push(`${folder}${name}`);
  }
  return found;
}
