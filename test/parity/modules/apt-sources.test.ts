import { type HostCase, hostParity } from '../../support/host-parity.ts';

const repository = (repo: string, further: HostCase['args'] = {}, rest: Partial<HostCase> = {}): HostCase => ({
  module: 'apt_repository',
  args: { repo, update_cache: false, ...further },
  ...rest,
});

const DOCKER =
  'deb [arch=amd64 signed-by=/etc/apt/keyrings/x.gpg] https://download.docker.com/linux/debian bookworm stable';

hostParity('apt_repository', {
  flavour: 'debian',
  state:
    'cd /etc/apt; for f in sources.list sources.list.d/*; do [ -e "$f" ] || continue; stat -c "== %n %a %U" "$f"; cat "$f"; done',
  cases: [
    repository('deb http://x.invalid/debian stable main', {}, { check: true }),
    repository('deb  http://x.invalid/debian   stable main # why'),
    repository('deb http://x.invalid/debian stable main'),
    repository(DOCKER),
    repository(DOCKER, {}, { check: true }),
    repository('deb-src http://x.invalid/debian stable main contrib', { filename: 'my file+x' }),
    repository('deb http://user:pw@y.invalid:8080/p/a-t_h~x/?q ./', { mode: '0640' }),
    repository('deb file:///srv/apt/main ./'),
    repository('deb [trusted=yes] file:///srv/apt/main ./'),
    repository('deb tor+http://abc.onion/debian stable main', { filename: '/etc/apt/sources.list.d/abs' }),
    repository('deb cdrom:[Debian GNU/Linux]/ bookworm main'),
    repository(
      'deb http://w.invalid/x stable main',
      {},
      { given: 'echo "# deb http://w.invalid/x stable main" >/etc/apt/sources.list.d/off.list' },
    ),
    repository(
      'deb http://v.invalid/x stable main',
      { mode: '0600' },
      { given: 'printf "# top\\n\\ndeb http://o.invalid/x a b\\n" >/etc/apt/sources.list.d/v_invalid_x.list' },
    ),
    repository('deb http://o.invalid/x a b', { state: 'absent' }),
    repository('deb http://x.invalid/debian stable main', { state: 'absent' }),
    repository('deb http://x.invalid/debian stable main', { state: 'absent' }),
    repository('deb [trusted=yes] file:///srv/apt/security ./', { state: 'absent' }),
    repository('nonsense'),
    repository('DEB http://t.invalid/ a b'),
    repository(''),
    repository(
      'deb [trusted=yes] file:///srv/apt/security ./',
      { update_cache: true },
      { given: 'cd /etc/apt/sources.list.d && rm -f -- *' },
    ),
    repository('deb [trusted=yes] file:///nosuch ./', { update_cache: true, update_cache_retries: 0 }),
  ],
});
