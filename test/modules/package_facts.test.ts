import { expect } from 'chai';
import packageFactsModule from '../../modules/package_facts.ts';
import { packageFacts } from '../../src/module/packages/facts.ts';
import { obeysTheLaws } from '../support/laws.ts';

describe('package_facts', () => {
  it('reads rpm', () => {
    const printed = 'bash|5.1.8|9.el9|(none)|x86_64\nkernel|5.14|1|(none)|x86_64\nkernel|5.14|2|(none)|x86_64\n';
    const kernel = { arch: 'x86_64', epoch: null, name: 'kernel', version: '5.14', source: 'rpm' };
    expect(packageFacts('rpm', `${printed}dbus|1.12|8|1|x86_64\ngpg-pubkey|3228|613|(none)|(none)\n`)).to.deep.equal({
      bash: [{ arch: 'x86_64', epoch: null, name: 'bash', release: '9.el9', source: 'rpm', version: '5.1.8' }],
      kernel: [
        { ...kernel, release: '1' },
        { ...kernel, release: '2' },
      ],
      dbus: [{ arch: 'x86_64', epoch: 1, name: 'dbus', release: '8', source: 'rpm', version: '1.12' }],
      'gpg-pubkey': [{ arch: null, epoch: null, name: 'gpg-pubkey', release: '613', source: 'rpm', version: '3228' }],
    });
  });

  it('reads dpkg: what is installed, with foreign architectures in the name', () => {
    const printed = `amd64
ii |acl|2.3.1-3|amd64|utils|
ii |adduser|3.134|all|admin|
ii |libc6|2.36|amd64|libs|
ii |libc6|2.36|i386|libs|
rc |gone|1|amd64|libs|
iU |half|1|amd64|libs|Example
`;
    const apt = (name: string, version: string, arch: string, category: string, origin = '') => [
      { arch, category, name, origin, source: 'apt', version },
    ];
    expect(packageFacts('apt', printed)).to.deep.equal({
      acl: apt('acl', '2.3.1-3', 'amd64', 'utils'),
      adduser: apt('adduser', '3.134', 'all', 'admin'),
      libc6: apt('libc6', '2.36', 'amd64', 'libs'),
      'libc6:i386': apt('libc6:i386', '2.36', 'i386', 'libs'),
      half: apt('half', '1', 'amd64', 'libs', 'Example'),
    });
  });

  it('reads apk and pacman', () => {
    expect(packageFacts('apk', 'musl-1.2.4-r2\nca-certificates-20230506-r0\nWARNING: x\n')).to.deep.equal({
      musl: [{ name: 'musl', version: '1.2.4', release: 'r2', source: 'apk' }],
      'ca-certificates': [{ name: 'ca-certificates', version: '20230506', release: 'r0', source: 'apk' }],
    });
    expect(packageFacts('pacman', 'bash 5.2.015-1\n')).to.deep.equal({
      bash: [{ name: 'bash', version: '5.2.015', release: '1', source: 'pacman' }],
    });
  });

  obeysTheLaws(packageFactsModule, [
    { name: 'changes nothing', args: {}, changed: false },
    {
      name: 'says which it knows',
      args: { manager: 'portage' },
      fails: 'Could not detect a supported package manager',
    },
    {
      name: 'names a wrong manager',
      args: { manager: ['brew'] },
      fails: 'value of manager must be one or more of: auto, rpm, ',
    },
  ]);
});
