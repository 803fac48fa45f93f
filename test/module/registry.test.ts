// Where a short word is searched: collections first, in their order, then Ansible's own and the user's.

import { expect } from 'chai';
import { ForeignModules } from '../../src/module/foreign/modules.ts';
import { Catalogue } from '../../src/module/registry.ts';
import { scratch } from '../support/scratch.ts';

const MODULE = '#!/usr/bin/python\nfrom ansible.module_utils.basic import AnsibleModule\n';
const FILES = {
  'ansible_collections/my/own/plugins/modules/ping.py': MODULE,
  'ansible_collections/my/own/plugins/modules/stat.py': MODULE,
  'ansible_collections/my/other/plugins/modules/ping.py': MODULE,
  'library/stat.py': MODULE,
};

const SETTINGS = {
  interpreter: 'auto',
  interpreterFallback: [],
  syslogFacility: 'LOG_USER',
  noTargetSyslog: false,
  selinuxSpecialFilesystems: [],
};

/** The word, the collections, and the module that Ansible runs. */
const CASES: readonly (readonly [word: string, collections: readonly string[], name: string | undefined])[] = [
  ['ping', [], 'ansible.builtin.ping'],
  ['ping', ['my.own'], 'my.own.ping'],
  ['ping', ['my.other', 'my.own'], 'my.other.ping'],
  ['ping', ['no.such', 'my.own'], 'my.own.ping'],
  ['ping', ['ansible.builtin', 'my.own'], 'ansible.builtin.ping'],
  ['ping', ['ansible.legacy', 'my.own'], 'ansible.builtin.ping'],
  ['ansible.builtin.ping', ['my.own'], 'ansible.builtin.ping'],
  ['ansible.legacy.ping', ['my.own'], 'ansible.builtin.ping'],
  ['copy', ['my.own'], 'ansible.builtin.copy'],
  ['stat', ['my.own'], 'my.own.stat'],
  ['stat', ['my.other'], 'stat'],
  ['nowhere', ['my.own'], undefined],
];

describe('the catalogue', () => {
  const place = scratch();
  const catalogue = (): Catalogue => {
    for (const [name, text] of Object.entries(FILES)) place.write(name, text);
    const foreign = new ForeignModules({
      collectionPaths: [place.path()],
      packaged: false,
      utilities: [],
      environment: { PATH: '' },
      settings: SETTINGS,
    });
    return new Catalogue([], foreign);
  };

  for (const [word, collections, name] of CASES)
    it(`takes ${word} with ${collections.join(' and ') || 'no collections'} for ${name ?? 'nothing'}`, async () => {
      const found = await catalogue().resolveIn(word, { collections, directories: [place.path('library')] });
      expect(found?.name).to.equal(name);
    });
});
