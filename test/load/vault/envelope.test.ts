import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { formatEnvelope, isVaulted, parseEnvelope } from '../../../src/load/vault/envelope.ts';

const recorded = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

describe('vault envelope', () => {
  for (const name of ['format-1.1.yml', 'format-1.2.yml', 'empty.vault']) {
    it(`writes ${name} as it was read`, () => {
      const text = recorded(name);
      const parsed = parseEnvelope(text);
      expect(parsed.ok && formatEnvelope(parsed.envelope)).to.equal(text);
    });
  }

  it('does not mind indentation and carriage returns', () => {
    const text = recorded('format-1.2.yml');
    const indented = text.replace(/^/gm, '      ').replace(/\n/g, '\r\n');
    expect(parseEnvelope(indented)).to.deep.equal(parseEnvelope(text));
  });

  it('knows vaulted text by its first bytes', () => {
    expect([
      isVaulted('$ANSIBLE_VAULT;1.1;AES256\n'),
      isVaulted(Buffer.from('$ANSIBLE_VAULT;')),
      isVaulted('a: $ANSIBLE_VAULT'),
    ]).to.deep.equal([true, true, false]);
  });

  const broken: readonly (readonly [text: string, problem: string])[] = [
    ['$ANSIBLE_VAULT;1.1\n33', "the header '$ANSIBLE_VAULT;1.1' is incomplete"],
    ['$ANSIBLE_VAULT;1.0;AES\n33', "its format is '1.0', and only 1.1 and 1.2 are known"],
    ['$ANSIBLE_VAULT;1.1;ROT13\n33', "its cipher is 'ROT13', and only AES256 is known"],
    ['$ANSIBLE_VAULT;1.1;AES256\nzz', 'there is something else than hexadecimal digits behind the header'],
    ['$ANSIBLE_VAULT;1.1;AES256\n3333', 'it is cut off or damaged'],
    ['$ANSIBLE_VAULT;1.1;AES256\n', 'it is cut off or damaged'],
  ];
  for (const [text, problem] of broken) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseEnvelope(text)).to.deep.equal({ ok: false, problem });
    });
  }
});
