import { expect } from 'chai';
import { actionGroup } from '../../../src/module/foreign/action-groups.ts';
import { PythonTree } from '../../../src/module/foreign/python-tree.ts';
import { type Project, writeProject } from '../../support/run-playbook.ts';

const RUNTIME = `---
requires_ansible: '>=2.9'
action_groups:
  all:
  - one
  - other.coll.two
  wide:
    - metadata:
        extend_group:
          - all
          - other.coll.theirs
    - three
  circle:
    - metadata:
        extend_group: wheel
    - four
  wheel:
    - metadata:
        extend_group: [circle]
plugin_routing:
  modules:
    old:
      redirect: my.coll.one
`;

describe('action groups', () => {
  let project: Project;
  let tree: PythonTree;

  before(() => {
    project = writeProject({
      'ansible_collections/my/coll/meta/runtime.yml': RUNTIME,
      'ansible_collections/other/coll/meta/runtime.yml': 'action_groups: {theirs: [five]}\n',
      'ansible_collections/bare/coll/README.md': '',
    });
    tree = new PythonTree({ collectionRoots: [project.directory], utilities: [] });
  });
  after(() => project.remove());

  const cases: readonly (readonly [title: string, group: string, members: readonly string[] | undefined])[] = [
    ['names its modules, its own without the collection', 'my.coll.all', ['my.coll.one', 'other.coll.two']],
    [
      'takes in other groups, those of other collections too',
      'my.coll.wide',
      ['my.coll.one', 'other.coll.two', 'other.coll.five', 'my.coll.three'],
    ],
    ['ends where groups take in each other', 'my.coll.circle', ['my.coll.four']],
    ['is written in braces as well', 'other.coll.theirs', ['other.coll.five']],
    ['is not there', 'my.coll.none', undefined],
    ['is not there in a collection that says nothing', 'bare.coll.all', undefined],
    ['is not there in a collection that is not there', 'no.coll.all', undefined],
  ];
  for (const [title, group, members] of cases) {
    it(title, () => {
      const found = actionGroup(tree, group);
      expect(found && [...found]).to.deep.equal(members);
    });
  }
});
