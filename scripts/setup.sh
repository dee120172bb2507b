#!/usr/bin/env bash
# Makes this checkout ready to run. Sourced by scripts/start and scripts/test; says what it installs, and is quick when
# nothing is missing.
#   need_packages PACKAGE…   Debian packages
#   need_modules             Node 24 and the npm packages of package-lock.json
#   need_client, need_speech what is built from the sources: the screen, and its recordings
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
node_version=24.21.0

say() { printf 'madoguchi: %s\n' "$*"; }
stop() {
  printf 'madoguchi: %s\n' "$*" >&2
  exit 1
}

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64 | Linux-aarch64) ;;
  *) stop "this machine is $(uname -s) on $(uname -m); Linux on x86_64 or aarch64 is needed." ;;
esac
command -v npm >/dev/null || stop 'npm is missing. Install Node.js 20 or newer with npm first.'

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

all_installed() {
  local package
  for package in "$@"; do installed "$package" || return 1; done
}

# What the speech is recorded with.
speech_packages=(espeak-ng opus-tools mecab mecab-ipadic-utf8)

need_packages() {
  local missing=() package
  for package in "$@"; do installed "$package" || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || stop "these Debian packages are missing and there is no apt-get: ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || stop "these Debian packages are missing; run as root once to install them: ${missing[*]}"
  say "installing from Debian: ${missing[*]}"
  local log
  log=$(mktemp)
  if ! (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}") >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    stop "apt-get could not install them. Is the network there? The whole output is in $log"
  fi
  rm -f "$log"
}

# npm itself runs on Node 24, from a folder outside node_modules, because it replaces node_modules.
npm_on_node24() {
  (cd / && npx --yes --loglevel=error --package "node@$node_version" -- bash -c '
    real=$(dirname "$(readlink -f "$(command -v node)")")/..
    for headers in "$real"/node_modules/node-linux-* "$real"/../node-linux-*; do
      [ -d "$headers/include" ] && export npm_config_nodedir="$headers"
    done
    npm --prefix "$0" "$@"' "$root" "$@")
}

# What is installed: the lock file, and whether the headers for the native bindings were there at the time.
wanted_modules() {
  sha256sum "$root/package-lock.json" | cut -d ' ' -f 1
  if installed libpcsclite-dev; then echo with-pcsc; else echo without-pcsc; fi
}

need_modules() {
  local stamp="$root/node_modules/.madoguchi-setup"
  if [ "$(cat "$stamp" 2>/dev/null)" != "$(wanted_modules)" ]; then
    say "installing Node $node_version and the npm packages of package-lock.json"
    npm_on_node24 ci --no-fund --no-audit || stop 'npm could not install the packages. Is the network there?'
    wanted_modules >"$stamp"
  fi
  export PATH="$root/node_modules/.bin:$PATH"
  case "$(node --version)" in
    v24.*) ;;
    *) stop "Node 24 did not come with the npm package \"node\" (found $(node --version))." ;;
  esac
}

# The display's client, built from src/ui/client when a source is newer than the build.
need_client() {
  if [ ! -e "$root/build/client/index.html" ] || [ -n "$(find "$root/src/ui" "$root/package-lock.json" -newer "$root/build/client/index.html" -type f -print -quit)" ]; then
    say 'building the screen'
    (cd "$root" && npm run --silent build -- --logLevel warn)
  fi
}

# What the screen is read aloud with, recorded when a text is newer than the recordings. Only what has changed is recorded anew.
need_speech() {
  if [ ! -e "$root/build/speech/manifest.json" ] || [ -n "$(find "$root/src/speech" "$root/src/locales" "$root/src/certificates/kinds" "$root/src/certificates/items.ts" "$root/scripts/build-speech.ts" -newer "$root/build/speech/manifest.json" -type f -print -quit)" ]; then
    say 'recording the speech; the first time it takes some minutes'
    (cd "$root" && npm run --silent build:speech) || stop 'the speech could not be recorded.'
  fi
}
