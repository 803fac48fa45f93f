import { spawnSync } from 'node:child_process';
import seport from '../../modules/seport.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { scratch } from '../support/scratch.ts';
import { shellExchange } from '../support/shell-exchange.ts';

const LOOK = { proto: 'tcp', ignore_selinux_state: true };

// No kernel of ours runs SELinux: semanage is one that keeps the same kind of table, and refuses what the real one refuses.
const SEMANAGE = (table: string): string => `#!/bin/sh
has() { grep -qE "^[a-z_]+ +$1 .*\\b$2\\b" ${table}; }
verb=$2; shift 2
while [ $# -gt 1 ]; do case $1 in -t) type=$2; shift 2;; -p) proto=$2; shift 2;; *) shift;; esac; done
case $verb in
  -l) cat ${table};;
  -a) if has "$proto" "$1"; then echo "ValueError: Port $proto/$1 already defined" >&2; exit 1; fi; echo "$type $proto $1" >>${table};;
  -m) sed -i "s/^[a-z_]* $proto $1$/$type $proto $1/" ${table};;
  -d) sed -i "/^[a-z_]* $proto $1$/d" ${table};;
esac
`;

describe('seport', () => {
  const files = scratch();
  beforeEach(() => {
    files.write(
      'table',
      'http_port_t                    tcp      80, 81, 443\nssh_port_t                     tcp      22\n',
    );
    files.write('bin/semanage', SEMANAGE(files.path('table')), 0o755);
  });

  obeysTheLaws(
    seport,
    [
      {
        name: 'gives a port a type',
        args: { ...LOOK, ports: '2222', setype: 'ssh_port_t' },
        result: { ports: ['2222'], proto: 'tcp', setype: 'ssh_port_t', state: 'present' },
      },
      { name: 'gives several', args: { ...LOOK, ports: [2222, '8000-8010'], setype: 'ssh_port_t', reload: false } },
      { name: 'leaves a port that has it', args: { ...LOOK, ports: '443,80', setype: 'http_port_t' }, changed: false },
      {
        name: 'takes one away',
        given: 'echo "ssh_port_t tcp 2222" >>table',
        args: { ...LOOK, ports: 2222, setype: 'ssh_port_t', state: 'absent' },
      },
      {
        name: 'has nothing to take away',
        args: { ...LOOK, ports: 2222, setype: 'ssh_port_t', state: 'absent' },
        changed: false,
      },
      {
        name: 'names what is no port',
        args: { ...LOOK, ports: 'ssh', setype: 'ssh_port_t' },
        fails: "'ports' has 'ssh', which is neither a port nor a range",
      },
      {
        name: 'does nothing where SELinux is disabled',
        args: { ports: 2222, proto: 'tcp', setype: 'ssh_port_t' },
        fails: 'SELinux is disabled on this host.',
      },
    ],
    {
      exchange: () => shellExchange(['env', `PATH=${files.path('bin')}:${process.env.PATH}`, 'sh']),
      shell: async (script) => spawnSync('sh', ['-c', script], { cwd: files.path(), encoding: 'utf8' }).stdout,
      state: 'cat table',
    },
  );
});
