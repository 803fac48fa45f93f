import dnfVersionlock from '../../../modules/dnf_versionlock.ts';
import rpmKey from '../../../modules/rpm_key.ts';
import { longId } from '../../../src/module/keys/openpgp.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { obeysTheLaws } from '../../support/laws.ts';
import { ONE, SUBKEY_OF_ONE, TWO } from '../../support/openpgp-keys.ts';

describe('sources of rpm packages on a lab host', () => {
  const lab = onLabHost('el', async (host) => {
    for (const [name, { armored }] of Object.entries({ one: ONE, two: TWO }))
      await host.sh(`cat >/root/${name} <<'E'\n${armored}E`);
  });
  const options = {
    exchange: lab.exchange,
    shell: lab.shell,
  };
  const none = 'rpm -e --allmatches gpg-pubkey 2>/dev/null || :';
  const one = `${none}; rpm --import /root/one`;
  describe('rpm_key', () =>
    obeysTheLaws(
      rpmKey,
      [
        { name: 'imports a key', given: none, args: { key: '/root/one', fingerprint: ONE.fingerprint } },
        { name: 'leaves one that is there', given: one, args: { key: '/root/one' }, changed: false },
        { name: 'removes one by its identifier', given: one, args: { key: longId(ONE.fingerprint), state: 'absent' } },
        { name: 'knows it by its subkey', given: one, args: { key: longId(SUBKEY_OF_ONE) }, changed: false },
        { name: 'removes one by its file', given: one, args: { key: '/root/one', state: 'absent' } },
        {
          name: 'leaves one that is gone',
          given: one,
          args: { key: TWO.fingerprint.slice(-8), state: 'absent' },
          changed: false,
        },
        {
          name: 'wants the key that was asked for',
          given: none,
          args: { key: '/root/two', fingerprint: ONE.fingerprint },
          fails: `does not match the key fingerprint '${TWO.fingerprint}'`,
        },
        { name: 'wants a key', args: { key: '/etc/hostname' }, fails: 'Not a public key' },
        { name: 'wants a file', args: { key: 'DEADBEEF' }, fails: 'When importing a key, a valid file must be given' },
      ],
      { ...options, state: 'rpm -qa gpg-pubkey | sort' },
    ));
  const list = '/etc/dnf/plugins/versionlock.list';
  describe('dnf_versionlock', () =>
    obeysTheLaws(
      dnfVersionlock,
      [
        {
          name: 'locks a package at what can be had',
          args: { name: 'tree' },
          result: { locklist_pre: [], specs_toadd: ['tree-0:1.8.0-10.el9.*'] },
        },
        {
          name: 'keeps one out by its name',
          args: { name: 'kernel*', raw: true, state: 'excluded' },
          result: { locklist_post: ['!kernel*'] },
        },
        {
          name: 'leaves a lock',
          given: `echo nginx-1.2* >${list}`,
          args: { name: 'nginx-1.2*', raw: true },
          changed: false,
        },
        {
          name: 'unlocks by a name, with and without version',
          given: `printf '# a\ntree-0:1.8.0-10.el9.*\n!jq-0:1.6-16.el9.*\nbash-5.1-2.*\n' >${list}`,
          args: { name: ['tree', 'jq-1.6'], state: 'absent' },
          result: { locklist_post: ['bash-5.1-2.*'], specs_todelete: ['tree', 'jq-1.6'] },
        },
        { name: 'empties the list', given: `echo a >${list}`, args: { state: 'clean' } },
        { name: 'leaves an empty list', args: { state: 'clean' }, changed: false },
        {
          name: 'leaves out a package that is not known',
          args: { name: 'nosuch' },
          changed: false,
        },
        { name: 'wants a name', args: {}, fails: 'name list is required for present state' },
      ].map((one) => ({ ...one, given: one.given ?? `: >${list}` })),
      { ...options, state: `cat ${list}` },
    ));
});
