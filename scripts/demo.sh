#!/usr/bin/env bash
# Hardens a disposable server and proves it: all that is needed is Node, and root on Debian or Ubuntu.
#
#   npm run demo              boots a server, hardens it, verifies it, ends it
#   npm run demo -- --keep    leaves it up, to look around
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

own_server() {
  cat <<'TEXT'

With a server of your own it needs none of that:

  npm ci && npm link
  cp inventory.example.yml inventory.yml     # then write your server's address into it
  tsplay run playbooks/harden.yml -i inventory.yml --check --diff
  tsplay run playbooks/harden.yml -i inventory.yml
TEXT
}

missing=()
[ "$(uname -s)" = Linux ] || missing+=("Linux: the server is a systemd container (this is $(uname -s))")
[ "$(id -u)" = 0 ] || missing+=('root: containers take it (try: sudo npm run demo)')
command -v apt-get >/dev/null || missing+=('apt-get: the server is made of Debian packages')
if ! command -v node >/dev/null; then missing+=('Node 20.19 or newer: https://nodejs.org')
elif ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  missing+=("Node 20.19 or newer (this is $(node --version))")
fi
if [ ${#missing[@]} -gt 0 ]; then
  echo 'The demo boots a server on this machine. For that it lacks:'
  printf '  - %s\n' "${missing[@]}"
  own_server
  exit 1
fi

if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say 'Installing npm packages (npm ci)'
  npm ci --ignore-scripts --no-audit --no-fund
fi
say 'Building tsplay'
node scripts/build.mjs
if ! node --import tsx/esm scripts/demo.ts "$@"; then
  own_server
  exit 1
fi
