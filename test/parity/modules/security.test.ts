// Ansible's modprobe reads /proc/modules, which a kernel without modules has not: its Python is shown a table instead, which stand-ins for lsmod and modprobe keep.

import { type HostCase, hostParity } from '../../support/host-parity.ts';

const run = (module: string, args: HostCase['args'], more: Omit<HostCase, 'module' | 'args'> = {}): HostCase => ({
  module,
  args,
  ...more,
});

const MODULES = `
mkdir -p "/lib/modules/$(uname -r)"
echo kernel/fs/in-built.ko >"/lib/modules/$(uname -r)/modules.builtin"
printf 'loop 0 0 - Live 0x0\\n' >/srv/modules
cat >/usr/lib/python3/dist-packages/shown.py <<'END'
import builtins
given = builtins.open
builtins.open = lambda path, *more, **named: given("/srv/modules" if path == "/proc/modules" else path, *more, **named)
END
echo 'import shown' >/usr/lib/python3/dist-packages/shown.pth
cat >/usr/local/bin/lsmod <<'END'
#!/bin/sh
cat /srv/modules
END
cat >/usr/local/bin/modprobe <<'END'
#!/bin/sh
case $1 in
  -n) [ "$2" != nosuch ];;
  -r) sed -i "/^$2 /d" /srv/modules;;
  nosuch) echo 'modprobe: FATAL: Module nosuch not found.' >&2; exit 1;;
  *) echo "$1 0 0 - Live 0x0 $*" >>/srv/modules;;
esac
END
chmod 755 /usr/local/bin/*
mkdir -p /opt/t; cd /opt/t; touch a b a.1
`;

const alternative = (args: HostCase['args'], check?: true): HostCase =>
  run('community.general.alternatives', { name: 'tool', ...args }, check && { check });
const page = { name: 'tool.1', link: '/usr/share/tool.1', path: '/opt/t/a.1' };

hostParity('modules for what a host may do', {
  flavour: 'debian',
  given: MODULES,
  state:
    'cat /srv/modules; cd /etc; grep . modprobe.d/*.conf modules-load.d/loop.conf sudoers.d/* 2>/dev/null; stat -c "%a %U %n" modprobe.d/*.conf sudoers.d/* 2>/dev/null; sed -e "s/[[:space:]]*#.*//" -e "/^$/d" /etc/security/limits.conf; cat /tmp/list 2>/dev/null; cat /var/lib/dpkg/alternatives/tool 2>/dev/null; readlink /etc/alternatives/tool /usr/bin/tool /usr/share/tool.1; atq | cut -c-4; getcap /opt/t/b | sed "s/ =$//"; locale -a; grep -v ^# /etc/locale.gen; :',
  cases: [
    run('community.general.modprobe', { name: 'loop' }),
    run('community.general.modprobe', { name: 'in-built' }),
    run('community.general.modprobe', { name: 'dummy', params: "numdummies=2 x='a b'" }, { check: true }),
    run('community.general.modprobe', { name: 'dummy', params: "numdummies=2 x='a b'" }),
    run('community.general.modprobe', { name: 'nosuch' }),
    run('community.general.modprobe', { name: 'dummy', state: 'absent' }),
    run('community.general.modprobe', { name: 'loop', persistent: 'present', params: 'max_loop=8 x=1' }),
    run('community.general.modprobe', { name: 'loop', persistent: 'present', params: 'x=1 max_loop=8' }),
    run('community.general.modprobe', { name: 'loop', persistent: 'present', params: 'x=2' }),
    run('community.general.modprobe', { name: 'loop', persistent: 'present' }),
    run(
      'community.general.sudoers',
      { name: 'alice', user: 'alice', commands: ['/bin/ls', '/bin/cat'] },
      { check: true },
    ),
    run('community.general.sudoers', { name: 'alice', user: 'alice', commands: ['/bin/ls', '/bin/cat'] }),
    run('community.general.sudoers', { name: 'alice', user: 'alice', commands: ['/bin/ls', '/bin/cat'] }),
    run('community.general.sudoers', {
      name: 'adm',
      group: 'adm',
      commands: 'ALL',
      runas: 'bob',
      setenv: true,
      host: 'web',
      nopassword: false,
    }),
    run('community.general.sudoers', { name: 'bob', user: 'bob', commands: 'no such thing' }),
    run('community.general.sudoers', { name: 'bob', user: 'bob', commands: 'no such thing' }, { check: true }),
    run('community.general.sudoers', { name: 'adm', state: 'absent' }),
    run('community.general.pam_limits', {
      domain: 'bob',
      limit_type: 'soft',
      limit_item: 'nofile',
      value: 10,
      comment: 'c',
    }),
    run(
      'community.general.pam_limits',
      { domain: 'bob', limit_type: 'soft', limit_item: 'nofile', value: 10 },
      { except: ['msg'] },
    ),
    run(
      'community.general.pam_limits',
      { domain: 'bob', limit_type: '-', limit_item: 'nproc', value: '-1' },
      { except: ['msg'] },
    ),
    run(
      'community.general.pam_limits',
      {
        domain: 'bob',
        limit_type: '-',
        limit_item: 'nproc',
        value: 7,
        use_max: true,
      },
      { except: ['msg'] },
    ),
    run(
      'community.general.pam_limits',
      {
        domain: 'bob',
        limit_type: '-',
        limit_item: 'nproc',
        value: 7,
        use_min: true,
      },
      { except: ['msg'] },
    ),
    run('community.general.pam_limits', { domain: 'bob', limit_type: '-', limit_item: 'nice', value: -35 }),
    run(
      'community.general.kernel_blacklist',
      { name: 'b', blacklist_file: '/tmp/list' },
      { given: 'printf "# c\\n blacklist  a\\nblacklist c" >/tmp/list' },
    ),
    run('community.general.kernel_blacklist', { name: 'a', blacklist_file: '/tmp/list' }),
    run('community.general.kernel_blacklist', {
      name: 'a',
      blacklist_file: '/tmp/list',
      state: 'absent',
    }),
    run('community.general.kernel_blacklist', {
      name: 'a',
      blacklist_file: '/tmp/list',
      state: 'absent',
    }),
    alternative({ path: '/opt/t/a' }),
    alternative({ path: '/opt/t/c', link: '/usr/bin/tool' }),
    alternative({ path: '/opt/t/a', link: '/usr/bin/tool' }, true),
    alternative({ path: '/opt/t/a', link: '/usr/bin/tool', state: 'present' }),
    alternative({ path: '/opt/t/b', priority: 10 }),
    alternative({ path: '/opt/t/b' }),
    alternative({ path: '/opt/t/b', priority: 70, state: 'present' }),
    alternative({ path: '/opt/t/a', state: 'auto' }),
    alternative({ path: '/opt/t/a', subcommands: [page] }),
    alternative({ path: '/opt/t/a', subcommands: [page] }),
    alternative({ path: '/opt/t/a', subcommands: [] }),
    alternative({ path: '/opt/t/b', state: 'absent' }),
    alternative({ path: '/opt/t/b', state: 'absent' }),
    alternative({ path: '/opt/t/a', state: 'absent' }),
    // Theirs never does nothing where the flags are given by a plus, and leaves an empty set behind.
    run('community.general.capabilities', { path: '/opt/t/b', capability: 'cap_net_raw+ep' }, { check: true }),
    run(
      'community.general.capabilities',
      { path: '/opt/t/b', capability: 'cap_net_raw+ep' },
      { except: ['stdout_lines'] },
    ),
    run(
      'community.general.capabilities',
      { path: '/opt/t/b', capability: 'cap_net_raw=ep' },
      { except: ['stdout_lines'] },
    ),
    run(
      'community.general.capabilities',
      { path: '/opt/t/b', capability: 'CAP_CHOWN=ep' },
      { except: ['stdout_lines'] },
    ),
    run(
      'community.general.capabilities',
      { path: '/opt/t/b', capability: 'cap_net_raw', state: 'absent' },
      { except: ['stdout_lines'] },
    ),
    run(
      'community.general.capabilities',
      { path: '/opt/t/b', capability: 'cap_net_raw', state: 'absent' },
      { except: ['stdout_lines'] },
    ),
    run(
      'community.general.capabilities',
      { path: '/opt/t/none', capability: 'cap_net_raw=p' },
      { except: ['stdout_lines'] },
    ),
    run('community.general.locale_gen', { name: 'de_CH.UTF-8' }, { check: true }),
    run('community.general.locale_gen', { name: 'de_CH.UTF-8' }),
    run('community.general.locale_gen', { name: 'de_CH.UTF-8' }),
    run('community.general.locale_gen', { name: 'de_CH.utf8' }),
    run('community.general.locale_gen', { name: 'de_CH.UTF-8', state: 'absent' }),
    run('ansible.posix.at', { command: 'echo hi', count: 20, units: 'minutes' }, { except: ['script_file'] }),
    run('ansible.posix.at', { command: 'echo hi', count: 20, units: 'minutes', unique: true }),
    run('ansible.posix.at', { command: 'echo hi' }),
    run('ansible.posix.at', { command: 'echo hi', state: 'absent' }),
    run('ansible.posix.at', { command: 'echo hi', state: 'absent' }),
  ],
});
