// Plans for packages of rpm systems: rpm says what is there; only where that does not do is a transaction resolved, shown and then performed.

import { costlyRun, packages as packagesLook, run } from '../../plan/ask.ts';
import type { Prediction, RunCommand } from '../../plan/change.ts';
import type { PackagesSeen, RunSeen } from '../../plan/look.ts';
import { type Plan, type Stage, stage } from '../../plan/plan.ts';
import { type DnfParams, dnfFlags, stateOf } from './dnf-params.ts';
import { parseTransaction, type Transaction, type TransactionItem } from './transaction.ts';

/** The names, split at commas as Ansible splits them, without empty ones. */
export function namesOf({ name }: DnfParams): readonly string[] {
  return name
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Names that rpm can judge by itself: no group, no URL, no `*`. */
export function knownToRpm(params: DnfParams): readonly string[] {
  return params.installroot === '/'
    ? namesOf(params).filter((one) => !isUrl(one) && !one.startsWith('@') && one !== '*')
    : [];
}

const isUrl = (name: string): boolean => name.includes('://') || name.endsWith('.rpm');

/** The plan from what rpm says: nothing to do, or a transaction to resolve. */
export function planDnf(params: DnfParams, installed: PackagesSeen | undefined): Plan {
  if (params.list !== undefined) return listPlan(params.list, params);
  const cache = params.update_cache ? [makeCache(params)] : [];
  const names = namesOf(params);
  if (names.length === 0 && !params.autoremove) {
    // A list of packages may turn out to be empty.
    const msg = params.update_cache ? 'Cache updated' : 'Nothing to do';
    return { changes: cache, changed: false, result: { msg, rc: 0, results: [] } };
  }
  const requests = requestsFor(params, names, installed ?? {});
  if (requests.length === 0) {
    const results = leftOut(params, names, installed ?? {});
    return { changes: cache, changed: false, result: { msg: 'Nothing to do', rc: 0, results } };
  }
  return { changes: cache, changed: false, next: resolve(params, requests, []) };
}

// Ansible says of each package that `update_only` kept from being installed.
function leftOut(params: DnfParams, names: readonly string[], installed: PackagesSeen): readonly string[] {
  if (!params.update_only || stateOf(params) !== 'latest') return [];
  const missing = names.filter((name) => (installed[name]?.length ?? 0) === 0);
  return missing.map((name) => `Packages providing ${name} not installed due to update_only specified`);
}

interface Request {
  readonly verb: 'install' | 'upgrade' | 'downgrade' | 'remove' | 'autoremove';
  readonly names: readonly string[];
}

// `install` leaves an older version alone and `upgrade` installs nothing, so latest may need both.
function requestsFor(params: DnfParams, names: readonly string[], installed: PackagesSeen): readonly Request[] {
  const state = stateOf(params);
  const has = (name: string): boolean => (installed[name]?.length ?? 0) > 0;
  // A glob that matches something installed may match more that is not.
  const open = (name: string): boolean =>
    isUrl(name) || name.startsWith('@') || /[*?[]/.test(name) || !(name in installed);
  const some = (verb: Request['verb'], wanted: readonly string[]): readonly Request[] =>
    wanted.length === 0 ? [] : [{ verb, names: wanted }];
  if (state === 'absent') {
    const there = names.filter((name) => open(name) || has(name));
    return params.autoremove ? [{ verb: 'autoremove', names: there }] : some('remove', there);
  }
  const missing = names.filter((name) => !has(name) || open(name));
  if (state === 'present') return some(params.allow_downgrade ? 'downgrade' : 'install', missing);
  if (names.includes('*')) return [{ verb: 'upgrade', names: [] }];
  return [...(params.update_only ? [] : some('install', missing)), ...some('upgrade', names.filter(has))];
}

function argvFor(params: DnfParams, { verb, names }: Request): readonly string[] {
  // Ansible removes dependencies only where autoremove is asked for.
  const keep = verb === 'remove' ? ['--setopt=clean_requirements_on_remove=False'] : [];
  return [...dnfFlags(params), ...keep, verb === 'downgrade' ? 'install' : verb, '--', ...names].filter(
    (word, index, all) => word !== '--' || index < all.length - 1,
  );
}

const FIND =
  'LC_ALL=C; export LC_ALL; tool=$(command -v dnf || command -v dnf5 || command -v yum || command -v microdnf) || exit 127';
const RESOLVE = `${FIND}
"$tool" --assumeno "$@"; code=$?
exit "$code"`;

// dnf answers 1 to --assumeno whenever there is something to do, so what it printed decides.
function resolve(params: DnfParams, [request, ...rest]: readonly Request[], done: readonly string[]): Stage {
  if (request === undefined) throw new TypeError('there is nothing to resolve');
  return stage({
    looks: {
      resolved: costlyRun({ script: RESOLVE, args: argvFor(params, request) }, ['packages']),
      installed: run({ script: "exec rpm -qa --qf '%{NAME} %{ARCH} %{EPOCHNUM}:%{VERSION}-%{RELEASE}\\n'", args: [] }, [
        'packages',
      ]),
      groups: request.names.some((name) => name.startsWith('@'))
        ? run({ script: `${FIND}\nexec "$tool" -q -C group list --installed`, args: [] }, ['packages'])
        : undefined,
    },
    plan: ({ resolved, installed, groups }) => {
      const narrowed = withoutUnknownRepository(params, resolved);
      if (narrowed)
        return {
          changes: [],
          changed: false,
          warnings: [`there is no repository '${narrowed.unknown}' that could be enabled`],
          next: resolve(narrowed.params, [request, ...rest], done),
        };
      const known = { packages: installed.stdout.toString('utf8'), groups: groups?.stdout.toString('utf8') ?? '' };
      const plan = planTransaction(params, request, resolved, known);
      if (plan.failed !== undefined) return plan;
      const results = [...done, ...(Array.isArray(plan.result?.results) ? plan.result.results.map(String) : [])];
      const msg = results.length === 0 ? 'Nothing to do' : '';
      const whole = { ...plan, changed: results.length > 0, result: { ...plan.result, msg, results } };
      return rest.length === 0 ? whole : { ...whole, next: resolve(params, rest, results) };
    },
  });
}

// To dnf's own command line a repository that is not there is an error, to Ansible it is not.
function withoutUnknownRepository(
  params: DnfParams,
  { stderr }: RunSeen,
): { readonly params: DnfParams; readonly unknown: string } | undefined {
  const unknown = /^Error: Unknown repo: '(.+)'$/m.exec(stderr.toString('utf8'))?.[1];
  const wanted = params.enablerepo.flatMap((one) => one.split(',').map((name) => name.trim()));
  if (unknown === undefined || !wanted.includes(unknown)) return undefined;
  return { params: { ...params, enablerepo: wanted.filter((name) => name !== unknown) }, unknown };
}

interface Known {
  /** What rpm has, one a line. */
  readonly packages: string;
  /** What dnf lists as installed groups. */
  readonly groups: string;
}

function planTransaction(params: DnfParams, request: Request, resolved: RunSeen, known: Known): Plan {
  if (resolved.code === 127)
    return {
      changes: [],
      failed: 'the host has neither dnf nor yum; install one, or use the module of its package manager',
    };
  const stderr = resolved.stderr.toString('utf8');
  const transaction = parseTransaction(resolved.stdout.toString('utf8'), stderr);
  if (transaction.unmatched.length > 0 && stateOf(params) !== 'absent' && !params.skip_broken) {
    const failures = transaction.unmatched.map((name) => `No package ${name} available.`);
    return {
      changes: [],
      failed: 'Failed to install some of the specified packages',
      result: { failures, rc: 1, results: [] },
    };
  }
  const group = /^Module or Group '(.+)' is not available\.$/m.exec(stderr)?.[1];
  if (group !== undefined && stateOf(params) !== 'absent' && !params.skip_broken)
    return { changes: [], failed: `No group ${group} available.`, result: { results: [] } };
  const problem = problemOf(resolved, transaction);
  if (problem !== undefined) {
    return {
      changes: [],
      failed: `the package manager cannot do that: ${problem}`,
      result: { rc: resolved.code, results: [] },
    };
  }
  // dnf marks a group again each time it is asked to, which changes nothing.
  const marked =
    transaction.items.length === 0 && transaction.groups.every((group) => known.groups.includes(`   ${group}`));
  if (transaction.nothing || marked)
    return { changes: [], changed: false, result: { msg: 'Nothing to do', rc: 0, results: [] } };
  const results = describeResults(transaction, known.packages, params.download_only ? 'Downloaded' : 'Installed');
  return {
    changes: [transactionChange(params, request, transaction, results)],
    changed: true,
    result: { msg: '', rc: 0, results },
  };
}

// Of an exit code other than 0 without a transaction, only what dnf itself calls nothing to do is no failure. Not every failure
// begins with `Error:`; one about keys, for example, does not.
function problemOf({ code, stdout, stderr }: RunSeen, { nothing, unmatched }: Transaction): string | undefined {
  if (!nothing || code === 0) return undefined;
  const text = stderr.toString('utf8');
  const error = /^Error: (?!Unable to find a match)(?!Operation aborted)([\s\S]*)/m.exec(text)?.[1]?.trim();
  if (error !== undefined) return error;
  const idle = /Operation aborted|Nothing to do/.test(`${stdout.toString('utf8')}${text}`);
  return idle || unmatched.length > 0 ? undefined : text.trim().slice(0, 1000) || `it ended with exit code ${code}`;
}

/** Ansible's lines: what comes, then what goes, old versions of upgrades included. */
function describeResults(
  { items, groups }: Transaction,
  installed: string,
  comingWord: 'Installed' | 'Downloaded',
): readonly string[] {
  const old = new Map(
    installed.split('\n').map((line) => {
      const [name = '', arch = '', version = ''] = line.split(' ');
      return [`${name}.${arch}`, version.replace(/^0:/, '')];
    }),
  );
  const line = (word: string, { name, arch, version }: TransactionItem): string =>
    `${word}: ${name}-${version}.${arch}`;
  const comes = items.filter((item) => item.action !== 'remove').map((item) => line(comingWord, item));
  const goes = items.flatMap((item) => {
    if (item.action === 'remove') return [line('Removed', item)];
    const before = old.get(`${item.name}.${item.arch}`);
    return item.action === 'install' || before === undefined ? [] : [line('Removed', { ...item, version: before })];
  });
  if (comingWord === 'Downloaded') return comes;
  return [...comes, ...goes.sort(), ...groups.map((group) => `Group ${group} installed.`)];
}

function transactionChange(
  params: DnfParams,
  request: Request,
  { items }: Transaction,
  results: readonly string[],
): RunCommand {
  const words = request.names.length === 0 ? 'all packages' : request.names.join(' ');
  const fresh = items.filter((item) => item.action === 'install').map((item) => item.name);
  const onlyInstalls = fresh.length === items.length && fresh.length > 0;
  return {
    kind: 'run',
    title: `${request.verb} ${words}`,
    command: { script: `${FIND}\nexec "$tool" -y "$@"`, args: argvFor(params, request) },
    touches: ['packages'],
    accept: [0],
    predictable: true,
    leaves: predictions(items, request),
    undo: onlyInstalls
      ? { script: `${FIND}\nexec "$tool" -y --setopt=clean_requirements_on_remove=False remove "$@"`, args: fresh }
      : { cannot: `${request.verb} ${words}: the versions that were there may no longer be in the repositories` },
    diff: {
      before: goesText(results),
      after: results
        .filter((line) => !line.startsWith('Removed'))
        .map((line) => `${line.replace(/^(Installed|Downloaded): /, '')}\n`)
        .join(''),
      header: 'packages',
    },
  };
}

function goesText(results: readonly string[]): string {
  return results
    .filter((line) => line.startsWith('Removed: '))
    .map((line) => `${line.slice('Removed: '.length)}\n`)
    .join('');
}

// Later tasks may ask for any of these packages by its name, or for the same names together.
function predictions(items: readonly TransactionItem[], request: Request): readonly Prediction[] {
  const by = new Map(items.map((item) => [item.name, item]));
  const seen = (name: string): PackagesSeen => {
    const item = by.get(name);
    return { [name]: item && item.action !== 'remove' ? [{ name, version: item.version, arch: item.arch }] : [] };
  };
  const single = items.map(
    (item): Prediction => ({ kind: 'packages', look: packagesLook('rpm', [item.name]), value: seen(item.name) }),
  );
  if (request.names.length < 2) return single;
  const together = Object.assign({}, ...request.names.map(seen));
  return [...single, { kind: 'packages', look: packagesLook('rpm', request.names), value: together }];
}

function makeCache(params: DnfParams): RunCommand {
  return {
    kind: 'run',
    title: 'read the repositories again',
    command: {
      script: `${FIND}\nexec "$tool" -q -y "$@"`,
      args: [...dnfFlags(params).filter((flag) => flag !== '--cacheonly'), 'makecache'],
    },
    touches: [],
    accept: [0],
    predictable: true,
    leaves: [],
    undo: { cannot: 'a cache is not taken back' },
  };
}

function listPlan(what: string, params: DnfParams): Plan {
  const words = { installed: ['--installed'], available: ['--available'], updates: ['--upgrades'] }[what] ?? [what];
  const format = '%{name} %{epoch} %{version} %{release} %{arch} %{reponame}';
  return {
    changes: [],
    next: stage({
      looks: {
        listed: costlyRun(
          {
            script: `${FIND}\nexec "$tool" -q "$@"`,
            args: [...dnfFlags(params), 'repoquery', '--qf', format, ...words],
          },
          ['packages'],
        ),
      },
      plan: ({ listed }) => ({
        changes: [],
        result: { msg: '', results: listed.stdout.toString('utf8').split('\n').flatMap(listedPackage) },
      }),
    }),
  };
}

function listedPackage(line: string): readonly Record<string, string>[] {
  const [name, epoch, version, release, arch, repo] = line.split(' ');
  if (name === undefined || release === undefined || epoch === undefined || version === undefined || arch === undefined)
    return [];
  const nevra = `${epoch}:${name}-${version}-${release}.${arch}`;
  const yumstate = repo === '@System' ? 'installed' : 'available';
  return [{ name, epoch, version, release, arch, repo: repo ?? '', nevra, envra: nevra, yumstate }];
}
