import { format, inspect } from 'node:util';
import { expect } from 'chai';
import { Secret } from '../../src/host/index.ts';

describe('a secret', () => {
  const secret = new Secret('hunter2');
  const ways: readonly { readonly by: string; readonly text: string }[] = [
    { by: 'a template', text: `${secret}` },
    { by: 'String', text: String(secret) },
    { by: 'JSON', text: JSON.stringify({ secret, list: [secret] }) },
    { by: 'inspect', text: inspect({ secret }, { depth: 9, showHidden: true }) },
    { by: 'format', text: format('%s %o %j', secret, secret, secret) },
    { by: 'its own properties', text: JSON.stringify([Object.keys(secret), Object.getOwnPropertyNames(secret)]) },
    { by: 'an error', text: String(new Error('x', { cause: secret }).cause) },
  ];
  for (const { by, text } of ways) it(`is not shown by ${by}`, () => expect(text).not.to.contain('hunter2'));

  it('is told to who asks for it, and compared', () => {
    expect(secret.reveal()).to.equal('hunter2');
    expect([
      secret.equals(new Secret('hunter2')),
      secret.equals(new Secret('x')),
      secret.equals(undefined),
    ]).to.deep.equal([true, false, false]);
  });
});
