import { expect } from 'chai';
import type { Plain } from '../../../src/model/value.ts';
import { facts as factsLook } from '../../../src/plan/ask.ts';
import { lookAt } from '../../../src/plan/exchange.ts';
import type { FactsSeen } from '../../../src/plan/look.ts';
import { isFactName, narrowed } from '../../../src/plan/looks/facts/narrowing.ts';
import { factsScript } from '../../../src/plan/looks/facts/script.ts';
import { seenOf } from '../../../src/plan/plan.ts';
import { inEveryShell } from '../../support/shells.ts';

type Exchange = Parameters<typeof lookAt>[0];

async function gather(
  lane: Exchange,
  asked?: readonly string[],
  subsets: readonly string[] = ['all'],
): Promise<FactsSeen> {
  const looks = { facts: factsLook(subsets, '/none', asked) };
  const looked = await lookAt(lane, looks);
  if (looked.kind !== 'answered') throw new Error(looked.kind);
  return seenOf(looks, looked.answers).facts;
}

/** Facts that may be others at another moment: a machine that runs tests has interfaces, mounts and devices that come and go. */
const FLEETING =
  /^(date_time|loadavg|uptime_seconds|memfree_mb|swapfree_mb|memory_mb|mounts|devices|device_links|interfaces|all_ipv[46]_.*)$/;

const isLasting = (name: string): boolean => name === 'lo' || (isFactName(name) && !FLEETING.test(name));

function lasting(facts: Readonly<Record<string, Plain>>): Readonly<Record<string, Plain>> {
  const values = Object.entries(facts).filter(([name]) => name === 'lo' || isFactName(name));
  return Object.fromEntries(values.map(([name, value]) => [name, isLasting(name) ? value : typeof value]));
}

describe('facts that nobody asks for', () => {
  inEveryShell((lane) => {
    let whole: FactsSeen;
    before(async () => {
      whole = await gather(lane);
    });

    it('are none without a list of those that are asked for', () => {
      expect(whole.leftOut).to.deep.equal([]);
    });

    it('are known by their names, all but those of interfaces', () => {
      const { interfaces } = whole.facts;
      const names = (Array.isArray(interfaces) ? interfaces : []).map((name) => String(name).replace(/[-:.]/g, '_'));
      expect(Object.keys(whole.facts).filter((name) => !isFactName(name))).to.deep.equal(names);
    });

    const groups: readonly (readonly string[])[] = [
      [],
      ['env', 'fqdn'],
      ['user_dir', 'architecture', 'lsb'],
      ['python', 'date_time', 'system_capabilities'],
      ['default_ipv4'],
      ['some_interface', 'virtualization_type'],
      ['memtotal_mb'],
      ['mounts', 'processor_nproc'],
      ['devices', 'bios_vendor', 'lvm'],
    ];
    for (const asked of groups) {
      it(`are left out and said to be, where ${asked.join(', ') || 'nothing'} is asked for`, async () => {
        const { facts, leftOut } = await gather(lane, asked);
        const there = Object.keys(facts);
        expect(there.filter((name) => leftOut.includes(name))).to.deep.equal([]);
        const missing = Object.keys(lasting(whole.facts)).filter((name) => !(name in facts) && !leftOut.includes(name));
        expect(missing).to.deep.equal([]);
        expect(asked.filter((name) => isFactName(name) && name in whole.facts && !(name in facts))).to.deep.equal([]);
        const same = Object.fromEntries(Object.entries(whole.facts).filter(([name]) => !leftOut.includes(name)));
        expect(lasting(facts)).to.deep.equal(lasting(same));
      });
    }

    it('are only those of the subset', async () => {
      const { facts, leftOut } = await gather(lane, ['fqdn'], ['!all', '!min', 'network']);
      expect(Object.keys(facts)).to.include.members(['kernel', 'os_family']);
      expect(leftOut).to.include.members(['interfaces', 'default_ipv4']);
      expect(
        leftOut.filter((name) => ['env', 'mounts', 'user_id', 'virtualization_type'].includes(name)),
      ).to.deep.equal([]);
    });
  });

  it('cost nothing', () => {
    const all = new Set(['min', 'hardware', 'network', 'virtual'] as const);
    const script = factsScript(narrowed(all, ['distribution']));
    const costly = [
      'lsb_release -a',
      'uname -m',
      'getent',
      'id',
      'date ',
      'capsh',
      'systemd-detect-virt',
      'ip -o',
      'stat -f',
      'nproc',
      'ls -l',
    ];
    expect(costly.filter((words) => new RegExp(`(^|[;(] ?|\\bthen |\\bdo )${words}`, 'm').test(script))).to.deep.equal(
      [],
    );
    expect(costly.filter((words) => factsScript(narrowed(all)).includes(words))).to.deep.equal(costly);
  });
});
