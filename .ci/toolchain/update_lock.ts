/**
 * Brings the npm half of deno.lock in line with deno.json where JSR cannot be reached, and leaves the JSR half as it is.
 * Usage: update_lock.ts PROJECT STANDINS.
 */

const [project, standins] = Deno.args as [string, string];

interface Lock {
  version: string;
  specifiers: Record<string, string>;
  jsr: unknown;
  npm: unknown;
  workspace: { dependencies: string[] };
}

function readJson(path: string) {
  return JSON.parse(Deno.readTextFileSync(path));
}

const targets: string[] = Object.values(readJson(`${project}/deno.json`).imports);
const old: Lock = readJson(`${project}/deno.lock`);
const fresh = targets.filter((target) => target.startsWith("jsr:") && !(target in old.specifiers));
if (fresh.length > 0) {
  console.error(`Cannot lock ${fresh.join(", ")}: that takes JSR`);
  Deno.exit(1);
}

const work = Deno.makeTempDirSync();
try {
  const imports = targets.filter((target) => target.startsWith("npm:")).map((target) => `import "${target}";\n`);
  Deno.writeTextFileSync(`${work}/all.ts`, imports.join(""));
  Deno.copyFileSync(`${standins}/deno.lock`, `${work}/deno.lock`);
  const args = ["cache", "--quiet", "--no-config", "--frozen=false", `--lock=${work}/deno.lock`, `${work}/all.ts`];
  const { success } = new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).outputSync();
  if (!success) Deno.exit(1);

  const made: Lock = readJson(`${work}/deno.lock`);
  const jsr = Object.entries(old.specifiers).filter(([name]) => name.startsWith("jsr:"));
  const lock: Lock = {
    version: made.version,
    specifiers: { ...Object.fromEntries(jsr), ...made.specifiers },
    jsr: old.jsr,
    npm: made.npm,
    workspace: { dependencies: targets.sort() },
  };
  Deno.writeTextFileSync(`${project}/deno.lock`, JSON.stringify(lock, null, 2) + "\n");
} finally {
  Deno.removeSync(work, { recursive: true });
}
