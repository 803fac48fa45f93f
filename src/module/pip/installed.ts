// What is installed where a pip would install: read from the names of files, which is much quicker than asking pip.

import { run } from '../../plan/ask.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { ResourceName } from '../../plan/resource.ts';
import type { PipParams } from './params.ts';
import { canonical } from './requirement.ts';

export interface Installed {
  /** pip, as words; empty where the environment is still to be made. */
  readonly pip: readonly string[];
  /** Version by canonical name. */
  readonly packages: ReadonlyMap<string, string>;
}

export type PipSeen =
  | { readonly ok: true; readonly installed: Installed }
  | { readonly ok: false; readonly problem: string };

// An environment knows its directories by itself; otherwise the Python that pip runs with tells them.
const SCRIPT = `LC_ALL=C; export LC_ALL
venv=$1 exe=$2 command=$3 python=
found() { printf 'pip %s\\n' "$@"; }
if [ -n "$venv" ]; then
  if [ ! -e "$venv/bin/activate" ]; then
    set -f; set -- $command; set +f
    command -v "$1" >/dev/null 2>&1 || { printf '%s' "$1"; exit 126; }
    echo new; exit 0
  fi
  for one in pip3 pip; do if [ -x "$venv/bin/$one" ]; then found "$venv/bin/$one"; break; fi; done
  if grep -qi '^include-system-site-packages *= *true' "$venv/pyvenv.cfg" 2>/dev/null; then python=$venv/bin/python
  else set -- "$venv"/lib*/python*/site-packages; fi
elif [ -n "$exe" ]; then
  pip=$(command -v "$exe") || exit 127
  found "$pip"; read -r first <"$pip"; first=\${first#'#!'}; python=\${first#/usr/bin/env }; python=\${python%% *}
else
  for one in python3 /usr/libexec/platform-python python; do
    python=$(command -v "$one") && "$python" -c 'import pip' 2>/dev/null && { found "$python" -m pip.__main__; break; }
    python=
  done
  [ -n "$python" ] || for one in pip3 pip; do
    pip=$(command -v "$one") || continue
    found "$pip"; read -r first <"$pip"; first=\${first#'#!'}; python=\${first%% *}; break
  done
  [ -n "$python" ] || exit 127
fi
if [ -n "$python" ]; then
  paths=$("$python" -c 'import sys
for p in sys.path: print(p)') || exit
  nl='
'; IFS=$nl; set -f; set -- $paths; set +f; unset IFS
fi
for directory do
  for one in "$directory"/*.dist-info "$directory"/*.egg-info; do [ ! -e "$one" ] || printf 'dist %s\\n' "\${one##*/}"; done
done
exit 0`;

const MISSING = 127;
const NO_MAKER = 126;

/** Where packages of these parameters go. */
export function placeOf({ virtualenv }: PipParams): ResourceName {
  return virtualenv === undefined ? 'packages' : `path:${virtualenv}`;
}

export function pipLook(params: PipParams): RunLook {
  const { virtualenv = '', executable = '', virtualenv_command } = params;
  return run({ script: SCRIPT, args: [virtualenv, executable, virtualenv_command] }, [placeOf(params)]);
}

export function readPip({ code, stdout, stderr }: RunSeen, params: PipParams): PipSeen {
  const said = stdout.toString('utf8');
  if (code === NO_MAKER)
    return {
      ok: false,
      problem: `Failed to find required executable "${said}"; install it, or make the environment by another virtualenv_command, such as python3 -m venv`,
    };
  if (code === MISSING)
    return {
      ok: false,
      problem:
        params.executable === undefined
          ? 'the host has no pip; install it (python3-pip)'
          : `Unable to find any of ${params.executable} to use.  pip needs to be installed.`,
    };
  if (code !== 0) return { ok: false, problem: `pip cannot be asked: ${stderr.toString('utf8').trim()}` };
  const lines = said.split('\n');
  const pip = lines.filter((line) => line.startsWith('pip ')).map((line) => line.slice('pip '.length));
  if (pip.length === 0 && lines[0] !== 'new')
    return {
      ok: false,
      problem: `the virtual environment ${params.virtualenv} has no pip; remove it, so that it is made anew`,
    };
  const packages = new Map<string, string>();
  for (const line of lines) {
    const entry = distribution(line);
    // The first directory that has it counts.
    if (entry && !packages.has(entry[0])) packages.set(...entry);
  }
  return { ok: true, installed: { pip, packages } };
}

// `pkg_a-1.0.dist-info`, `pkg-1.0-py3.11.egg-info`
function distribution(line: string): readonly [string, string] | undefined {
  const base = /^dist (.+)\.(?:dist|egg)-info$/.exec(line)?.[1]?.replace(/-py\d(\.\d+)?$/, '');
  const [, name, version = ''] = /^(.+)-([^-]+)$/.exec(base ?? '') ?? [base ?? '', base ?? ''];
  return name === undefined || name === '' ? undefined : [canonical(name), version];
}

/** What the look will say when these packages were installed (or, without a version, removed). */
export function predicted(
  seen: RunSeen,
  { virtualenv }: PipParams,
  packages: ReadonlyMap<string, string | undefined>,
): RunSeen {
  const lines = seen.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const kept = lines.filter((line) => line !== 'new' && !packages.has(distribution(line)?.[0] ?? ''));
  const pip = lines.includes('new') ? [`pip ${virtualenv}/bin/pip3`] : [];
  const fresh = [...packages].flatMap(([name, version]) =>
    version === undefined ? [] : [`dist ${name.replaceAll('-', '_')}-${version}.dist-info`],
  );
  return { code: 0, stdout: Buffer.from([...pip, ...kept, ...fresh].join('\n')), stderr: Buffer.alloc(0) };
}
