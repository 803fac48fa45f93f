import { longId } from '../../../src/module/keys/openpgp.ts';
import { hostParity } from '../../support/host-parity.ts';
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
