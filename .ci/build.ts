/**
 * Makes the program, `bin/sourceos` or what SOURCEOS_BIN names: compiled, or where deno cannot compile (SOURCEOS_NO_DENORT
 * says so) a script that runs the sources. Compiles only where something that the program is made of is newer.
 *
 * SOURCEOS_FLAGS are deno's flags for whatever needs a library; .ci/toolchain/deno sets both.
 */

const root = Deno.realPathSync(new URL("..", import.meta.url));
const work = `${root}/.build`;
const program = Deno.env.get("SOURCEOS_BIN") ?? `${root}/bin/sourceos`;
const flags = (Deno.env.get("SOURCEOS_FLAGS") ?? "").split(" ").filter((flag) => flag !== "");
const compiles = (Deno.env.get("SOURCEOS_NO_DENORT") ?? "") === "";

/** The two LOG_ names are read by the YAML parser. */
const VARIABLES = [
  ..."SOURCEOS_STATE_DIR SOURCEOS_SYNCD_URL SOURCEOS_OUTPUT SOURCEOS_PROFILE SOURCEOS_WORKSPACE SOURCEOS_DEVICE".split(
    " ",
  ),
  ..."SOURCEOS_ACCEPTED SOURCE_DATE_EPOCH XDG_STATE_HOME HOME NO_COLOR CLICOLOR CLICOLOR_FORCE TERM LANG LC_ALL".split(
    " ",
  ),
  ..."LC_CTYPE COLUMNS TMPDIR LOG_STREAM LOG_TOKENS".split(" "),
];

/** Where the packaged daemon listens. Newer releases of deno ask for each socket's path; older ones know no such permission. */
const SOCKETS = namesSockets() ? ["unix:/run/sourceos-syncd/api.sock"] : [];
const ADDRESSES = ["127.0.0.0/8", "localhost", "[::1]", ...SOCKETS];

/** All that the program may do, compiled or not. */
const PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-sys=statfs,osUptime,uid,gid",
  `--allow-env=${VARIABLES.join(",")}`,
];
const NET = `--allow-net=${ADDRESSES.join(",")}`;

/** Left alone, the engine takes half as much again for what it need not keep; collecting earlier costs little (bench). */
const ENGINE = "--v8-flags=--max-semi-space-size=4,--heap-growing-percent=20";

function namesSockets(): boolean {
  const args = ["run", "--quiet", "--no-config", "--no-lock", "--allow-net=unix:/run/sourceos-syncd/api.sock", "-"];
  return new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "null", stderr: "null" }).outputSync()
    .success;
}

/** When the newest of these files, or of those below them, was last changed, in milliseconds. */
function newest(paths: readonly string[]): number {
  return Math.max(...paths.map((path) => {
    const { isDirectory, mtime } = Deno.statSync(path);
    const below = isDirectory ? [...Deno.readDirSync(path)].map(({ name }) => `${path}/${name}`) : [];
    return Math.max(mtime?.getTime() ?? Infinity, below.length === 0 ? 0 : newest(below));
  }));
}

function isUpToDate(): boolean {
  try {
    const sources = ["main.ts", "deno.json", "deno.lock", "commands", "lib", ".ci"].map((name) => `${root}/${name}`);
    using file = Deno.openSync(program);
    const start = new Uint8Array(2);
    file.readSync(start);
    const isScript = new TextDecoder().decode(start) === "#!";
    return !isScript && (file.statSync().mtime?.getTime() ?? 0) > newest(sources);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function deno(...args: readonly string[]): void {
  const { success } = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    stdout: "inherit",
    stderr: "inherit",
  }).outputSync();
  if (!success) throw new Error(`deno ${args[0]} failed`);
}

/**
 * Bundled, it starts in half the time; large libraries stay files of their own, read only where they are needed. Nothing can
 * be imported at run time: without --deny-import the runtime's own hosts may be. Without a code cache, as that is a file in
 * /tmp which another user could have put there. Not minified: the bundler then takes `using file = open(); read(file)` for
 * `read(open())`, and nothing is closed any more.
 */
function compile(to: string): void {
  const bundle = `${to}.bundle`;
  deno("bundle", "--quiet", ...flags, "--code-splitting", "--outdir", bundle, "main.ts");
  const alone = ["--no-check", "--no-config", "--no-lock", "--no-code-cache"];
  deno(
    "compile",
    "--quiet",
    ...alone,
    ENGINE,
    ...PERMISSIONS,
    NET,
    "--deny-import",
    "--output",
    to,
    `${bundle}/main.js`,
  );
  Deno.removeSync(bundle, { recursive: true });
}

/** Here the libraries are imported at run time. */
function writeScript(to: string): void {
  const settings = ["DENO_DIR", "DENO_TLS_CA_STORE", "NPM_CONFIG_REGISTRY"].flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const quoted = (words: readonly string[]) => words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const call = ["env", "DENO_NO_UPDATE_CHECK=1", ...settings, Deno.execPath(), "run", "--quiet", ...flags];
  const lines = [
    "#!/usr/bin/env bash",
    `net=${quoted([NET])}`,
    ...SOCKETS.length === 0 ? [] : [
      "# Any socket may be named; a comma would make two permissions of one.",
      'for word in "${SOURCEOS_SYNCD_URL-}" "$@"; do',
      "  path=${word#--daemon=} path=${path#unix:} path=${path#//}",
      '  [[ $word != *unix:/* || $path != /* || $path == *,* ]] || net+=",unix:$path"',
      "done",
    ],
    `exec ${quoted([...call, ENGINE, ...PERMISSIONS])} "$net" ${quoted([`${root}/main.ts`])} "$@"`,
  ];
  Deno.writeTextFileSync(to, lines.join("\n") + "\n", { mode: 0o755 });
}

if (!compiles || !isUpToDate()) {
  Deno.mkdirSync(work, { recursive: true });
  Deno.mkdirSync(program.slice(0, program.lastIndexOf("/")), { recursive: true });
  const made = Deno.makeTempDirSync({ dir: work });
  try {
    if (compiles) compile(`${made}/sourceos`);
    else {
      console.error("sourceos: no denort for this machine: the program runs uncompiled");
      writeScript(`${made}/sourceos`);
    }
    Deno.renameSync(`${made}/sourceos`, program);
  } finally {
    Deno.removeSync(made, { recursive: true });
  }
}
