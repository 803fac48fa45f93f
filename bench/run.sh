#!/usr/bin/env bash
# The measurements, with what they need installed and built first.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund
node scripts/build.mjs
echo "Machine: $(nproc) processors, $(uname -sr), node $(node --version), $(ansible-playbook --version 2>/dev/null | head -n 1)"
echo
echo '== Templates'
npx tsx bench/template.ts
echo
echo '== Connecting, and asking on a lane'
npx tsx bench/lane.ts
echo
echo '== Starting'
npx tsx bench/startup.ts
echo
echo '== A task of each of the top modules'
npx tsx bench/modules.ts
echo
echo '== Beside Ansible, Mitogen and a raw script (an hour)'
npx tsx bench/peers.ts
echo
echo '== Many hosts, many tasks (some minutes)'
BENCH_PLOT=docs/growth.svg npx tsx bench/hosts.ts
