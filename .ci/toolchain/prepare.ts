/**
 * Makes what stands in for JSR in the npm way: modules, an import map and a lock file.
 * Usage: prepare.ts PROJECT OUT. OUT/npm and OUT/std hold the unpacked packages; get.sh runs this.
 */

const [project, out] = Deno.args as [string, string];
const npm = `${out}/npm/esm/deps/jsr`;
const npmTypes = `${out}/npm/types/deps/jsr`;

/** For each `jsr:` import the modules that it becomes, and our declarations of those that have none. */
const standIns: Record<string, { modules: string[]; types?: string }> = {
  "@cliffy/command": { modules: ["npm/esm/deps/jsr/@windmill-labs/cliffy-command/1.0.0-rc.5/mod.js"] },
  "@cliffy/command/completions": {
    modules: ["npm/esm/deps/jsr/@windmill-labs/cliffy-command/1.0.0-rc.5/completions/mod.js"],
  },
  "@cliffy/table": { modules: ["npm/esm/deps/jsr/@windmill-labs/cliffy-table/1.0.0-rc.5/mod.js"] },
  "@std/assert": { modules: ["std/assert/mod.js"], types: "assert.d.ts" },
  "@std/cli": { modules: ["modules/std_cli_parse-args.js", "modules/std_cli_unicode-width.js"] },
  "@std/cli/parse-args": { modules: ["std/cli/parse_args.js"], types: "parse_args.d.ts" },
  "@std/cli/unicode-width": { modules: ["npm/esm/deps/jsr/@std/cli/1.0.0-rc.2/unicode_width.js"] },
  "@std/fmt/bytes": { modules: ["std/fmt/bytes.js"], types: "bytes.d.ts" },
  "@std/fmt/colors": { modules: ["npm/esm/deps/jsr/@std/fmt/1.0.8/colors.js"] },
  "@std/fmt/duration": { modules: ["std/fmt/duration.js"], types: "duration.d.ts" },
  "@std/path": { modules: ["npm/esm/deps/jsr/@std/path/1.1.3/mod.js"] },
  "@std/path/posix": {
    modules: [
      "basename",
      "dirname",
      "extname",
      "format",
      "from_file_url",
      "is_absolute",
      "join",
      "normalize",
      "parse",
      "relative",
      "resolve",
      "to_file_url",
    ].map((name) => `npm/esm/deps/jsr/@std/path/1.1.3/posix/${name}.js`),
  },
};

/** Puts each declaration file beside its module and names it there, which is how deno finds types of JavaScript. */
function joinTypes(folder: string): void {
  for (const entry of Deno.readDirSync(`${npm}${folder}`)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) joinTypes(path);
    if (!entry.name.endsWith(".js")) continue;
    const types = path.replace(/\.js$/, ".d.ts");
    Deno.copyFileSync(`${npmTypes}${types}`, `${npm}${types}`);
    const code = Deno.readTextFileSync(`${npm}${path}`);
    const name = entry.name.replace(/\.js$/, ".d.ts");
    Deno.writeTextFileSync(`${npm}${path}`, `/* @ts-self-types="./${name}" */\n${code}`);
  }
}

/** Writes the module that stands in for `name` and returns its path. */
function writeStandIn(name: string, { modules, types }: { modules: string[]; types?: string }): string {
  const file = name.slice(1).replaceAll("/", "_");
  const lines = modules.map((module) => `export * from "../${module}";\n`);
  if (types !== undefined) {
    Deno.copyFileSync(new URL(`types/${types}`, import.meta.url), `${out}/modules/${types}`);
    lines.unshift(`/* @ts-self-types="./${types}" */\n`);
  }
  Deno.writeTextFileSync(`${out}/modules/${file}.js`, lines.join(""));
  return `./modules/${file}.js`;
}

/** The import map: npm packages as deno.json has them, and the stand-ins for the rest. */
function importMap(imports: Record<string, string>): Record<string, string> {
  const map: Record<string, string> = {};
  for (const [name, target] of Object.entries(imports)) {
    if (target.startsWith("npm:")) {
      map[name] = target;
      map[`${name}/`] = `${target.replace("npm:", "npm:/")}/`;
    } else if (target.startsWith("jsr:") && !Object.keys(standIns).some((key) => `${key}/`.startsWith(`${name}/`))) {
      throw new Error(`Cannot stand in for "${name}" (${target}): add it to .ci/toolchain/prepare.ts`);
    }
  }
  for (const [name, standIn] of Object.entries(standIns)) map[name] = writeStandIn(name, standIn);
  return map;
}

/** The npm half of deno.lock, so that these packages are pinned here too. */
function npmLock(lock: Record<string, Record<string, unknown>>): Record<string, unknown> {
  const specifiers = Object.entries(lock.specifiers ?? {}).filter(([name]) => name.startsWith("npm:"));
  return { ...lock, specifiers: Object.fromEntries(specifiers), jsr: undefined };
}

function readJson(path: string) {
  return JSON.parse(Deno.readTextFileSync(path));
}

function writeJson(path: string, value: unknown): void {
  Deno.writeTextFileSync(path, JSON.stringify(value, null, 2) + "\n");
}

/** Gives the only folder inside `parent` the name `path`. */
function nameOnlyFolder(parent: string, path: string): void {
  for (const { name } of Deno.readDirSync(parent)) Deno.renameSync(`${parent}/${name}`, path);
}

const shims = "export const Deno = globalThis.Deno;\nexport const dntGlobalThis = globalThis;\n";
Deno.writeTextFileSync(`${out}/npm/esm/_dnt.shims.js`, shims);
nameOnlyFolder(`${out}/npm/esm/deps`, npm);
nameOnlyFolder(`${out}/npm/types/deps`, npmTypes);
joinTypes("");
Deno.mkdirSync(`${out}/modules`);
writeJson(`${out}/import_map.json`, { imports: importMap(readJson(`${project}/deno.json`).imports) });
writeJson(`${out}/deno.lock`, npmLock(readJson(`${project}/deno.lock`)));
