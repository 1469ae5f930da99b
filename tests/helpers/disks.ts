/** Small disks of their own, where this account may mount one. */

/** Mounts a file system in memory over a folder; whether that could be done. */
export function mountDisk(folder: string, options: string): boolean {
  const mount = new Deno.Command("mount", { args: ["-t", "tmpfs", "-o", options, "tmpfs", folder], stderr: "null" });
  try {
    return mount.outputSync().success;
  } catch {
    return false;
  }
}

/** Runs a program of the host. @throws Error with what it says where it fails */
export function command(...words: readonly string[]): void {
  const [name = "", ...args] = words;
  const { success, stderr } = new Deno.Command(name, { args: [...args] }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Without disks of its own nothing can fill one: then the tests on them are ignored, as their names say. */
export const CAN_MOUNT = (() => {
  const folder = Deno.makeTempDirSync();
  const mounted = mountDisk(folder, "size=64k");
  if (mounted) command("umount", folder);
  Deno.removeSync(folder);
  return mounted;
})();
