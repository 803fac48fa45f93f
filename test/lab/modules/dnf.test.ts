import dnf from '../../../modules/dnf.ts';
import { onLabHost } from '../../support/lab-host.ts';
import { type LawCase, obeysTheLaws } from '../../support/laws.ts';

const TREE = 'tree-1.8.0-10.el9.x86_64';

const cases: readonly LawCase[] = [
  { name: 'installs a package', args: { name: 'tree' }, result: { msg: '', rc: 0, results: [`Installed: ${TREE}`] } },
  {
    name: 'leaves one that is there',
    given: 'dnf -q -y install tree',
    args: { name: ['tree', 'jq'] },
    changed: false,
    result: { msg: 'Nothing to do', rc: 0, results: [] },
  },
  {
    name: 'installs what another needs',
    args: { name: 'nginx' },
    result: {
      results: [
        'Installed: nginx-1:1.20.1-16.el9_4.1.x86_64',
        'Installed: nginx-core-1:1.20.1-16.el9_4.1.x86_64',
        'Installed: nginx-filesystem-1:1.20.1-16.el9_4.1.noarch',
      ],
    },
  },
  {
    name: 'removes one',
    given: 'dnf -q -y install tree',
    args: { name: 'tree', state: 'absent' },
    result: { results: [`Removed: ${TREE}`] },
    cannotUndo: true,
  },
  {
    name: 'leaves an absent one',
    args: { name: 'tree', state: 'absent' },
    changed: false,
    result: { msg: 'Nothing to do' },
  },
  {
    name: 'updates one to the latest and installs another',
    args: { name: ['curl', 'tree'], state: 'latest' },
    result: {
      results: [
        `Installed: ${TREE}`,
        'Installed: curl-7.76.1-29.el9_4.1.x86_64',
        'Removed: curl-7.76.1-29.el9_4.x86_64',
      ],
    },
    cannotUndo: true,
  },
  {
    name: 'only reads the repositories again',
    args: { update_cache: true },
    changed: false,
    alwaysChanges: true,
    result: { msg: 'Cache updated' },
  },
  {
    name: 'names a package that no repository has',
    args: { name: ['tree', 'nosuch'] },
    fails: 'Failed to install some of the specified packages',
    result: { failures: ['No package nosuch available.'] },
  },
  { name: 'installs a group', args: { name: '@Development Tools' }, cannotUndo: true },
  { name: 'updates everything', args: { name: '*', state: 'latest' }, cannotUndo: true },
];

describe('dnf on a lab host', () => {
  const lab = onLabHost('el');
  beforeEach(async () => {
    await lab.host().exec('dnf -q -y remove tree nginx nginx-core nginx-filesystem; dnf -q -y downgrade curl');
  });
  obeysTheLaws(dnf, cases, {
    exchange: lab.exchange,
    shell: lab.shell,
    state: 'rpm -qa | sort',
  });
});
