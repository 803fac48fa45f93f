import { symlinkSync } from 'node:fs';
import { expect } from 'chai';
import { findInstallation, type InstallationSearch } from '../../../src/module/foreign/installation.ts';
import { scratch } from '../../support/scratch.ts';

const CORE = ['ansible/module_utils/basic.py', 'ansible/release.py'];

interface Case {
  readonly name: string;
  /** Directories with ansible-core (and which version), or with collections alone. */
  readonly sites: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly core: string | undefined;
  readonly version?: string;
  readonly collections: readonly string[];
}

const CASES: readonly Case[] = [
  { name: 'nothing at all', sites: {}, environment: {}, core: undefined, collections: [] },
  {
    name: "Debian's package",
    sites: { 'usr/lib/python3/dist-packages': '2.14.18' },
    environment: {},
    core: 'usr/lib/python3/dist-packages',
    version: '2.14.18',
    collections: ['usr/lib/python3/dist-packages'],
  },
  {
    name: 'the newest Python first, the local prefix before the system',
    sites: {
      'usr/lib/python3.9/site-packages': '2.15.0',
      'usr/local/lib/python3.9/site-packages': '2.16.0',
      'usr/local/lib/python3.12/site-packages': '2.17.1',
    },
    environment: {},
    core: 'usr/local/lib/python3.12/site-packages',
    version: '2.17.1',
    collections: [
      'usr/local/lib/python3.12/site-packages',
      'usr/local/lib/python3.9/site-packages',
      'usr/lib/python3.9/site-packages',
    ],
  },
  {
    name: 'the active virtual environment before all',
    sites: { 'venv/lib/python3.11/site-packages': '2.18.0', 'usr/lib/python3/dist-packages': '2.14.18' },
    environment: { VIRTUAL_ENV: 'venv' },
    core: 'venv/lib/python3.11/site-packages',
    version: '2.18.0',
    collections: ['venv/lib/python3.11/site-packages', 'usr/lib/python3/dist-packages'],
  },
  {
    name: "the user's own packages",
    sites: { 'home/.local/lib/python3.11/site-packages': '2.16.3' },
    environment: { HOME: 'home' },
    core: 'home/.local/lib/python3.11/site-packages',
    version: '2.16.3',
    collections: ['home/.local/lib/python3.11/site-packages'],
  },
  {
    name: 'collections of one directory, ansible-core of another',
    sites: { 'usr/lib/python3.11/site-packages': 'collections', 'usr/local/lib/python3.11/site-packages': '2.16.3' },
    environment: {},
    core: 'usr/local/lib/python3.11/site-packages',
    version: '2.16.3',
    collections: ['usr/local/lib/python3.11/site-packages', 'usr/lib/python3.11/site-packages'],
  },
];

describe('where Ansible is installed', () => {
  const place = scratch();
  const search = (environment: Readonly<Record<string, string>>): InstallationSearch => ({
    environment: Object.fromEntries(Object.entries(environment).map(([name, path]) => [name, place.path(path)])),
    root: place.path(),
  });
  const make = (site: string, version: string): void => {
    place.write(`${site}/ansible_collections/x`, '');
    if (version === 'collections') return;
    for (const file of CORE) place.write(`${site}/${file}`, `# a comment\n__version__ = '${version}'\n`);
  };

  for (const { name, sites, environment, core, version, collections } of CASES) {
    it(name, () => {
      for (const [site, held] of Object.entries(sites)) make(site, held);
      expect(findInstallation(search(environment))).to.deep.equal({
        ...(core !== undefined && { core: place.path(core, 'ansible') }),
        ...(version !== undefined && { version }),
        collectionRoots: collections.map((directory) => place.path(directory)),
      });
    });
  }

  it('beside the program on PATH, through links (pipx)', () => {
    make('pipx/venvs/ansible-core/lib/python3.12/site-packages', '2.19.0');
    const program = place.write('pipx/venvs/ansible-core/bin/ansible-playbook', '#!/none/bin/python\n', 0o755);
    place.write('bin/other', '');
    symlinkSync(program, place.path('bin/ansible-playbook'));
    expect(findInstallation(search({ PATH: 'bin' })).version).to.equal('2.19.0');
  });

  it('where the interpreter of the program on PATH lies', () => {
    make('venv/lib/python3.12/site-packages', '2.19.1');
    place.write('bin/ansible', `#!${place.path('venv/bin/python3')} -I\n`, 0o755);
    expect(findInstallation(search({ PATH: 'bin' })).version).to.equal('2.19.1');
  });
});
