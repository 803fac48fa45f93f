import { symlinkSync } from 'node:fs';
import { expect } from 'chai';
import { openVarsDirectory } from '../../../src/load/vars/vars-directory.ts';
import { type ReadSource, vaultedReader } from '../../../src/load/vault/read-vaulted.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';
import { told, written } from '../inventory/support.ts';

const vault = new Vault([{ label: 'default', password: Buffer.from('x') }]);

describe('group_vars and host_vars', () => {
  const files = scratch();
  const read = vaultedReader(vault);
  const group = (name: string): unknown => {
    const variables = openVarsDirectory(files.path(), { read }).group(name);
    return variables.ok
      ? written(variables.value)
      : variables.problems.map((problem) => told(problem).replaceAll(`${files.path()}/`, ''));
  };
  const write = (names: readonly string[]): void => {
    for (const name of names) {
      const json = JSON.stringify({ from: name, [name.replace(/\W/g, '_')]: 1 });
      files.write(`group_vars/${name}`, json);
    }
  };

  const found: readonly (readonly [files: readonly string[], variables: unknown])[] = [
    [[], {}],
    [['web'], { from: 'web', web: 1 }],
    [['web.yml'], { from: 'web.yml', web_yml: 1 }],
    [['web', 'web.yml'], { from: 'web', web: 1 }],
    [['web.json', 'web.yaml', 'web.yml'], { from: 'web.yml', web_yml: 1 }],
    [['web.json', 'web.yaml'], { from: 'web.yaml', web_yaml: 1 }],
    [['web.ini', 'web.txt', 'web.yml~', 'web.bak'], {}],
    [['web/b.yml', 'web/a.yml', 'web.yml'], { from: 'web/b.yml', web_a_yml: 1, web_b_yml: 1 }],
    [['web/a', 'web/b.json', 'web/c.yaml'], { from: 'web/c.yaml', web_a: 1, web_b_json: 1, web_c_yaml: 1 }],
    [
      ['web/a.yml', 'web/m/deep/x.yml', 'web/m/y.yml', 'web/z.yml'],
      { from: 'web/z.yml', web_a_yml: 1, web_m_deep_x_yml: 1, web_m_y_yml: 1, web_z_yml: 1 },
    ],
    [
      [
        'web/.hidden.yml',
        'web/.h/a.yml',
        'web/a.yml~',
        'web/a.bak',
        'web/a.txt',
        'web/conf.d/a.yml',
        'web/k.yml/a.yml',
      ],
      {},
    ],
    [['web.yml/a.yml'], { from: 'web.yml/a.yml', web_yml_a_yml: 1 }],
  ];
  for (const [names, variables] of found) {
    it(`reads of [${names}] ${JSON.stringify(variables)}`, () => {
      write(names);
      expect(group('web')).to.deep.equal(variables);
    });
  }

  it('follows links, and leaves out those that lead nowhere', () => {
    write(['web/a.yml', 'other/b.yml']);
    symlinkSync(files.path('group_vars/other'), files.path('group_vars/web/linked'));
    symlinkSync('/none', files.path('group_vars/web/broken.yml'));
    expect(group('web')).to.deep.equal({ from: 'other/b.yml', web_a_yml: 1, other_b_yml: 1 });
  });

  it('reads hosts apart from groups, and everything once', () => {
    files.write('group_vars/same.yml', 'g: 1');
    const path = files.write('host_vars/same.yml', 'h: 1');
    const reads: string[] = [];
    const counting: ReadSource = (name) => {
      reads.push(name);
      return read(name);
    };
    const directory = openVarsDirectory(files.path(), { read: counting });
    const variables = [directory.host('same'), directory.host('same'), directory.host('other')];
    expect(variables.map((checked) => checked.ok && written(checked.value))).to.deep.equal([{ h: 1 }, { h: 1 }, {}]);
    expect(reads).to.deep.equal([path]);
  });

  it('never leaves the directory', () => {
    files.write('secret.yml', 'a: 1');
    files.write('group_vars/web.yml', 'b: 1');
    expect([group('../secret'), group('..'), group('')]).to.deep.equal([{}, {}, {}]);
  });

  it('reads vaulted files, and marks their text as secret', () => {
    const text = vault.encrypt(Buffer.from('password: hunter2\n'));
    files.write('group_vars/web.yml', text.ok ? text.value : '');
    const variables = openVarsDirectory(files.path(), { read }).group('web');
    const [variable] = variables.ok ? variables.value : [];
    expect(
      variable &&
        'node' in variable && [variable.node.kind === 'scalar' && variable.node.value, variable.node.span.file.secret],
    ).to.deep.equal(['hunter2', true]);
  });

  const mistakes: readonly (readonly [text: string, problems: readonly string[]])[] = [
    ['- a\n', ["1:1 | error | 'group_vars/web.yml' is no mapping of variables | write 'name: value' on each line"]],
    ['text\n', ["1:1 | error | 'group_vars/web.yml' is no mapping of variables | write 'name: value' on each line"]],
    [
      '$ANSIBLE_VAULT;1.1;AES256\nzz\n',
      [
        "1:1 | error | The file 'group_vars/web.yml' is no valid vault: there is something else than hexadecimal digits behind the header",
      ],
    ],
  ];
  for (const [text, problems] of mistakes) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      files.write('group_vars/web.yml', text);
      expect(group('web')).to.deep.equal(problems);
    });
  }

  for (const text of ['', '---\n', '# nothing\n', '{}\n']) {
    it(`takes ${JSON.stringify(text)} for no variables`, () => {
      files.write('group_vars/web.yml', text);
      expect(group('web')).to.deep.equal({});
    });
  }

  describeParity('against ansible-inventory', () => {
    it('reads the same files', () => {
      const groups = found.map(([names], index) => ({
        name: `g${index}`,
        files: names.map((name) => name.replace(/^web/, `g${index}`)),
      }));
      for (const { files: names } of groups) write(names);
      files.write('hosts', groups.map(({ name }) => `[${name}]\nh_${name}\n`).join(''));
      const { stdout } = oracle('ansible-inventory', ['-i', 'hosts', '--list'], { cwd: files.path() });
      const theirs: { _meta: { hostvars: Record<string, unknown> } } = JSON.parse(stdout);
      expect(groups.map(({ name }) => group(name))).to.deep.equal(
        groups.map(({ name }) => theirs._meta.hostvars[`h_${name}`] ?? {}),
      );
    });
  });
});
