import { expect } from 'chai';
import htpasswd from '../../modules/htpasswd.ts';
import { encodePassword, isPassword, passwordSchemes, schemeSalt } from '../../src/module/htpasswd/schemes.ts';
import { type LawCase, obeysTheLaws } from '../support/laws.ts';

// Written by passlib.
const WRITTEN: Readonly<Record<string, string>> = {
  apr_md5_crypt: '$apr1$coIRXU.W$tfoMNInoFSz5c4QI6qXeT0',
  ldap_sha1: '{SHA}EfatjsUqKYSrqv18O1FlA3hcIHI=',
  md5_crypt: '$1$QZKcmFe3$.0fcvwDH72tfnw1mCRJ8J1',
  sha256_crypt: '$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA',
  bcrypt: '$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a',
  plaintext: 'x',
};
const PASSWORDS: Readonly<Record<string, string>> = { apr_md5_crypt: 't', sha256_crypt: 'secret', bcrypt: 'secret' };

const file = (...lines: readonly string[]): string => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >f`;

const LAWS: readonly LawCase[] = [
  {
    name: 'makes the file with the directories above it',
    args: { path: 'DIR/d/e/f', name: 'a', password: 'x', crypt_scheme: 'plaintext', mode: '0640' },
    files: { 'd/e/f': 'a:x\n' },
    result: { msg: 'Created DIR/d/e/f and added a' },
  },
  {
    name: 'adds a name, and ends the line before',
    given: "printf '# web\\nb:y' >f",
    args: { dest: 'DIR/f', username: 'a', password: 'x', hash_scheme: 'ldap_sha1' },
    files: { f: '# web\nb:y\na:{SHA}EfatjsUqKYSrqv18O1FlA3hcIHI=\n' },
    result: { msg: 'Add/update a' },
  },
  {
    name: 'replaces a password in its line',
    given: file('ab:z', 'a:old', 'c:z'),
    args: { path: 'DIR/f', name: 'a', password: 'x', crypt_scheme: 'plaintext' },
    files: { f: 'ab:z\na:x\nc:z\n' },
  },
  {
    name: 'leaves a password that is right, in whatever scheme',
    given: file(`a:${WRITTEN.apr_md5_crypt}`),
    args: { path: 'DIR/f', name: 'a', password: 't', crypt_scheme: 'bcrypt' },
    changed: false,
    result: { msg: 'a already present' },
  },
  {
    name: 'changes attributes alone',
    given: file(`a:${WRITTEN.md5_crypt}`),
    args: { path: 'DIR/f', name: 'a', password: 'x', mode: '0600' },
  },
  {
    name: 'removes a name',
    given: file('ab:z', 'a:old', 'c:z'),
    args: { path: 'DIR/f', name: 'a', state: 'absent' },
    files: { f: 'ab:z\nc:z\n' },
    result: { msg: 'Remove a' },
  },
  {
    name: 'has nothing to remove',
    given: file('ab:z'),
    args: { path: 'DIR/f', name: 'a', state: 'absent' },
    changed: false,
    result: { msg: 'a not present' },
  },
  {
    name: 'has no file to remove from',
    args: { path: 'DIR/f', name: 'a', state: 'absent' },
    changed: false,
    result: { msg: 'a not present' },
    files: { f: null },
  },
  {
    name: 'makes no file with create=false',
    args: { path: 'DIR/f', name: 'a', password: 'x', create: false },
    fails: /Destination .*\/f does not exist/,
  },
  { name: 'needs a password', args: { path: 'DIR/f', name: 'a' }, fails: "'password' is required" },
  {
    name: 'tells what schemes there are',
    args: { path: 'DIR/f', name: 'a', password: 'x', crypt_scheme: 'rot13' },
    fails: /'rot13'; it must be one of: apr_md5_crypt/,
  },
  { name: 'refuses a name with a colon', args: { path: 'DIR/f', name: 'a:b', password: 'x' }, fails: 'colon' },
  { name: 'does not write into a directory', args: { path: 'DIR', name: 'a', password: 'x' }, fails: 'is a directory' },
];

describe('htpasswd', () => {
  obeysTheLaws(htpasswd, LAWS);

  for (const [scheme, written] of Object.entries(WRITTEN)) {
    it(`tells whether a hash is of a password: ${scheme}`, () => {
      expect(isPassword(PASSWORDS[scheme] ?? 'x', written)).to.equal(true);
      expect(isPassword('other', written)).to.equal(false);
    });
  }

  it('knows what it has written itself, under a salt of its own each time', () => {
    for (const scheme of ['apr_md5_crypt', 'md5_crypt', 'ldap_sha1', 'plaintext', 'bcrypt']) {
      const [one, two] = [schemeSalt(scheme), schemeSalt(scheme)].map((salt) => encodePassword('päss', scheme, salt));
      expect(isPassword('päss', one ?? ''), scheme).to.equal(true);
      if (scheme !== 'ldap_sha1' && scheme !== 'plaintext') expect(one).to.not.equal(two);
    }
    expect(passwordSchemes).to.include.members(['sha256_crypt', 'sha512_crypt']);
  });

  it('takes what no scheme could have made for no password', () => {
    for (const broken of ['$apr1$', '$2b$99$short', '$6$rounds=1$a$b', '{SHA}'])
      expect(isPassword('x', broken)).to.equal(false);
  });
});
