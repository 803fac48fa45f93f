import { expect } from 'chai';
import { type IncludedDirectory, includeVarsDirectory, includeVarsFile } from '../../../src/load/vars/include-vars.ts';
import { vaultedReader } from '../../../src/load/vault/read-vaulted.ts';
import { Vault } from '../../../src/load/vault/vault.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { scratch } from '../../support/scratch.ts';
import { told, written } from '../inventory/support.ts';

const read = vaultedReader(new Vault());
const names = ['.hid.yml', 'a.yml', 'b.yaml', 'c.json', 'sub/s.yml', 'sub/deep/x.yml', 't.txt', 'z.yml'];

// The oracle's names of the options, and ours.
const table: readonly (readonly [
  options: Readonly<Record<string, unknown>>,
  ours: Omit<IncludedDirectory, 'directory'>,
  files: string,
])[] = [
  [{}, {}, "refused: 't.txt' has none of the extensions yaml, yml, json"],
  [
    { ignore_unknown_extensions: true },
    { ignoreUnknownExtensions: true },
    '.hid.yml a.yml b.yaml c.json z.yml sub/s.yml sub/deep/x.yml',
  ],
  [
    { depth: 1, ignore_unknown_extensions: true },
    { depth: 1, ignoreUnknownExtensions: true },
    '.hid.yml a.yml b.yaml c.json z.yml',
  ],
  [
    { depth: 2, ignore_unknown_extensions: true },
    { depth: 2, ignoreUnknownExtensions: true },
    '.hid.yml a.yml b.yaml c.json z.yml sub/s.yml',
  ],
  [
    { extensions: ['yaml', 'json'], ignore_unknown_extensions: true },
    { extensions: ['yaml', 'json'], ignoreUnknownExtensions: true },
    'b.yaml c.json',
  ],
  [{ files_matching: '^z.*' }, { filesMatching: '^z.*' }, 'z.yml'],
  [
    { files_matching: 'a', ignore_unknown_extensions: true },
    { filesMatching: 'a', ignoreUnknownExtensions: true },
    'a.yml b.yaml',
  ],
  [
    { ignore_files: ['a.yml', 't.txt'] },
    { ignoreFiles: ['a.yml', 't.txt'] },
    '.hid.yml b.yaml c.json z.yml sub/s.yml sub/deep/x.yml',
  ],
  [{ ignore_files: ['t'] }, { ignoreFiles: ['t'] }, '.hid.yml a.yml b.yaml c.json z.yml sub/s.yml sub/deep/x.yml'],
  [
    { ignore_files: ['.*\\.txt'], depth: 1 },
    { ignoreFiles: ['.*\\.txt'], depth: 1 },
    '.hid.yml a.yml b.yaml c.json z.yml',
  ],
];

describe('include_vars', () => {
  const files = scratch();
  const write = (): void => {
    for (const name of names) files.write(`d/${name}`, JSON.stringify({ last: name, [name]: 1 }));
  };
  const include = (options: Omit<IncludedDirectory, 'directory'>): string => {
    const included = includeVarsDirectory({ directory: files.path('d'), ...options }, read);
    const short = (path: string): string => path.replaceAll(`${files.path('d')}/`, '');
    return included.ok
      ? included.value.files.map(short).join(' ')
      : `refused: ${short(included.problems[0]?.message ?? '')}`;
  };

  for (const [options, ours, expected] of table) {
    it(`reads a directory with ${JSON.stringify(options)}`, () => {
      write();
      expect(include(ours)).to.equal(expected);
    });
  }

  it('lets later files override', () => {
    write();
    const included = includeVarsDirectory(
      { directory: files.path('d'), ignoreUnknownExtensions: true, depth: 1 },
      read,
    );
    expect(included.ok && written(included.value.variables)).to.deep.equal({
      last: 'z.yml',
      '.hid.yml': 1,
      'a.yml': 1,
      'b.yaml': 1,
      'c.json': 1,
      'z.yml': 1,
    });
  });

  it('reads a file', () => {
    const path = files.write('one.yml', 'a: "{{ b }}"\n');
    const included = includeVarsFile(path, read);
    expect(included.ok && [included.value.files, written(included.value.variables)]).to.deep.equal([
      [path],
      { a: '{{ b }}' },
    ]);
  });

  const refused: readonly (readonly [options: IncludedDirectory, problem: RegExp])[] = [
    [{ directory: '/none' }, /^- \| error \| There is no directory '\/none'$/],
    [{ directory: '/etc/passwd' }, /^- \| error \| '\/etc\/passwd' is no directory$/],
    [{ directory: '/', filesMatching: '(' }, /^- \| error \| '\(' is no regular expression: /],
    [{ directory: '/', ignoreFiles: ['['] }, /^- \| error \| '\[' is no regular expression: /],
  ];
  for (const [options, problem] of refused) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      const included = includeVarsDirectory(options, read);
      expect(included.ok ? '' : included.problems.map(told).join()).to.match(problem);
    });
  }

  describeParity('against ansible-playbook', () => {
    it('reads the same files in the same order', () => {
      write();
      const tasks = table.flatMap(([options]) => [
        { include_vars: { dir: files.path('d'), ...options }, register: 'r', ignore_errors: true },
        { debug: { msg: '{{ r.message | default(r.ansible_included_var_files | join(" ")) }}' } },
      ]);
      files.write('play.yml', JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks }]));
      const { stdout } = oracle('ansible-playbook', ['play.yml'], { cwd: files.path() });
      const theirs = [...stdout.matchAll(/^ {4}"msg": "(.*)"$/gm)].map(([, message = '']) =>
        message.replaceAll(`${files.path('d')}/`, ''),
      );
      expect(theirs).to.deep.equal(
        table.map(([, , expected]) =>
          expected.replace(/^refused: '(.*)' has none of the extensions/, '$1 does not have a valid extension:'),
        ),
      );
    });
  });
});
