// Which Python of a host runs modules: the one its variables name, or the one that fits its distribution.

import type { Fragment, Reply } from '../../host/index.ts';

/** What the user said of the interpreter: a program, or how to find one. */
export type InterpreterWish =
  /** sh text: a path, or words such as `/usr/bin/env python3`. */
  | { readonly kind: 'given'; readonly command: string }
  | { readonly kind: 'discover'; readonly legacy: boolean; readonly silent: boolean };

/** Reads `ansible_python_interpreter` or the setting INTERPRETER_PYTHON. */
export function interpreterWish(text: string): InterpreterWish {
  const mode = /^auto(_legacy)?(_silent)?$/.exec(text.trim());
  if (!mode) return { kind: 'given', command: text.trim() };
  return { kind: 'discover', legacy: mode[1] !== undefined, silent: mode[2] !== undefined };
}

export interface Discovered {
  readonly path: string;
  readonly warning?: string;
}

/** Asks a host which of the candidates it has, and what it is. */
export function discoveryFragment(candidates: readonly string[]): Fragment {
  const script = `for one in "$@"; do command -v -- "$one" 2>/dev/null; done; echo; cat /etc/os-release 2>/dev/null || :`;
  return {
    script,
    args: [...new Set([...Object.values(SYSTEM_PYTHONS).flatMap(Object.values), ...candidates])],
    direct: true,
  };
}

// The Python that a distribution's own programs use: from which version on, which path. A derivative is what it says it is like.
const SYSTEM_PYTHONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: { 8: '/usr/bin/python', 10: '/usr/bin/python3' },
  ubuntu: { 14: '/usr/bin/python', 16: '/usr/bin/python3' },
  fedora: { 23: '/usr/bin/python3' },
  rhel: { 6: '/usr/bin/python', 8: '/usr/libexec/platform-python', 9: '/usr/bin/python3' },
};

interface Question {
  readonly host: string;
  readonly candidates: readonly string[];
  readonly wish: Extract<InterpreterWish, { readonly kind: 'discover' }>;
}

/** The interpreter of a host, from its answer; undefined where it has none. */
export function discovered({ stdout }: Reply, { host, candidates, wish }: Question): Discovered | undefined {
  const text = stdout.toString('utf8');
  const gap = text.startsWith('\n') ? 0 : text.indexOf('\n\n') + 1;
  const found = text
    .slice(0, gap)
    .split('\n')
    .filter((line) => line.startsWith('/'));
  if (wish.legacy && found.includes('/usr/bin/python')) return { path: '/usr/bin/python' };
  const release = releaseOf(text.slice(gap));
  const own = systemPython(release);
  if (own !== undefined && found.includes(own)) return { path: own };
  const path = candidates.flatMap((name) => found.find((one) => one === name || one.endsWith(`/${name}`)) ?? [])[0];
  if (path === undefined) return undefined;
  if (wish.silent) return { path };
  const why =
    own === undefined
      ? `is using the discovered Python interpreter at ${path}, but future installation of another Python interpreter could change the meaning of that path`
      : `should use ${own}, but is using ${path}, since the discovered platform python interpreter was not present`;
  return { path, warning: `Distribution ${release.id} ${release.version} on host ${host} ${why}` };
}

interface Release {
  readonly id: string;
  readonly version: string;
  readonly like: readonly string[];
}

function releaseOf(text: string): Release {
  const value = (name: string): string => new RegExp(`^${name}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1] ?? '';
  return { id: value('ID'), version: value('VERSION_ID'), like: value('ID_LIKE').split(/\s+/) };
}

function systemPython({ id, version, like }: Release): string | undefined {
  const family = [id, ...like]
    .map((name) => (name === 'centos' ? 'rhel' : name))
    .find((name) => name in SYSTEM_PYTHONS);
  // A derivative counts its versions its own way (Mint 21): what matters is that it is no old one.
  const pythons = Object.entries(SYSTEM_PYTHONS[family ?? ''] ?? {});
  const major = Number.parseInt(version, 10);
  const counts = family === id || family === 'rhel';
  const fitting = Number.isNaN(major) || !counts ? pythons : pythons.filter(([from]) => Number(from) <= major);
  return fitting.at(-1)?.[1];
}

/** The oldest Pythons on which modules of an ansible-core run: of version 2 and of version 3. */
export function oldestPythons(core: string): { readonly two?: number; readonly three: number } {
  const [major = 2, minor = 14] = core.split('.').map(Number);
  const version = major > 2 ? Number.POSITIVE_INFINITY : minor;
  if (version >= 20) return { three: 9 };
  if (version >= 18) return { three: 8 };
  if (version >= 17) return { three: 7 };
  if (version >= 16) return { two: 7, three: 6 };
  return { two: 7, three: 5 };
}
