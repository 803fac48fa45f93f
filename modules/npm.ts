// Manages packages of Node.js.

import {
  bool,
  choice,
  defineModule,
  managerLook,
  managerPlan,
  NO_MANAGER,
  type ParamsOf,
  path,
  repositoryLook,
  splitWords,
  stage,
  text,
} from '../src/module/index.ts';

const params = {
  name: text('A package; without one, what package.json names.').optional(),
  version: text('Its version.').optional(),
  path: path('The directory whose node_modules is meant.').optional(),
  global: bool('Packages of the whole system.').default(false),
  state: choice(['present', 'absent', 'latest'], 'What they shall be.').default('present'),
  executable: path('Another npm, also with words before it.').optional(),
  registry: text('Where packages come from.').optional(),
  production: bool('Leave out what only development needs.').default(false),
  ignore_scripts: bool('Run no scripts of packages.').default(false),
  unsafe_perm: bool('Run scripts of packages as the user who installs them.').default(false),
  no_optional: bool('Leave out what is optional.').default(false),
  no_bin_links: bool('Link no programs.').default(false),
  ci: bool('Install exactly what the lock file names, by npm ci.').default(false),
};
type Params = ParamsOf<typeof params>;

const LIST = `dir=$1; shift
command -v "$1" >/dev/null 2>&1 || exit 127
[ -z "$dir" ] || cd -- "$dir" 2>/dev/null || { echo '{}'; exit 0; }
"$@" 2>/dev/null; exit 0`;

interface Listed {
  readonly version?: string;
  readonly missing?: boolean;
  readonly invalid?: boolean | string;
}

export default defineModule({
  summary: 'Manage packages of Node.js with npm',
  collection: 'community.general',
  params,
  examples: [
    { name: 'Install what package.json names', yaml: 'community.general.npm:\n  path: /opt/app\n  production: true' },
    { name: 'Install a program for everybody', yaml: 'community.general.npm:\n  name: pm2\n  global: true' },
  ],
  refuse: ({ name, path: at, global, state }) => {
    if (at === undefined && !global) return 'path must be specified when not using global';
    return name === undefined && state === 'absent' ? "'name' is required with state=absent" : undefined;
  },
  look: (given) => ({
    listed: managerLook(LIST, [given.path ?? '', ...npm(given), 'ls', '--json', '--depth=0', ...where(given)]),
  }),
  plan: (given, { listed }) => {
    if (listed.code === NO_MANAGER) return { changes: [], failed: 'the host has no npm; install it' };
    const known = dependencies(listed.stdout);
    const { name, version, state } = given;
    const one = name === undefined ? undefined : known[name];
    const isThere = one !== undefined && !one.missing && one.version !== undefined;
    const cwd = given.path;
    if (given.ci)
      return managerPlan({
        title: 'install what the lock file names',
        argv: command(given, 'ci', []),
        cwd,
        undo: { cannot: 'what was in node_modules is not kept' },
      });
    if (state === 'absent') {
      if (!isThere || name === undefined) return { changes: [] };
      return managerPlan({
        title: `uninstall ${name}`,
        argv: command(given, 'uninstall', [name]),
        cwd,
        before: [`${name} ${one.version}`],
        undo: command(given, 'install', [`${name}@${one.version}`]),
      });
    }
    if (name === undefined) {
      const wanted = Object.entries(known).filter(([, { missing, invalid }]) => missing || invalid);
      if (wanted.length > 0 || (listed.stdout.includes('"missing"') && state === 'present'))
        return managerPlan({
          title: 'install what package.json names',
          argv: command(given, 'install', []),
          cwd,
          after: wanted.map(([word]) => word),
          undo: { cannot: 'what was in node_modules is not kept' },
        });
    } else if (!isThere || (version !== undefined && version !== one.version)) {
      const spec = version === undefined ? name : `${name}@${version}`;
      const undo = isThere
        ? command(given, 'install', [`${name}@${one.version}`])
        : command(given, 'uninstall', [name]);
      return managerPlan({
        title: `install ${spec}`,
        argv: command(given, 'install', [spec]),
        cwd,
        ...(isThere && { before: [`${name} ${one.version}`] }),
        after: [spec],
        undo,
      });
    }
    return state === 'latest' ? newer(given) : { changes: [] };
  },
});

// npm tells what is old by its exit code too.
function newer(given: Params) {
  const words = [
    ...npm(given),
    'outdated',
    '--json',
    ...where(given),
    ...(given.registry === undefined ? [] : ['--registry', given.registry]),
    ...(given.name === undefined ? [] : [given.name]),
  ];
  return {
    changes: [],
    next: stage({
      looks: { old: repositoryLook(LIST, [given.path ?? '', ...words]) },
      plan: ({ old }) => {
        const names = Object.keys(parsed(old.stdout));
        if (names.length === 0) return { changes: [] };
        const specs = given.name === undefined ? [] : [given.name];
        return managerPlan({
          title: `update ${names.join(' ')}`,
          argv: command(given, 'update', specs),
          cwd: given.path,
          after: names,
          undo: { cannot: 'the versions that were there are not kept' },
        });
      },
    }),
  };
}

function npm({ executable }: Params): readonly string[] {
  return executable === undefined ? ['npm'] : splitWords(executable);
}

const where = ({ global }: Params): readonly string[] => (global ? ['--global'] : []);

function command(given: Params, verb: string, specs: readonly string[]): readonly [string, ...string[]] {
  const [program = 'npm', ...rest] = npm(given);
  const when = (condition: boolean, flag: string): readonly string[] => (condition ? [flag] : []);
  return [
    program,
    ...rest,
    verb,
    ...where(given),
    ...when(given.production, '--production'),
    ...when(given.ignore_scripts, '--ignore-scripts'),
    ...when(given.unsafe_perm, '--unsafe-perm'),
    ...when(given.no_optional, '--no-optional'),
    ...when(given.no_bin_links, '--no-bin-links'),
    ...specs,
    ...(given.registry === undefined ? [] : ['--registry', given.registry]),
  ];
}

function parsed(stdout: Buffer): object {
  try {
    const json: unknown = JSON.parse(stdout.toString('utf8'));
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}

function dependencies(stdout: Buffer): Readonly<Record<string, Listed>> {
  const all = parsed(stdout);
  const found: unknown = 'dependencies' in all ? all.dependencies : undefined;
  if (typeof found !== 'object' || found === null) return {};
  const listed: Record<string, Listed> = {};
  for (const [name, value] of Object.entries(found)) {
    if (typeof value !== 'object' || value === null) continue;
    const version: unknown = 'version' in value ? value.version : undefined;
    const missing = 'missing' in value && value.missing === true;
    const invalid = 'invalid' in value && value.invalid !== false && value.invalid !== '';
    listed[name] = { ...(typeof version === 'string' && { version }), missing, invalid };
  }
  return listed;
}
