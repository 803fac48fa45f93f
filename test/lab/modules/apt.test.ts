import apt from '../../../modules/apt.ts';
import packageModule from '../../../modules/package.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';

const cases: readonly LawCase[] = [
  { name: 'installs a package', args: { name: 'nginx' } },
  {
    name: 'leaves one that is there',
    args: { name: ['tree', 'htop'] },
    changed: false,
    result: { cache_updated: false },
  },
  { name: 'installs a certain version', args: { name: 'nginx=1.22.1-8' } },
  { name: 'upgrades one to the latest', args: { name: 'htop', state: 'latest' }, cannotUndo: true },
  { name: 'removes one', args: { name: 'tree', state: 'absent' }, cannotUndo: true },
  { name: 'leaves an absent one', args: { name: 'nginx', state: 'absent' }, changed: false },
  { name: 'upgrades everything', args: { upgrade: 'dist' }, cannotUndo: true },
  {
    name: 'reads the repositories only where they are old',
    args: { update_cache: true, cache_valid_time: 360000000 },
    changed: false,
  },
  {
    name: 'names a package that no repository has',
    args: { name: ['nginx', 'nosuch'] },
    fails: "No package matching 'nosuch' is available",
  },
  { name: 'does nothing where nothing is asked for', args: { name: [] }, changed: false },
];

describe('apt on a lab host', () => {
  const lab = onLabHost('debian');
  beforeEach(async () => {
    await lab
      .host()
      .exec(
        'apt-get -q -y purge nginx; apt-get -q -y install tree; apt-get -q -y --allow-downgrades install htop=3.2.1-1',
      );
  });
  const options = {
    exchange: lab.exchange,
    shell: lab.shell,
    state: "dpkg-query -W -f '${Package} ${Version} ${db:Status-Status}\\n' | grep -v 'not-installed'",
  };
  describe('apt', () => obeysTheLaws(apt, cases, options));
  describe('package', () =>
    obeysTheLaws(packageModule, [{ name: 'uses apt here', args: { name: 'nginx', state: 'present' } }], options));
});
