/** Programs of the host that look at what ours wrote, and folders for both. */

/** What the tool prints; a tool that fails is a failure of the test. */
export async function runTool(name: string, args: readonly string[], cwd?: string): Promise<string> {
  const command = new Deno.Command(name, {
    args: [...args],
    env: { LC_ALL: "C" },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const { success, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`${name} ${args.join(" ")} failed: ${text(stderr)}`);
  return text(stdout);
}

/** Runs the work on a folder that is removed afterwards. */
export async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "sourceos-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
