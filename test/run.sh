#!/usr/bin/env bash
# Everything that has to hold, from a fresh clone: types, style, unit tests, tests on real hosts, parity with Ansible.
# Installs what it needs (npm packages; Debian packages where it is root) and says so.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say 'Installing npm packages (npm ci)'
  npm ci --ignore-scripts --no-audit --no-fund
fi

missing=()
need() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || missing+=("$2"); }
need ansible-playbook ansible
need sshd openssh-server
need ssh openssh-client
need busybox busybox
need systemd-nspawn systemd-container
need mmdebstrap mmdebstrap
need sudo sudo
need setfacl acl
need getfattr attr
need zip zip
need unzip unzip
/usr/bin/python3 -c 'import lxml' 2>/dev/null || missing+=(python3-lxml)
need rsync rsync
need parted parted
need lvm lvm2
need mkfs.xfs xfsprogs
need mkfs.btrfs btrfs-progs
need mkfs.vfat dosfstools
need git git
need dockerd docker.io
need python3 python3
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
/usr/bin/python3 -c 'import psycopg2' 2>/dev/null || missing+=(python3-psycopg2)
need mariadbd mariadb-server
/usr/bin/python3 -c 'import pymysql' 2>/dev/null || missing+=(python3-pymysql)
[ -e /usr/share/scap-security-guide/ansible/ubuntu2204-playbook-cis_level1_server.yml ] || missing+=(ssg-debderived)
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  say "Installing Debian packages: ${missing[*]}"
  apt-get update -q >/dev/null
  # A daemon of this machine must not start because a test needs its program.
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null
elif [ ${#missing[@]} -gt 0 ]; then
  say "Not installed, so tests that need them skip: ${missing[*]}"
fi

say 'Types'
npx tsc --noEmit
say 'Style'
npx biome check .
say 'Build'
node scripts/build.mjs
say 'Tests'
# Given files or patterns alone are run (npm test -- test/plan/world.test.ts).
case " $* " in
  *.test.ts*) npx mocha --config test/mocharc.json "$@" ;;
  *) npx mocha --config test/mocharc.json "$@" 'test/**/*.test.ts' ;;
esac
