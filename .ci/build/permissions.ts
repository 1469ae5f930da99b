/** All that the program may do, compiled or not: one list for `deno compile` and for the launcher of the bundle. */

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

export const PERMISSIONS = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-sys=statfs,osUptime,uid,gid",
  `--allow-env=${VARIABLES.join(",")}`,
];

const ADDRESSES = ["127.0.0.0/8", "localhost", "[::1]"];

/** Where the packaged daemon listens. Newer releases of deno ask for each socket's path; older ones know no such permission. */
export const SOCKET = "unix:/run/sourceos-syncd/api.sock";

export function netPermission(namesSockets: boolean): string {
  return `--allow-net=${[...ADDRESSES, ...namesSockets ? [SOCKET] : []].join(",")}`;
}

/** Left alone, the engine takes half as much again for what it need not keep; collecting earlier costs little (bench). */
export const ENGINE = "--v8-flags=--max-semi-space-size=4,--heap-growing-percent=35";
