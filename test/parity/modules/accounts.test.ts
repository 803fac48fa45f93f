import { type HostCase, hostParity } from '../../support/host-parity.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEoGxCAMu5FqVkmNgBYzmCRhJFLRWbY0F2bx0RCfYW6Y';
const OTHER = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBQZGhsDDWZmMEdZ0HVzFYoCSqDBYNbf3tT3zmVpPjhK';

const key = (args: HostCase['args'], more: Omit<HostCase, 'module' | 'args'> = {}): HostCase => ({
  module: 'ansible.posix.authorized_key',
  args: { user: 'alice', ...args },
  // Ansible names a file of its own where it only checks.
  except: ['keyfile'],
  ...more,
});

hostParity('keys of accounts, and small looks', {
  flavour: 'debian',
  given:
    'useradd -m alice; rm -f /etc/localtime; ln -s /usr/share/zoneinfo/Etc/UTC /etc/localtime; printf "a\\nb\\n" >/srv/f',
  state:
    'cat /home/alice/.ssh/authorized_keys /home/alice/keys 2>/dev/null; stat -c "%a %U %n" /home/alice/.ssh /home/alice/.ssh/* /home/alice/keys 2>/dev/null; readlink /etc/localtime; cat /etc/timezone; systemctl is-enabled cron; systemctl is-active cron; :',
  cases: [
    key({ key: `${KEY} a@b` }, { check: true }),
    key({ key: `${KEY} a@b` }),
    key({ key: `${KEY} a@b` }),
    key({ key: `${KEY} other words` }),
    key({ key: `${OTHER} x`, key_options: 'no-pty,command="echo hi there"' }),
    key({ key: KEY, state: 'absent' }),
    key({ key: KEY, state: 'absent' }),
    key({ key: `${KEY} c`, exclusive: true }),
    key({ key: `${KEY}\n${OTHER} y`, path: '/home/alice/keys', manage_dir: false }),
    key({ key: 'no key at all' }),
    key({ user: 'nobody-here', key: KEY }),
    { module: 'ansible.builtin.slurp', args: { src: '/srv/f' } },
    { module: 'ansible.builtin.slurp', args: { src: '/srv/none' } },
    {
      module: 'ansible.builtin.systemd_service',
      args: { name: 'cron', enabled: false, state: 'stopped' },
      except: ['status'],
    },
    {
      module: 'ansible.builtin.systemd_service',
      args: { name: 'cron', enabled: true, state: 'started' },
      except: ['status'],
    },
    {
      module: 'ansible.builtin.systemd_service',
      args: { name: 'cron', enabled: true, state: 'started' },
      except: ['status'],
    },
  ],
});
