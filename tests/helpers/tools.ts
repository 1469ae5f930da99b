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

/**
 * Copies a program for everybody to run. Were it written by this process, it would be busy wherever another test starts a
 * program meanwhile, which is handed the open file.
 */
export function copyProgram(from: string, to: string): void {
  const { success, stderr } = new Deno.Command("cp", { args: [from, to] }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  Deno.chmodSync(to, 0o755);
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
