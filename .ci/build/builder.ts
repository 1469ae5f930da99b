/** What is built: the bundle of all modules, and the program that `deno compile` makes of it. */
import { commitOf, entryModule } from "./identity.ts";
import { bundleLauncher } from "./launcher.ts";
import { HEADER_BYTES, machineOf, type Target } from "./machines.ts";
import { ENGINE, netPermission, PERMISSIONS } from "./permissions.ts";
import { portableBundle, relativePath } from "./portable.ts";

export const ROOT = Deno.realPathSync(new URL("../..", import.meta.url));
export const WORK = `${ROOT}/.build`;
/** Deno's flags for whatever needs a library. */
export const FLAGS = (Deno.env.get("SOURCEOS_FLAGS") ?? "").split(" ").filter((flag) => flag !== "");
/** Newer releases of deno ask for each socket's path; older ones know no such permission. */
export const namesSockets = (): boolean =>
  new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-config", "--no-lock", netPermission(true), "-"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).outputSync().success;

/** Runs deno, with that denort where it compiles. */
function deno(args: readonly string[], denort: string | null = null): void {
  const { DENORT_BIN: _, ...inherited } = Deno.env.toObject();
  const { success } = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    clearEnv: true,
    env: denort === null ? inherited : { ...inherited, DENORT_BIN: denort },
    stdout: "inherit",
    stderr: "inherit",
  }).outputSync();
  if (!success) throw new Error(`deno ${args[0]} failed`);
}

/** What runs in a thread of its own, and the file that it is bundled to: named by the program, and so never by a number. */
const THREAD = { source: "commands/host/store/journal_thread.ts", file: "journal_thread.js" };

/** Writes the modules that a build starts with, where they say something new, and returns their paths: the program's first. */
export async function writeEntries(): Promise<readonly string[]> {
  const texts = new Map([
    [`${WORK}/sourceos.ts`, entryModule("../start.ts", await commitOf(ROOT))],
    [`${WORK}/journal_thread.ts`, `import ${JSON.stringify(`../${THREAD.source}`)};\n`],
  ]);
  Deno.mkdirSync(WORK, { recursive: true });
  for (const [path, text] of texts) {
    if (readIfThere(path) !== text) Deno.writeTextFileSync(path, text);
  }
  return [...texts.keys()];
}

function readIfThere(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * Writes the bundle into the folder. Bundled, the program starts in half the time; large libraries stay files of their own, read
 * only where they are needed. Not minified: the bundler then takes `using file = open(); read(file)` for `read(open())`, and
 * nothing is closed any more.
 */
export async function writeBundle(folder: string): Promise<void> {
  const made = `${folder}.made`;
  deno(["bundle", "--quiet", ...FLAGS, "--code-splitting", "--outdir", made, ...await writeEntries()]);
  const files = new Map(
    [...Deno.readDirSync(made)].map(({ name }) => [name, Deno.readTextFileSync(`${made}/${name}`)]),
  );
  Deno.mkdirSync(folder, { recursive: true });
  for (const [name, text] of portableBundle({ entry: "sourceos.js", others: [THREAD.file], files }, places())) {
    Deno.writeTextFileSync(`${folder}/${name}`, text);
    // `deno compile` keeps the times of files.
    Deno.utimeSync(`${folder}/${name}`, 0, 0);
  }
  Deno.removeSync(made, { recursive: true });
}

/** Where the bundler finds libraries: deno's own folder, and what the import map names. */
function places() {
  const maps = FLAGS.flatMap((flag) => flag.startsWith("--import-map=/") ? [flag.slice("--import-map=".length)] : []);
  return [
    ...maps.map((path) => ({ path: path.slice(0, path.lastIndexOf("/")), name: "libraries" })),
    { path: denoFolder(), name: "deno_dir" },
  ].map(({ path, name }) => ({ path: relativePath(ROOT, path), name }));
}

function denoFolder(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json", "--no-config"] }).outputSync();
  const { denoDir }: { denoDir: string } = JSON.parse(new TextDecoder().decode(stdout));
  return denoDir;
}

/** Writes what `make bundle` makes: a folder that can be copied below any prefix. */
export async function writeBundleTree(folder: string): Promise<void> {
  const modules = `${folder}/lib/sourceos`;
  Deno.mkdirSync(`${folder}/bin`, { recursive: true });
  await writeBundle(modules);
  // The module's own name tells the program how it is called.
  for (const name of ["sourceos", "sourceos-sync"]) {
    Deno.writeTextFileSync(`${modules}/${name}.js`, 'import "./main.js";\n');
  }
  Deno.writeTextFileSync(`${folder}/bin/sourceos`, bundleLauncher(), { mode: 0o755 });
}

/**
 * Compiles the bundle in the folder. Nothing can be imported at run time: without --deny-import the runtime's own hosts may be.
 * Without a code cache, as that is a file in /tmp which another user could have put there.
 */
export function compileBundle(
  bundle: string,
  { target, to, denort }: { readonly target: Target; readonly to: string; readonly denort: string | null },
): void {
  const alone = ["--no-check", "--no-config", "--no-lock", "--no-code-cache"];
  const may = [ENGINE, ...PERMISSIONS, netPermission(namesSockets()), "--deny-import"];
  const args = ["compile", "--quiet", ...alone, ...may, "--target", target, "--output", to];
  deno([...args, "--include", `${bundle}/${THREAD.file}`, `${bundle}/main.js`], denort);
  const made = machineOf(headerOf(to));
  if (made !== target) throw new Error(`Cannot build for ${target}: what came out is of ${made ?? "no known machine"}`);
}

export function headerOf(path: string): Uint8Array {
  using file = Deno.openSync(path);
  const header = new Uint8Array(HEADER_BYTES);
  return header.subarray(0, file.readSync(header) ?? 0);
}
