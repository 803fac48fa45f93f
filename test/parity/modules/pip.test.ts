// Both engines in an environment each, with packages from a directory: the same results, and the same packages in the end.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerCase, serverParity } from '../../support/server-parity.ts';
import { makeWheels } from '../../support/wheels.ts';

const pip = (args: ServerCase['args'], more: { readonly check?: true } = {}): ServerCase => ({
  module: 'pip',
  args,
  // Where it is, and what pip said.
  except: ['cmd', 'stdout', 'stderr', 'stdout_lines', 'stderr_lines', 'virtualenv'],
  ...more,
});

const CASES: readonly ServerCase[] = [
  pip({ name: 'pkga==1.0' }, { check: true }),
  pip({ name: 'pkga==1.0' }),
  pip({ name: 'pkga==1.0' }),
  pip({ name: 'PKGA' }),
  pip({ name: 'pkga', version: '2.0' }),
  pip({ name: ['pkg-b', 'pkga>=1,<3'] }),
  pip({ name: 'pkga', state: 'latest' }),
  pip({ name: 'pkg.b', state: 'absent' }),
  pip({ name: 'pkg.b', state: 'absent' }),
  pip({ name: 'nosuch' }),
  pip({ name: 'pkga==1', version: '1' }),
];

serverParity('pip, an environment each', {
  unavailable: () =>
    spawnSync('python3', ['-c', 'import venv, ensurepip']).status === 0 &&
    spawnSync('/usr/bin/python3', ['-c', 'import setuptools']).status === 0
      ? undefined
      : 'python3 cannot make environments here, or has no setuptools; install python3-venv and python3-setuptools',
  start: () => {
    const root = mkdtempSync(join(tmpdir(), 'tsplay-pip-'));
    makeWheels(root);
    const virtualenv = join(root, 'env');
    execFileSync('python3', ['-m', 'venv', virtualenv], { stdio: 'pipe' });
    return {
      login: { virtualenv, extra_args: `--no-index --find-links ${root}` },
      state: () => {
        const [python = ''] = readdirSync(join(virtualenv, 'lib'));
        const packages = readdirSync(join(virtualenv, 'lib', python, 'site-packages'));
        return packages.filter((name) => name.startsWith('pkg')).join('\n');
      },
      stop: () => rmSync(root, { recursive: true, force: true }),
    };
  },
  cases: CASES,
});
