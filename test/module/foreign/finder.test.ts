import { expect } from 'chai';
import { Bundler } from '../../../src/module/foreign/bundle.ts';
import { inDirectories, inTree, namesIn } from '../../../src/module/foreign/finder.ts';
import { PythonTree } from '../../../src/module/foreign/python-tree.ts';
import { scratch } from '../../support/scratch.ts';

const BUILTIN_RUNTIME = `
plugin_routing:
  connection:
    moved: { redirect: other.thing.moved }
  modules:
    moved:
      redirect: my.own.tool
    gone:
      tombstone:
        removal_date: 2020-01-01
        warning_text: Use
          something else.
    old: # a comment
      deprecation: {removal_version: '3.0', warning_text: It is old.}
  module_utils:
    elsewhere: {redirect: my.own.helped}
`;

const OWN_RUNTIME = `---
requires_ansible: '>=2.11'
plugin_routing:
    action:
        routed:
            redirect: my.own.acting
    modules:
        sub.tool:
            redirect: my.own.tool
        former:
            redirect: ansible.builtin.core_one
`;

const FILES: Readonly<Record<string, string>> = {
  'core/config/ansible_builtin_runtime.yml': BUILTIN_RUNTIME,
  'core/modules/core_one.py': '',
  'core/modules/old.py': '',
  'core/modules/copy.py': '',
  'core/plugins/action/copy.py': '',
  'core/module_utils/basic.py': 'from ansible.module_utils.common.text import to_text, six\n',
  'core/module_utils/common/__init__.py': '',
  'core/module_utils/common/text/__init__.py': 'to_text = str\n',
  'core/module_utils/six/__init__.py': '',
  'site/ansible_collections/my/own/meta/runtime.yml': OWN_RUNTIME,
  'site/ansible_collections/my/own/plugins/modules/tool.py': '',
  'site/ansible_collections/my/own/plugins/modules/routed.py': '',
  'site/ansible_collections/my/own/plugins/modules/acting.py': '',
  'site/ansible_collections/my/own/plugins/modules/deep/below.py': '',
  'site/ansible_collections/my/own/plugins/action/acting.py': '',
  'site/ansible_collections/my/own/plugins/module_utils/helped.py': 'import os\n',
  'near/ansible_collections/my/own/plugins/modules/README.md': '',
  'role/library/mine.py': '',
  'role/library/script': '#!/bin/sh\n',
  'role/library/compiled.bin': '',
  'role/library/notes.md': '',
  'role/library/planned.py': '',
  'role/action_plugins/planned.py': '',
  'role/module_utils/own_help.py': 'from ansible.module_utils.six.moves import urllib\n',
};

describe('foreign modules', () => {
  const place = scratch();
  let tree: PythonTree;
  beforeEach(() => {
    for (const [name, text] of Object.entries(FILES)) place.write(name, text);
    tree = new PythonTree({ core: place.path('core'), collectionRoots: [place.path('site')], utilities: [] });
  });
  const shown = (located: ReturnType<typeof inTree>): string => {
    if (located === undefined) return 'nothing';
    const { deprecation } = { deprecation: undefined, ...located };
    const told = deprecation === undefined ? '' : `; ${deprecation}`;
    if (located.kind === 'moved') return `moved to ${located.to}${told}`;
    if (located.kind === 'refused') return `refused: ${located.reason.replaceAll(place.path(), '')}`;
    return `${located.name} as ${located.pythonName} at ${located.path.replace(place.path(), '')}${told}`;
  };

  const WORDS: readonly (readonly [word: string, found: string | RegExp])[] = [
    ['core_one', 'ansible.builtin.core_one as ansible.modules.core_one at /core/modules/core_one.py'],
    ['ansible.builtin.core_one', 'ansible.builtin.core_one as ansible.modules.core_one at /core/modules/core_one.py'],
    ['ansible.legacy.core_one', 'ansible.builtin.core_one as ansible.modules.core_one at /core/modules/core_one.py'],
    ['copy', /^refused: the module 'ansible\.builtin\.copy' is an action plugin \(\/core\/plugins\/action\/copy\.py\)/],
    ['moved', 'moved to my.own.tool'],
    ['gone', "refused: the module 'ansible.builtin.gone' has been removed: Use something else."],
    ['old', /; ansible\.builtin\.old has been deprecated\. It is old\. It will be removed in version 3\.0\.$/],
    ['none', 'nothing'],
    [
      'my.own.tool',
      'my.own.tool as ansible_collections.my.own.plugins.modules.tool at /site/ansible_collections/my/own/plugins/modules/tool.py',
    ],
    [
      'my.own.deep.below',
      'my.own.deep.below as ansible_collections.my.own.plugins.modules.deep.below at /site/ansible_collections/my/own/plugins/modules/deep/below.py',
    ],
    ['my.own.sub.tool', 'moved to my.own.tool'],
    ['my.own.former', 'moved to ansible.builtin.core_one'],
    ['my.own.acting', /^refused: .*\/site\/ansible_collections\/my\/own\/plugins\/action\/acting\.py/],
    ['my.own.routed', /^refused: .*\/site\/ansible_collections\/my\/own\/plugins\/action\/acting\.py/],
    ['my.own.none', 'nothing'],
    ['my.other.tool', 'nothing'],
  ];
  for (const [word, found] of WORDS) {
    it(`${word}`, () => {
      if (typeof found === 'string') expect(shown(inTree(tree, word))).to.equal(found);
      else expect(shown(inTree(tree, word))).to.match(found);
    });
  }

  const NAMES: readonly (readonly [name: string, found: string | RegExp])[] = [
    ['mine', 'mine as ansible.modules.mine at /role/library/mine.py'],
    ['script', 'script as ansible.modules.script at /role/library/script'],
    ['compiled', 'compiled as ansible.modules.compiled at /role/library/compiled.bin'],
    ['notes', 'nothing'],
    ['planned', /^refused: .*\/role\/action_plugins\/planned\.py/],
  ];
  for (const [name, found] of NAMES) {
    it(`${name} of a role`, () => {
      const directories = [place.path('none'), place.path('role/library')];
      const located = shown(inDirectories(directories, name, directories));
      if (typeof found === 'string') expect(located).to.equal(found);
      else expect(located).to.match(found);
    });
  }

  it('lists what there is', () => {
    expect([...namesIn(tree, [place.path('site')])]).to.deep.equal([
      ...['ansible.builtin.copy', 'ansible.builtin.core_one', 'ansible.builtin.old'],
      ...['my.own.acting', 'my.own.routed', 'my.own.tool'],
    ]);
  });

  it('takes the nearest of two collections with one name', () => {
    const nearest = new PythonTree({ collectionRoots: [place.path('near'), place.path('site')], utilities: [] });
    expect(shown(inTree(nearest, 'my.own.tool'))).to.equal('nothing');
  });

  const BUNDLES: readonly (readonly [source: string, files: readonly string[]])[] = [
    ['', []],
    ['from ansible.module_utils.own_help import x', ['ansible.module_utils.own_help', 'ansible.module_utils.six']],
    [
      'from ansible.module_utils.elsewhere import x',
      [
        'ansible.module_utils.elsewhere',
        'ansible_collections',
        'ansible_collections.my',
        'ansible_collections.my.own',
        'ansible_collections.my.own.plugins',
        'ansible_collections.my.own.plugins.module_utils',
        'ansible_collections.my.own.plugins.module_utils.helped',
      ],
    ],
    ['try:\n  from ansible.module_utils.nothere import x\nexcept ImportError: pass', []],
    ['from ansible import module_utils', []],
  ];
  const ALWAYS = [
    ...['ansible', 'ansible.module_utils', 'ansible.module_utils.basic', 'ansible.module_utils.common'],
    ...['ansible.module_utils.common.text', 'ansible.modules', 'ansible.modules.m'],
  ];
  for (const [source, files] of BUNDLES) {
    it(`a bundle of: ${source}`, () => {
      const bundler = new Bundler(tree, '2.14.18');
      const bundle = bundler.of('ansible.modules.m', { path: 'm.py', source: Buffer.from(source) }, [
        place.path('role/module_utils'),
      ]);
      expect(bundle.files.map(({ name }) => name)).to.deep.equal([...ALWAYS, ...files].sort());
    });
  }

  it('tells what a module cannot do without', () => {
    const source = Buffer.from('from ansible.module_utils.nothere import x');
    expect(() => new Bundler(tree, '2.14.18').of('ansible.modules.m', { path: 'm.py', source })).to.throw(
      "Could not find imported module support code for ansible.modules.m.  Looked for ('ansible.module_utils.nothere.x' or 'ansible.module_utils.nothere'), which m.py imports",
    );
  });

  it('gives relative imports their meaning', () => {
    const source = Buffer.from('from ..module_utils.helped import y\nfrom ..module_utils import helped as h\n');
    const bundle = new Bundler(tree, '').of('ansible_collections.my.own.plugins.modules.tool', {
      path: 't.py',
      source,
    });
    expect(bundle.files.map(({ name }) => name)).to.include('ansible_collections.my.own.plugins.module_utils.helped');
  });
});
