import { longId } from '../../../src/module/keys/openpgp.ts';
import { type HostCase, hostParity } from '../../support/host-parity.ts';
import { ONE, TWO } from '../../support/openpgp-keys.ts';

const id = longId(ONE.fingerprint);

hostParity('rpm_key', {
  flavour: 'el',
  given: `cat >/root/one <<'E'\n${ONE.armored}E\ncat >/root/two <<'E'\n${TWO.armored}E`,
  state: 'rpm -qa gpg-pubkey | sort',
  cases: [
    { module: 'rpm_key', args: { key: '/root/one' }, check: true },
    { module: 'rpm_key', args: { key: '/root/one', fingerprint: ONE.fingerprint } },
    { module: 'rpm_key', args: { key: '/root/one' } },
    { module: 'rpm_key', args: { key: '/root/two', fingerprint: ONE.fingerprint } },
    { module: 'rpm_key', args: { key: '/root/two' } },
    { module: 'rpm_key', args: { key: id } },
    { module: 'rpm_key', args: { key: id, state: 'absent' } },
    { module: 'rpm_key', args: { key: id.slice(-8), state: 'absent' } },
    { module: 'rpm_key', args: { key: '/root/two', state: 'absent' } },
    { module: 'rpm_key', args: { key: 'DEADBEEF' } },
    { module: 'rpm_key', args: { key: '/etc/hostname' } },
  ],
});

const lock = (args: HostCase['args'], rest: Partial<HostCase> = {}): HostCase => ({
  module: 'community.general.dnf_versionlock',
  args,
  except: ['msg'],
  ...rest,
});

hostParity('dnf_versionlock', {
  flavour: 'el',
  // dnf writes down when.
  state: "sed -n '/^[^#]/p' /etc/dnf/plugins/versionlock.list",
  given: 'dnf -q -y install tree; echo raw-1 >/etc/dnf/plugins/versionlock.list',
  cases: [
    lock({ name: 'tree' }, { check: true, except: ['msg', 'locklist_post'] }),
    lock({ name: 'tree' }),
    lock({ name: 'tree' }),
    lock({ name: 'jq', state: 'excluded' }),
    lock({ name: 'some*', raw: true }),
    lock({ name: 'some*', raw: true }),
    lock({ name: ['tree', 'raw-1'], state: 'absent' }),
    lock({ name: 'tree', state: 'absent' }),
    lock({ state: 'clean' }, { check: true }),
    lock({ state: 'clean' }),
    lock({ state: 'clean' }),
  ],
});
