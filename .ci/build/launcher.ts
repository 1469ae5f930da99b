/** Scripts that run the program where it is not compiled. */
import { ENGINE, netPermission, PERMISSIONS, SOCKET } from "./permissions.ts";

/** The words as a shell reads them back. */
function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}

/** Adds to `net` the sockets that the command line or the environment names. A comma would make two permissions of one. */
const ALLOW_NAMED_SOCKETS = [
  "# Any socket may be named; a comma would make two permissions of one.",
  'for word in "${SOURCEOS_SYNCD_URL-}" "$@"; do',
  "  path=${word#--daemon=} path=${path#unix:} path=${path#//}",
  "  case $word in *unix:/*) case $path in *,*) ;; /*) net=$net,unix:$path ;; esac ;; esac",
  "done",
];

/** A script that runs the sources where they lie, by the deno that is given with what it needs. */
export function sourcesScript(
  { deno, main, namesSockets }: {
    readonly deno: readonly string[];
    readonly main: string;
    readonly namesSockets: boolean;
  },
): string {
  return script([
    `net=${quoted([netPermission(namesSockets)])}`,
    ...namesSockets ? ALLOW_NAMED_SOCKETS : [],
    `exec ${quoted([...deno, ENGINE, ...PERMISSIONS])} "$net" ${quoted([main])} "$@"`,
  ]);
}

/**
 * The launcher of an installed bundle: it finds the bundle beside itself, whatever link it is called by, and runs it by the deno
 * on the PATH, or the one that SOURCEOS_DENO_BIN names. Nothing is fetched and nothing is kept: deno gets no cache of its own.
 */
export function bundleLauncher(): string {
  return script([
    'self=$(readlink -f -- "$0")',
    "modules=${self%/*/*}/lib/sourceos",
    "program=sourceos",
    '[ "${0##*/}" != sourceos-sync ] || program=sourceos-sync',
    "deno=${SOURCEOS_DENO_BIN:-deno}",
    'if ! version=$("$deno" --version 2>/dev/null); then',
    '  echo "$program: cannot run: there is no deno on the PATH, and SOURCEOS_DENO_BIN names none" >&2',
    "  exit 127",
    "fi",
    `net=${quoted([netPermission(false)])}`,
    "# Older releases know no permission for a socket.",
    "case $version in",
    '"deno 2."[0-8].*) ;;',
    "*)",
    `net=$net,${SOCKET}`,
    ...ALLOW_NAMED_SOCKETS,
    ";;",
    "esac",
    "export DENO_NO_UPDATE_CHECK=1 DENO_DIR=/dev/null",
    `exec "$deno" run ${
      quoted([
        "--quiet",
        "--no-config",
        "--no-lock",
        "--no-remote",
        "--no-npm",
        "--no-code-cache",
        ENGINE,
        ...PERMISSIONS,
      ])
    } \\`,
    '  "$net" "$modules/$program.js" "$@"',
  ]);
}

function script(lines: readonly string[]): string {
  return `${["#!/bin/sh", ...lines].join("\n")}\n`;
}
