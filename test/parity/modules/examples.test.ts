// Every example of ansible-doc for a native module loads here: its module, its parameters, its templates.

import { join } from 'node:path';
import { expect } from 'chai';
import { createLoader } from '../../../src/load/playbook/loader.ts';
import { moduleCatalogue } from '../../../src/load/playbook/module-catalogue.ts';
import { templateCheck } from '../../../src/load/playbook/template-check.ts';
import { error } from '../../../src/model/diagnostic.ts';
import { Catalogue } from '../../../src/module/registry.ts';
import { describeParity } from '../../support/oracle.ts';
import { oracleDocs } from '../../support/oracle-docs.ts';
import { writeProject } from '../../support/run-playbook.ts';

// What is wrong with the examples themselves: ansible refuses each of these too.
const WRONG_IN_THE_MANUAL: Readonly<Record<string, readonly string[]>> = {
  dnf_versionlock: [
    "'package' is not a parameter of community.general.dnf_versionlock",
    "'package' is not a parameter of community.general.dnf_versionlock",
  ],
  npm: ['path must be specified when not using global'],
  firewalld: ["missing parameter(s) required by 'source': permanent"],
  nmcli: [
    "'ctype' is not a parameter of community.general.nmcli",
    "'name' is not a parameter of community.general.nmcli",
    "community.general.nmcli needs the parameter 'conn_name'",
    ...Array.from({ length: 4 }, () => "community.general.nmcli needs the parameter 'state'"),
  ],
  postgresql_privs: Array.from(
    { length: 2 },
    () => "community.postgresql.postgresql_privs needs the parameter 'database'",
  ),
  postgresql_user: ['privileges require a database to be specified: db'],
  seport: [
    "'protocol' is not a parameter of community.general.seport",
    "community.general.seport needs the parameter 'proto'",
  ],
  setup: ["Bad subset '<any valid subset>' given to Ansible"],
  validate_argument_spec: ['this task has no action', "unexpected '}', expected ')'"],
  // It shows a task that has its handler elsewhere.
  yum_repository: ["there is no handler 'yum-clean-metadata'"],
};

describeParity('examples of the manual of ansible', () => {
  it('load, but for those that are wrong', async function compare() {
    this.timeout(60_000);
    const catalogue = new Catalogue();
    const found = await Promise.all(catalogue.names().map((word) => catalogue.resolve(word)));
    const names = found.flatMap((one) => (one && !one.name.startsWith('tsplay.') ? [one.name] : []));
    const files = new Map<string, string>();
    for (const [name, { examples }] of oracleDocs(names))
      files.set(`${name.slice(name.lastIndexOf('.') + 1)}.yml`, playbookOf(examples ?? ''));
    const project = writeProject(Object.fromEntries(files));
    try {
      const wrong: Record<string, readonly string[]> = {};
      for (const file of files.keys()) {
        const problems = await problemsIn(catalogue, join(project.directory, file));
        if (problems.length > 0) wrong[file.replace('.yml', '')] = problems;
      }
      expect(wrong).to.deep.equal(WRONG_IN_THE_MANUAL);
    } finally {
      project.remove();
    }
  });
});

/** A playbook of the examples, which are tasks, and plays here and there. The text is left as it is: a number may be a key's name. */
function playbookOf(examples: string): string {
  const items = examples.split(/^(?=- )/m).filter((item) => item.startsWith('- '));
  const isPlay = (item: string): boolean => /^(?:- | {2})hosts:/m.test(item);
  const tasks = items.filter((item) => !isPlay(item)).map((item) => item.replace(/^(?=.)/gm, '    '));
  return [...items.filter(isPlay), '- hosts: all\n  tasks:\n', ...tasks].join('\n');
}

async function problemsIn(catalogue: Catalogue, path: string): Promise<readonly string[]> {
  const loader = createLoader({
    modules: moduleCatalogue(catalogue),
    templates: templateCheck,
    names: { text: (node) => ({ ok: false, problems: [error('nothing is known here', node.span)] }) },
    rolesPath: [],
    collectionsPath: [],
  });
  const loaded = await loader.playbook(path);
  const problems = loaded.ok ? [] : loaded.problems.filter(({ severity }) => severity === 'error');
  return problems
    .map(({ message }) => message.replace(/ gather_subset options allowed.*/, '').replace(/\.$/, ''))
    .sort();
}
