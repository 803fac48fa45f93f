// Plans for packages of Debian and Ubuntu: dpkg says what is there; only where that does not do is a transaction simulated, then performed.

import { costlyRun, packages as packagesLook, run } from '../../plan/ask.ts';
import type { Performed, Prediction, RunCommand } from '../../plan/change.ts';
import type { PackagesSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, type Result, type Stage, stage } from '../../plan/plan.ts';
import { commandResult } from '../commands/outcome.ts';
import { type AptParams, aptFlags } from './apt-params.ts';
import { type AptItem, parseSimulation, unknownPackages } from './apt-simulation.ts';

export const aptNames = ({ name }: AptParams): readonly string[] =>
  name
    .flatMap((one) => one.split(','))
    .map((one) => one.trim().replace(/\s+/g, ''))
    .filter((one) => one !== '');

/** The package's own name, for dpkg: without version. */
export const plainName = (name: string): string => name.replace(/[=<>!].*$/, '');

const STAMP = '/var/lib/apt/periodic/update-success-stamp';
const LISTS = '/var/lib/apt/lists';
const BUILT = '/var/cache/apt/pkgcache.bin';

/** When the repositories were last read and when the cache was last built, in the host's seconds, and its clock. */
export function cacheLook(): RunLook {
  const script = `command -v apt-get >/dev/null 2>&1 || exit 127
stat -c '%n %Y' ${STAMP} ${LISTS} ${BUILT} 2>/dev/null
date '+now %s'`;
  return run({ script, args: [] }, ['packages']);
}

interface Cache {
  readonly read: number;
  readonly built: number;
  readonly now: number;
}

function parseCache({ stdout }: RunSeen): Cache {
  const lines = stdout.toString('utf8').trim().split('\n');
  const times = new Map(lines.map((line) => line.split(' ')).map(([name = '', time]) => [name, Number(time)]));
  const at = (name: string): number => times.get(name) ?? 0;
  return { read: times.get(STAMP) ?? at(LISTS), built: at(BUILT), now: at('now') };
}

/** The plan from what dpkg and the cache's age say. */
export function planApt(params: AptParams, installed: PackagesSeen | undefined, seen: RunSeen): Plan {
  if (seen.code === 127)
    return { changes: [], failed: 'the host has no apt-get; use the module of its package manager, or `package`' };
  const cache = parseCache(seen);
  const wantsCache = params.update_cache ?? params.cache_valid_time > 0;
  const stale = cache.read + params.cache_valid_time <= cache.now;
  const times = { cache_update_time: cache.read, cache_updated: false };
  const request = requestFor(params, installed ?? {});
  if (wantsCache && stale) {
    return {
      changes: [updateChange(params)],
      changed: false,
      result: times,
      next: afterUpdate(params, request, cache),
    };
  }
  const fields = wantsCache || aptNames(params).length > 0 ? times : {};
  if (request === undefined) return { changes: [], changed: false, result: fields };
  return { changes: [], changed: false, result: fields, next: simulate(params, request) };
}

/** Reads the repositories again, with as many attempts as are asked for. */
export function updateChange(
  params: Pick<AptParams, 'update_cache_retries' | 'update_cache_retry_max_delay' | 'lock_timeout'>,
): RunCommand {
  return {
    kind: 'run',
    title: 'read the repositories again',
    command: {
      script: UPDATE,
      args: [
        String(params.update_cache_retries),
        String(params.update_cache_retry_max_delay),
        `DPkg::Lock::Timeout=${params.lock_timeout}`,
      ],
      env: ENVIRONMENT,
    },
    touches: [],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { cannot: 'a cache is not taken back' },
  };
}

const ENVIRONMENT = { DEBIAN_FRONTEND: 'noninteractive', DEBIAN_PRIORITY: 'critical', LC_ALL: 'C' };
const UPDATE = `tries=$1 most=$2 pause=1
while :; do
  out=$(apt-get -q -o "$3" update 2>&1); code=$?
  case $out in *'Failed to fetch'*|*'Could not resolve'*) [ "$code" -ne 0 ] || code=100;; esac
  [ "$code" -eq 0 ] && exit 0
  [ "$tries" -gt 0 ] || { printf '%s\\n' "$out" >&2; exit "$code"; }
  tries=$((tries-1)); sleep "$pause"; pause=$((pause*2)); [ "$pause" -le "$most" ] || pause=$most
done`;

// The cache counts as updated where apt had to build it again.
function afterUpdate(params: AptParams, request: Request | undefined, before: Cache): Stage {
  return stage({
    looks: { cache: cacheLook() },
    plan: (seen): Plan => {
      const cache = parseCache(seen.cache);
      const updated = cache.built !== before.built;
      const result = { cache_update_time: cache.read, cache_updated: updated };
      if (request !== undefined) return { changes: [], changed: false, result, next: simulate(params, request) };
      // With packages to look after, a fresh cache alone is no change.
      return { changes: [], changed: updated && aptNames(params).length === 0, result };
    },
  });
}

interface Request {
  readonly verb: 'install' | 'remove' | 'upgrade' | 'dist-upgrade' | 'build-dep' | 'autoremove' | 'autoclean' | 'clean';
  readonly words: readonly string[];
  readonly flags: readonly string[];
}

function requestFor(params: AptParams, installed: PackagesSeen): Request | undefined {
  const names = aptNames(params);
  const has = (name: string): boolean => (installed[plainName(name)]?.length ?? 0) > 0;
  const request = (verb: Request['verb'], words: readonly string[], ...flags: readonly string[]): Request => ({
    verb,
    words,
    flags,
  });
  if (params.clean) return request('clean', []);
  if (params.upgrade !== 'no') return upgradeRequest(params.upgrade);
  if (params.deb !== undefined) return request('install', [params.deb]);
  if (names.length === 0) {
    if (params.autoremove) return request('autoremove', [], ...(params.purge ? ['--purge'] : []));
    return params.autoclean ? request('autoclean', []) : undefined;
  }
  if (params.state === 'build-dep') return request('build-dep', names);
  if (params.state === 'absent' || params.state === 'removed') {
    // What is only left as configuration files is not installed, but can be purged.
    const there = params.purge ? names : names.filter((name) => has(name) || isGlob(name));
    return there.length === 0
      ? undefined
      : request('remove', there.map(plainName), ...(params.purge ? ['--purge'] : []));
  }
  if (names.includes('*') && params.state === 'latest') return request('upgrade', [], '--with-new-pkgs');
  if (params.state === 'latest') return request('install', names);
  if (params.state === 'fixed') return request('install', names, '--fix-broken');
  const missing = names.filter((name) => !has(name) || isGlob(name) || !fitsVersion(name, installed));
  return missing.length === 0
    ? undefined
    : request(
        'install',
        missing.map((name) => name.replace(/[<>].*$/, '')),
      );
}

function upgradeRequest(how: 'dist' | 'full' | 'safe' | 'yes'): Request {
  if (how === 'dist' || how === 'full') return { verb: 'dist-upgrade', words: [], flags: [] };
  return { verb: 'upgrade', words: [], flags: ['--with-new-pkgs'] };
}

const isGlob = (name: string): boolean => /[*?[]/.test(plainName(name));

function fitsVersion(name: string, installed: PackagesSeen): boolean {
  const wanted = /=(.+)$/.exec(name)?.[1];
  if (wanted === undefined || /[<>]=/.test(name)) return wanted === undefined;
  const pattern = new RegExp(
    `^${wanted
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  return (installed[plainName(name)] ?? []).some(({ version }) => pattern.test(version));
}

function simulate(params: AptParams, request: Request): Stage {
  const argv = [...aptFlags(params), ...request.flags, request.verb, '--', ...request.words];
  return stage({
    looks: {
      simulated: costlyRun(
        { script: `SIMULATE=1\n${FETCH}\nexec apt-get --simulate "$@"`, args: argv, env: ENVIRONMENT },
        ['packages'],
      ),
    },
    plan: ({ simulated }) => planSimulated(params, request, simulated, argv),
  });
}

// apt installs a file only by a path; a URL is fetched to a private directory first.
const FETCH = `last=; for word do last=$word; done
case $last in *://*.deb*)
  work=$(mktemp -d) || exit 1; trap 'rm -rf -- "$work"' EXIT
  if command -v curl >/dev/null 2>&1; then curl -fsSL -o "$work/package.deb" -- "$last"
  elif command -v wget >/dev/null 2>&1; then wget -q -O "$work/package.deb" -- "$last"
  else echo 'neither curl nor wget is installed; install one to fetch a URL' >&2; false; fi || exit 1
  chmod 755 "$work"; n=$#; while [ "$n" -gt 1 ]; do set -- "$@" "$1"; shift; n=$((n-1)); done; shift; set -- "$@" "$work/package.deb"
  apt-get \${SIMULATE:+--simulate} "$@"; exit $?;;
esac`;

function planSimulated(params: AptParams, request: Request, simulated: RunSeen, argv: readonly string[]): Plan {
  const stdout = simulated.stdout.toString('utf8');
  const stderr = simulated.stderr.toString('utf8');
  const [, version, versioned] = /^E: Version '(\S+)' for '(\S+)' was not found/m.exec(stderr) ?? [];
  if (versioned !== undefined)
    return { changes: [], failed: `no available installation candidate for ${versioned}=${version}` };
  const unknown = unknownPackages(stderr);
  if (unknown.length > 0) {
    return {
      changes: [],
      failed: `No package matching ${unknown.map((name) => `'${name}'`).join(', ')} is available; check the name, or read the repositories again with update_cache=true`,
    };
  }
  if (simulated.code !== 0)
    return {
      changes: [],
      failed: `apt-get cannot do that: ${stderr.trim() || stdout.trim()}`,
      result: { rc: simulated.code },
    };
  const items = parseSimulation(stdout);
  const output = outputFields(stdout, '');
  const shows = request.verb !== 'install' && request.verb !== 'remove';
  if (items.length === 0 && request.verb !== 'clean')
    return { changes: [], changed: false, result: shows ? { msg: stdout, ...output } : {} };
  const changed = request.verb !== 'clean' && request.verb !== 'autoclean';
  return {
    changes: [transactionChange(params, request, items, argv)],
    changed: changed || items.length > 0,
    result: { ...output, ...(shows && { msg: stdout }) },
    next: stage({
      looks: {},
      plan: (_seen, performed) => ({ changes: [], changed, result: finalOutput(performed, shows) }),
    }),
  };
}

function outputFields(stdout: string, stderr: string): Result {
  const lines = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  return { stdout, stderr, stdout_lines: lines(stdout), stderr_lines: lines(stderr) };
}

function finalOutput(performed: readonly Performed[], shows: boolean): Result {
  const done = performed.at(-1);
  if (!done) return {};
  const { stdout, stderr, stdout_lines, stderr_lines } = commandResult(done, false);
  return { stdout, stderr, stdout_lines, stderr_lines, ...(shows && { msg: stdout }) };
}

function transactionChange(
  params: AptParams,
  request: Request,
  items: readonly AptItem[],
  argv: readonly string[],
): RunCommand {
  const fresh = items.filter((item) => item.action === 'install').map((item) => item.name);
  const words = request.words.length > 0 ? request.words.join(' ') : 'packages';
  const describe = ({ name, version, old }: AptItem, side: 'before' | 'after'): string => {
    const one = side === 'before' ? old : version;
    return one === '' ? '' : `${name} ${one}\n`;
  };
  return {
    kind: 'run',
    title: `${request.verb} ${words}`,
    command: { script: `${policy(params)}${FETCH}\napt-get "$@"`, args: argv, env: ENVIRONMENT },
    touches: ['packages'],
    accept: [0],
    predictable: true,
    leaves: predictions(items, request),
    undo:
      fresh.length === items.length && fresh.length > 0
        ? { script: 'exec apt-get -q -y remove --purge "$@"', args: fresh, env: ENVIRONMENT }
        : { cannot: `${request.verb} ${words}: the versions that were there may no longer be in the repositories` },
    diff: {
      before: items.map((item) => describe(item, 'before')).join(''),
      after: items.map((item) => describe(item, 'after')).join(''),
      header: 'packages',
    },
  };
}

// policy-rc.d of the administrator's own stays as it is.
function policy({ policy_rc_d: code }: AptParams): string {
  if (code === undefined) return '';
  return `p=/usr/sbin/policy-rc.d
if [ ! -e "$p" ]; then printf '#!/bin/sh\\nexit ${code}\\n' >"$p" && chmod 755 "$p" && trap 'rm -f -- "$p"' EXIT; fi
`;
}

function predictions(items: readonly AptItem[], request: Request): readonly Prediction[] {
  const by = new Map(items.map((item) => [item.name, item]));
  const seen = (name: string): PackagesSeen => {
    const version = by.get(plainName(name))?.version ?? '';
    return { [plainName(name)]: version === '' ? [] : [{ name: plainName(name), version, arch: 'all' }] };
  };
  const single = items.map(
    (item): Prediction => ({ kind: 'packages', look: packagesLook('dpkg', [item.name]), value: seen(item.name) }),
  );
  if (request.words.length < 2) return single;
  return [
    ...single,
    {
      kind: 'packages',
      look: packagesLook('dpkg', request.words.map(plainName)),
      value: Object.assign({}, ...request.words.map(seen)),
    },
  ];
}
