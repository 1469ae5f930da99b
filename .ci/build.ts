/**
 * Makes the program, or with the word `bundle` a bundle of it that any deno runs.
 *
 * The program is `bin/sourceos`, or what SOURCEOS_BIN names: compiled, or where deno cannot compile (SOURCEOS_NO_DENORT says so) a
 * script that runs the sources. For another machine than this one, named by SOURCEOS_TARGET, it is `bin/TARGET/sourceos`, and
 * always compiled. It is made only where something that it is made of is newer.
 *
 * SOURCEOS_FLAGS are deno's flags for whatever needs a library; .ci/toolchain/deno sets both. A build is the same byte for byte
 * wherever it is made: what it holds of the folder and the time is taken out (build/portable.ts).
 */
import {
  compileBundle,
  FLAGS,
  headerOf,
  namesSockets,
  ROOT,
  WORK,
  writeBundle,
  writeBundleTree,
  writeEntries,
} from "./build/builder.ts";
import { chooseDenort } from "./build/denort.ts";
import { sourcesScript } from "./build/launcher.ts";
import { machineOf, parseTarget, type Target } from "./build/machines.ts";

/** When the newest of these files, or of those below them, was last changed, in milliseconds. */
function newest(paths: readonly string[]): number {
  return Math.max(...paths.map((path) => {
    const { isDirectory, mtime } = Deno.statSync(path);
    const below = isDirectory ? [...Deno.readDirSync(path)].map(({ name }) => `${path}/${name}`) : [];
    return Math.max(mtime?.getTime() ?? Infinity, below.length === 0 ? 0 : newest(below));
  }));
}

function isUpToDate(program: string, target: Target, entries: readonly string[]): boolean {
  const sources = ["main.ts", "start.ts", "deno.json", "deno.lock", "commands", "lib", ".ci"].map((name) =>
    `${ROOT}/${name}`
  );
  try {
    const made = Deno.statSync(program).mtime?.getTime() ?? 0;
    return machineOf(headerOf(program)) === target && made > newest([...sources, ...entries]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Here the libraries are imported at run time. */
function writeScript(to: string): void {
  const settings = ["DENO_DIR", "DENO_TLS_CA_STORE", "NPM_CONFIG_REGISTRY"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const call = ["env", "DENO_NO_UPDATE_CHECK=1", ...settings, Deno.execPath(), "run", "--quiet", ...FLAGS];
  const text = sourcesScript({ deno: call, main: `${ROOT}/main.ts`, namesSockets: namesSockets() });
  Deno.writeTextFileSync(to, text, { mode: 0o755 });
}

/** Makes it beside, and moves it there when it is whole. */
async function make(to: string, work: (made: string) => void | Promise<void>): Promise<void> {
  Deno.mkdirSync(WORK, { recursive: true });
  Deno.mkdirSync(to.slice(0, to.lastIndexOf("/")), { recursive: true });
  const folder = Deno.makeTempDirSync({ dir: WORK });
  try {
    await work(`${folder}/made`);
    if (Deno.args[0] === "bundle") await removeFolder(to);
    Deno.renameSync(`${folder}/made`, to);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function buildProgram(target: Target): Promise<void> {
  const isForeign = target !== Deno.build.target;
  const program = isForeign ? `${ROOT}/bin/${target}/sourceos` : Deno.env.get("SOURCEOS_BIN") ?? `${ROOT}/bin/sourceos`;
  const denort = chooseDenort(target);
  const compiles = isForeign || (Deno.env.get("SOURCEOS_NO_DENORT") ?? "") === "";
  if (!compiles) {
    console.error("sourceos: no denort for this machine: the program runs uncompiled");
    return await make(program, writeScript);
  }
  if (isUpToDate(program, target, await writeEntries())) return;
  await make(program, async (to) => {
    await writeBundle(`${to}.bundle`);
    try {
      compileBundle(`${to}.bundle`, { target, to, denort });
    } catch (error) {
      if (!isForeign || denort !== null) throw error;
      const why = "deno has no denort for it: give one as DENORT_BIN, or run make bundle, which needs none";
      throw new Error(`Cannot build for ${target}: ${why}`, { cause: error });
    }
  });
}

try {
  if (Deno.args[0] === "bundle") await make(`${ROOT}/bin/bundle`, writeBundleTree);
  else await buildProgram(parseTarget(Deno.env.get("SOURCEOS_TARGET") || Deno.build.target));
} catch (error) {
  console.error(`sourceos: ${error instanceof Error ? error.message : error}`);
  Deno.exit(1);
}
