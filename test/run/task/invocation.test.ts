// What items tell of the arguments their module got.

import { expect } from 'chai';
import { Dict, type Plain, toPlain, toValue, type Value } from '../../../src/model/value.ts';
import { Catalogue } from '../../../src/module/registry.ts';
import { invocationOf } from '../../../src/run/task/invocation.ts';

const catalogue = new Catalogue();

async function told(word: string, args: Readonly<Record<string, Plain>>): Promise<Plain> {
  const found = await catalogue.resolve(word);
  if (!found) throw new Error(`there is no module ${word}`);
  const given = new Map<string, Value>(Object.entries(args).map(([name, value]) => [name, toValue(value)]));
  const invocation = invocationOf(found, given)?.get('module_args');
  return invocation instanceof Dict ? toPlain(invocation) : null;
}

describe('the invocation in results of items', () => {
  it('has every parameter, read as its type, and the names that were written', async () => {
    const args = { dest: '/x', line: 1, create: 'yes' };
    expect(await told('lineinfile', args)).to.deep.include({
      path: '/x',
      dest: '/x',
      line: '1',
      create: true,
      state: 'present',
      regexp: null,
      backup: false,
    });
  });

  it('has the free form under the name that Ansible gives it', async () => {
    const args = await told('shell', { cmd: 'ls' });
    expect(args).to.deep.include({ _raw_params: 'ls', _uses_shell: true, chdir: null });
    expect(args).not.to.have.property('cmd');
  });

  it('tells no secret', async () => {
    expect(await told('user', { name: 'a', password: 'p' })).to.deep.include({
      name: 'a',
      password: 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER',
    });
    expect(await told('copy', { content: 'key', dest: '/x' })).to.deep.include({ content: null, dest: '/x' });
  });

  it('is only there of modules that are run on a host', async () => {
    expect(await told('debug', { msg: 'x' })).to.equal(null);
    expect(await told('raw', { cmd: 'x' })).to.equal(null);
  });
});
