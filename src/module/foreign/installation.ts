// Where Ansible is installed on the controller, found without running its Python.

import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

/** The user's own Ansible, whose modules and module utilities hosts are given. */
export interface Installation {
  /** The directory `ansible` of ansible-core; absent where there is none. */
  readonly core?: string;
  /** Version of ansible-core, `2.14.18`. */
  readonly version?: string;
  /** Directories that hold an `ansible_collections`, as Python packages install them. */
  readonly collectionRoots: readonly string[];
}

/** What the search depends on. */
export interface InstallationSearch {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The directory that all paths are below; another than `/` in tests. */
  readonly root?: string;
}

const PROGRAMS = ['ansible-playbook', 'ansible'];

/** Looks in the active virtual environment, beside the `ansible` on PATH, in the user's packages, then in the system's. */
export function findInstallation(search: InstallationSearch): Installation {
  const sites = [...new Set(siteDirectories(search))];
  const site = sites.find((directory) => existsSync(join(directory, 'ansible/module_utils/basic.py')));
  const core = site && join(site, 'ansible');
  const version = core && versionIn(core);
  return {
    ...(core !== undefined && { core }),
    ...(version !== undefined && { version }),
    collectionRoots: sites.filter((directory) => existsSync(join(directory, 'ansible_collections'))),
  };
}

function siteDirectories({ environment, root = '/' }: InstallationSearch): readonly string[] {
  const { PYTHONPATH = '', VIRTUAL_ENV, HOME, PATH = '' } = environment;
  const prefixes = [
    ...(VIRTUAL_ENV ? [VIRTUAL_ENV] : []),
    ...PATH.split(delimiter).flatMap(programPrefixes),
    ...(HOME ? [join(HOME, '.local')] : []),
    ...['/usr/local', '/opt/homebrew', '/usr'].map((prefix) => join(root, prefix)),
  ];
  return [...PYTHONPATH.split(delimiter).filter((path) => path !== ''), ...prefixes.flatMap(sitesBelow)];
}

// The installation that a program belongs to: where it lies, links followed (pipx), and where its interpreter lies.
function programPrefixes(directory: string): readonly string[] {
  return PROGRAMS.map((name) => join(directory, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const real = realpathSync(path);
      const interpreter = /^#!\s*(\/\S+)/.exec(readFileSync(real, 'latin1'))?.[1];
      const programs = interpreter === undefined ? [real] : [real, interpreter];
      return programs.map((program) => resolve(dirname(program), '..'));
    });
}

// Debian has `lib/python3/dist-packages` for all versions; the newest version goes first elsewhere.
function sitesBelow(prefix: string): readonly string[] {
  return ['lib', 'lib64'].flatMap((lib) => {
    const directory = join(prefix, lib);
    return versions(directory).flatMap((python) =>
      ['site-packages', 'dist-packages'].map((name) => join(directory, python, name)),
    );
  });
}

function versions(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  const minor = (name: string): number => Number(/\.(\d+)/.exec(name)?.[1] ?? 0);
  return readdirSync(directory)
    .filter((name) => /^python3(\.\d+)?$/.test(name))
    .sort((a, b) => minor(b) - minor(a));
}

function versionIn(core: string): string | undefined {
  const release = join(core, 'release.py');
  return existsSync(release)
    ? /^__version__\s*=\s*['"]([^'"]+)['"]/m.exec(readFileSync(release, 'utf8'))?.[1]
    : undefined;
}
