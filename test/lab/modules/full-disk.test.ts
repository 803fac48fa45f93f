// What modules of files say, and what they leave, where a disk has no room.

import { expect } from 'chai';
import archive from '../../../modules/archive.ts';
import unarchive from '../../../modules/unarchive.ts';
import xml from '../../../modules/xml.ts';
import { type Plain, toValue } from '../../../src/model/value.ts';
import { executeModule } from '../../../src/module/execute.ts';
import type { Module } from '../../../src/module/module.ts';
import type { Exchange } from '../../../src/plan/exchange.ts';
import { controllerFiles } from '../../support/controller-files.ts';
import { labExchange } from '../../support/lab-exchange.ts';
import { type LabHost, labAvailable, startHost } from '../index.ts';

describe('modules of files on a full disk', () => {
  let host: LabHost;
  let lane: Exchange;
  before(async function prepare() {
    const available = await labAvailable();
    if (!available.ok) {
      console.log(`      skipped: ${available.why}; ${available.remedy}`);
      this.skip();
    }
    host = await startHost({ flavour: 'debian', tmpfs: { '/srv': '64k' } });
    lane = await labExchange(host);
    await host.sh(
      'mkdir /root/s; cd /root/s; head -c 20000 /dev/urandom >a; head -c 100000 /dev/urandom >b; tar cf ../s.tar a b',
    );
  });
  beforeEach(async () => host.sh('rm -rf /srv/* /srv/.[!.]*'));
  after(async () => host?.stop());

  async function run(module: Module, args: Readonly<Record<string, Plain>>) {
    const { result } = await executeModule(
      module,
      new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])),
      { lane, diff: false, files: controllerFiles('/'), expandPath: (path) => path, sleep: async () => undefined },
    );
    return result;
  }

  it('unarchive says that it changed something before it failed', async () => {
    const result = await run(unarchive, { src: '/root/s.tar', dest: '/srv', remote_src: true });
    expect([result.failed, result.changed]).to.deep.equal([true, true]);
    expect(await host.sh('ls -A /srv')).to.equal('a\nb');
  });

  it('archive leaves the old archive, and nothing beside it', async () => {
    await host.sh('echo old >/srv/a.tgz');
    const result = await run(archive, { path: '/root/s', dest: '/srv/a.tgz' });
    expect([result.failed, result.changed]).to.deep.equal([true, false]);
    expect(await host.sh('ls -A /srv; cat /srv/a.tgz')).to.equal('a.tgz\nold');
  });

  it('xml leaves the old file, and nothing beside it', async () => {
    await host.sh('echo "<a/>" >/srv/f; head -c 60000 /dev/zero >/srv/room || true');
    const result = await run(xml, { path: '/srv/f', xpath: '/a', value: 'x'.repeat(30_000) });
    expect([result.failed, result.changed]).to.deep.equal([true, false]);
    expect(await host.sh('ls -A /srv; cat /srv/f')).to.equal('f\nroom\n<a/>');
  });
});
