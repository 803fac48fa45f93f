// What cannot be recorded: random answers, owners and times of files, and where we go further than Ansible.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { engineWith } from '../engine.ts';
import { outcomeOf } from '../recorded-cases.ts';

describe('lookups', () => {
  let directory = '';
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'tsplay-lookups-'));
    for (const name of ['role/files', 'tree/sub']) mkdirSync(join(directory, name), { recursive: true });
    writeFileSync(join(directory, 'role/files/a.txt'), 'a');
    writeFileSync(join(directory, 'tree/f'), 'xy', { mode: 0o640 });
    writeFileSync(join(directory, 'tree/sub/g'), '');
    writeFileSync(join(directory, 'secret.txt'), '$ANSIBLE_VAULT;1.1;AES256\n00\n');
    symlinkSync('f', join(directory, 'tree/l'));
  });
  after(() => rmSync(directory, { recursive: true }));

  function evaluated(expression: string, warn?: (message: string) => void) {
    const changes = {
      playbookDir: directory,
      searchPath: () => [join(directory, 'role')],
      environment: { PATH: process.env.PATH, OWN: 'from the environment' },
      decrypt: () => Buffer.from('decrypted\n'),
    };
    return outcomeOf(engineWith(changes, warn ? { warn } : {}), { directory }, expression);
  }

  const tables: readonly { readonly given: string; readonly gives: unknown }[] = [
    { given: `lookup('first_found', files=['nope', 'a.txt'])`, gives: 'DIR/role/files/a.txt' },
    { given: `lookup('first_found', 'a.txt', paths=['files'])`, gives: 'DIR/role/files/a.txt' },
    { given: `lookup('first_found', ['', {'files': 'a.txt'}])`, gives: 'DIR/role/files/a.txt' },
    { given: `query('sequence', start=1, end=5, stride=2, format='n%d')`, gives: ['n1', 'n3', 'n5'] },
    { given: `query('nested', [1, 2])`, gives: [[1], [2]] },
    { given: `lookup('pipe', 'echo $OWN')`, gives: 'from the environment' },
    {
      given: `query('pipe', 'head -c8 /dev/urandom | od -An -tx1', 'head -c8 /dev/urandom | od -An -tx1') | unique | length`,
      gives: 2,
    },
    { given: `lookup('file', 'secret.txt')`, gives: 'decrypted' },
    { given: `lookup('unvault', 'secret.txt')`, gives: 'decrypted\n' },
    { given: `query('filetree', 'tree/') | map(attribute='path')`, gives: ['sub', 'f', 'l', 'sub/g'] },
    { given: `(query('filetree', 'tree/') | selectattr('path', 'eq', 'f') | first).mode`, gives: '0640' },
    { given: `(query('filetree', 'tree/') | selectattr('path', 'eq', 'f') | first).src`, gives: 'DIR/tree/f' },
    { given: `(query('filetree', 'tree/') | selectattr('path', 'eq', 'l') | first).src`, gives: 'f' },
    { given: `query('filetree', 'tree/') | map(attribute='state')`, gives: ['directory', 'file', 'link', 'file'] },
    { given: `lookup('community.general.random_string', length=30) is match('[!-~]{30}$')`, gives: true },
    {
      given: `lookup('community.general.random_string', special=false, upper=false, min_numeric=3) is match('[a-z0-9]{8}$')`,
      gives: true,
    },
    { given: `lookup('random_choice', [7])`, gives: [7] },
    {
      given: `{'a': {'b': 'x'}} | ansible.utils.validate({'type': 'object', 'properties': {'a': {'properties': {'b': {'type': 'integer'}}}}}) | map(attribute='json_path')`,
      gives: ['$.a.b'],
    },
  ];
  for (const { given, gives } of tables) {
    it(given, async () => {
      const outcome = await evaluated(given);
      expect(JSON.parse(JSON.stringify(outcome).replaceAll(directory, 'DIR'))).to.deep.equal({ value: gives });
    });
  }

  it('say where they looked', async () => {
    const outcome = await evaluated(`lookup('file', 'nope')`);
    expect(outcome).to.have.property('error').that.includes(`${directory}/role/files/nope, ${directory}/role/nope`);
  });

  it('say what a failed command said', async () => {
    const outcome = await evaluated(`lookup('pipe', 'echo no such thing >&2; exit 3')`);
    expect(outcome).to.deep.equal({
      error: 'lookup_plugin.pipe(echo no such thing >&2; exit 3) returned 3: no such thing',
    });
  });

  it('warn about missing settings where that is asked for', async () => {
    const warnings: string[] = [];
    await evaluated(`query('config', 'NOPE', on_missing='warn')`, (message) => warnings.push(message));
    expect(warnings).to.deep.equal(['Skipping, did not find setting NOPE']);
  });
});
