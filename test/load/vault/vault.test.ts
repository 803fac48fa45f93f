import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Vault, type VaultSecret } from '../../../src/load/vault/vault.ts';

const recorded = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const horse: VaultSecret = { label: 'default', password: Buffer.from('correct horse') };
const dev: VaultSecret = { label: 'dev', password: Buffer.from('battery staple') };
const wrongDev: VaultSecret = { label: 'dev', password: Buffer.from('wrong') };
const thing = { name: "The file 'x.yml'" };

describe('vault', () => {
  const opened: readonly (readonly [file: string, secrets: readonly VaultSecret[], content: Buffer])[] = [
    ['format-1.1.yml', [horse], Buffer.from(recorded('plain.yml'))],
    ['format-1.1.yml', [dev, horse], Buffer.from(recorded('plain.yml'))],
    ['format-1.2.yml', [horse, wrongDev, dev], Buffer.from(recorded('plain.yml'))],
    ['format-1.2.yml', [{ ...dev, label: 'other' }], Buffer.from(recorded('plain.yml'))],
    ['block-sized.vault', [horse], Buffer.alloc(48)],
    ['empty.vault', [horse], Buffer.alloc(0)],
  ];
  for (const [file, secrets, content] of opened) {
    it(`opens ansible-vault's ${file} with ${secrets.map((secret) => secret.label).join(', ')}`, () => {
      expect(new Vault(secrets).decrypt(recorded(file), thing)).to.deep.equal({ ok: true, value: content });
    });
  }

  it('tries only its own label where it was told so', () => {
    const vault = new Vault([{ ...dev, label: 'other' }], { matchLabels: true });
    expect(vault.decrypt(recorded('format-1.2.yml'), thing).ok).to.equal(false);
  });

  const refused: readonly (readonly [
    title: string,
    text: string,
    secrets: readonly VaultSecret[],
    message: string,
    hint?: string,
  ])[] = [
    [
      'without a password',
      recorded('format-1.1.yml'),
      [],
      "The file 'x.yml' is encrypted, and no vault password was given",
      'give it with --ask-vault-pass, --vault-password-file FILE or --vault-id LABEL@FILE',
    ],
    [
      'with a wrong password',
      recorded('format-1.2.yml'),
      [horse, wrongDev],
      "The file 'x.yml' cannot be decrypted by any vault password given",
      "it asks for vault id 'dev', given were 'default', 'dev': either the password is wrong, or it was tampered with",
    ],
    [
      'when a digit was changed',
      recorded('format-1.1.yml').replace(/(.)\n$/, (_, digit: string) => `${digit === '1' ? '2' : '1'}\n`),
      [horse],
      "The file 'x.yml' cannot be decrypted by any vault password given",
      "it asks for vault id 'default', given were 'default': either the password is wrong, or it was tampered with",
    ],
    [
      'when it was cut off',
      recorded('format-1.1.yml').slice(0, 121),
      [horse],
      "The file 'x.yml' is no valid vault: it is cut off or damaged",
    ],
  ];
  for (const [title, text, secrets, message, hint] of refused) {
    it(`refuses ${title}`, () => {
      const problem = { severity: 'error', message, ...(hint !== undefined && { hint }) };
      expect(new Vault(secrets).decrypt(text, thing)).to.deep.equal({ ok: false, problems: [problem] });
    });
  }

  it('encrypts so that it can decrypt, each time with another salt', () => {
    const vault = new Vault([horse]);
    const texts = [vault.encrypt(Buffer.from('x')), vault.encrypt(Buffer.from('x'))].map((text) =>
      text.ok ? text.value : '',
    );
    expect(texts.map((text) => vault.decrypt(text, thing))).to.deep.equal([
      { ok: true, value: Buffer.from('x') },
      { ok: true, value: Buffer.from('x') },
    ]);
    expect(texts[0]).to.not.equal(texts[1]);
  });

  const labels: readonly (readonly [secrets: readonly VaultSecret[], label: string | undefined, header: string])[] = [
    [[horse], undefined, '$ANSIBLE_VAULT;1.1;AES256'],
    [[dev], undefined, '$ANSIBLE_VAULT;1.2;AES256;dev'],
    [[horse, dev], 'dev', '$ANSIBLE_VAULT;1.2;AES256;dev'],
    [[horse, dev], undefined, 'Several vault passwords were given'],
    [[horse, dev], 'prod', "No vault id 'prod' was given"],
    [[], undefined, 'A vault password is needed to encrypt'],
  ];
  for (const [secrets, label, header] of labels) {
    it(`of [${secrets.map((secret) => secret.label)}] asked for ${label}: ${header}`, () => {
      const text = new Vault(secrets).encrypt(Buffer.from('x'), label);
      expect(text.ok ? text.value.split('\n')[0] : text.problems[0]?.message).to.equal(header);
    });
  }

  it('encrypts anew with the secret that opened it, under the label it had', () => {
    const opened = new Vault([horse, { ...dev, label: 'other' }]).open(recorded('format-1.2.yml'), thing);
    const again = opened.ok ? opened.value.reseal(Buffer.from('changed')) : '';
    expect(again.split('\n')[0]).to.equal('$ANSIBLE_VAULT;1.2;AES256;dev');
    expect(new Vault([dev]).decrypt(again, thing)).to.deep.equal({ ok: true, value: Buffer.from('changed') });
  });
});
