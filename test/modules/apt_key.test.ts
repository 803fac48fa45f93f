import { expect } from 'chai';
import aptKey from '../../modules/apt_key.ts';
import { longId, readKeys } from '../../src/module/keys/openpgp.ts';
import { startEchoServer } from '../support/echo-server.ts';
import { parityWithAnsible } from '../support/file-parity.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { OLD, ONE, SUBKEY_OF_ONE, TWO } from '../support/openpgp-keys.ts';

const server = await startEchoServer();
const keyring = 'DIR/ring.gpg';
const base64 = (...keys: readonly { readonly armored: string }[]): string =>
  Buffer.concat(keys.flatMap(({ armored }) => (readKeys(Buffer.from(armored)) ?? []).map((key) => key.bytes))).toString(
    'base64',
  );
const ring = (...keys: readonly { readonly armored: string }[]): string =>
  `echo '${base64(...keys)}' | base64 -d >ring.gpg`;
const id = (key: { readonly fingerprint: string }): string => longId(key.fingerprint);

describe('apt_key', () => {
  after(() => server.stop());
  obeysTheLaws(aptKey, [
    {
      name: 'adds a key to a new keyring',
      args: { data: ONE.armored, keyring },
      result: {
        id: id(ONE),
        fp: id(ONE),
        short_id: id(ONE).slice(-8),
        before: [],
        after: [id(ONE), longId(SUBKEY_OF_ONE)],
      },
    },
    {
      name: 'adds one beside another, from a file',
      given: `${ring(ONE)}; echo '${base64(TWO)}' | base64 -d >two`,
      args: { file: 'DIR/two', id: `0x${TWO.fingerprint}`, keyring },
      result: { key_id: TWO.fingerprint, after: [id(ONE), longId(SUBKEY_OF_ONE), id(TWO)] },
    },
    {
      name: 'fetches nothing that is there',
      given: ring(ONE),
      args: { id: id(ONE).slice(-8), url: 'http://127.0.0.1:1/', keyring },
      changed: false,
    },
    {
      name: 'knows a key by its subkey',
      given: ring(ONE),
      args: { id: SUBKEY_OF_ONE, url: 'http://127.0.0.1:1/', keyring },
      changed: false,
    },
    {
      name: 'removes one and leaves the other',
      given: ring(ONE, TWO),
      args: { id: id(ONE), state: 'absent', keyring },
      result: { after: [id(TWO)] },
    },
    {
      name: 'leaves one that is gone',
      given: ring(TWO),
      args: { id: id(ONE), state: 'absent', keyring },
      changed: false,
    },
    {
      name: 'wants the key that was asked for',
      args: { id: id(TWO), data: ONE.armored, keyring },
      fails: `is not ${id(TWO)} but ${ONE.fingerprint}`,
    },
    { name: 'wants a key', args: { data: 'hello', keyring }, fails: "Unable to extract key from 'inline data'" },
    { name: 'tells what the server said', args: { url: `${server.base}/status/404`, keyring }, fails: '404' },
    {
      name: 'wants to know where a key can be had',
      args: { id: id(ONE), keyring },
      fails: 'nothing says where it can be had',
    },
    { name: 'wants an identifier', args: { id: 'xyz', data: 'x' }, fails: "'id' is 'xyz', which is no key" },
    {
      name: 'leaves a keybox to gpg',
      given: 'printf "12345678KBXf" >ring.gpg',
      args: { data: ONE.armored, keyring },
      fails: 'is a keybox',
    },
  ]);

  it('reads keys', () => {
    const [key] = readKeys(Buffer.from(ONE.armored)) ?? [];
    expect([key?.fingerprint, key?.subkeys, key?.expires]).to.deep.equal([ONE.fingerprint, [SUBKEY_OF_ONE], undefined]);
    expect(readKeys(Buffer.from(OLD.armored))?.[0]?.expires).to.be.lessThan(Date.now() / 1000);
    expect(readKeys(Buffer.from(ONE.armored + TWO.armored))?.length).to.equal(2);
    expect(readKeys(Buffer.alloc(0))).to.equal(undefined);
    expect(readKeys(Buffer.from([0x99, 0xff, 0xff, 1]))).to.equal(undefined);
  });

  // apt-key writes the parts of a key in its own way, so that only results are compared.
  parityWithAnsible(
    'apt_key',
    aptKey,
    [
      { args: { data: ONE.armored, keyring } },
      { given: ring(ONE, TWO), args: { id: id(TWO), state: 'absent', keyring } },
      { given: ring(ONE), args: { id: ONE.fingerprint, file: '/nosuch', keyring }, once: true as const },
      { given: ring(ONE), args: { data: TWO.armored, keyring }, check: true as const, once: true as const },
      { args: { id: id(TWO).slice(-8), state: 'absent', keyring }, once: true as const },
      { args: { data: 'x', keyring }, once: true as const },
    ].map((one, index) => ({ ...one, name: `case ${index + 1}`, apartFrom: ['ring.gpg', 'ring.gpg~'] })),
  );
});
