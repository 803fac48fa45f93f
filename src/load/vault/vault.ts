// The vault of a run: the secrets it was given, and what they open.

import type { Checked, Diagnostic } from '../../model/diagnostic.ts';
import type { Span } from '../../model/source.ts';
import { PasswordCipher } from './cipher.ts';
import { formatEnvelope, parseEnvelope } from './envelope.ts';

/** A password, with the label by which vaulted text asks for it. */
export interface VaultSecret {
  readonly label: string;
  readonly password: Buffer;
}

/** What messages about vaulted text need: what it is called, and where it stands. */
export interface VaultedThing {
  /** As the subject of a sentence: "the file 'group_vars/all.yml'". */
  readonly name: string;
  readonly span?: Span;
}

/** What was in a vaulted text. */
export interface OpenedVault {
  readonly plaintext: Buffer;
  /** Encrypts anew, by the secret that opened it and with the text's own label. */
  readonly reseal: (plaintext: Buffer) => string;
}

interface Key {
  readonly label: string;
  readonly cipher: PasswordCipher;
}

/** Decrypts with the secrets it holds, and encrypts with one of them. */
export class Vault {
  readonly #keys: readonly Key[];
  readonly #matchLabels: boolean;

  /** `matchLabels` (VAULT_ID_MATCH): try only secrets whose label is the text's own. */
  constructor(secrets: readonly VaultSecret[] = [], { matchLabels = false }: { readonly matchLabels?: boolean } = {}) {
    this.#keys = secrets.map(({ label, password }) => ({ label, cipher: new PasswordCipher(password) }));
    this.#matchLabels = matchLabels;
  }

  get labels(): readonly string[] {
    return this.#keys.map((key) => key.label);
  }

  /** Decrypts vaulted text. Secrets with the label that the text names come first. */
  decrypt(text: string, thing: VaultedThing): Checked<Buffer> {
    const opened = this.open(text, thing);
    return opened.ok ? { ok: true, value: opened.value.plaintext } : opened;
  }

  /** Decrypts vaulted text so that it can be encrypted again by the same secret under the same label. */
  open(text: string, thing: VaultedThing): Checked<OpenedVault> {
    const parsed = parseEnvelope(text);
    if (!parsed.ok) return refuse(thing, `${thing.name} is no valid vault: ${parsed.problem}`);
    if (this.#keys.length === 0)
      return refuse(thing, `${thing.name} is encrypted, and no vault password was given`, givePassword);
    const label = parsed.envelope.label ?? 'default';
    for (const key of this.#candidates(label)) {
      const plaintext = key.cipher.decrypt(parsed.envelope);
      if (plaintext) return { ok: true, value: { plaintext, reseal: (changed) => seal(changed, key.cipher, label) } };
    }
    const tried = [...new Set(this.labels)].map((name) => `'${name}'`).join(', ');
    return refuse(
      thing,
      `${thing.name} cannot be decrypted by any vault password given`,
      `it asks for vault id '${label}', given were ${tried}: either the password is wrong, or it was tampered with`,
    );
  }

  /** Encrypts as vaulted text, by the secret with that label; without one there must be only one secret. */
  encrypt(plaintext: Buffer, label?: string): Checked<string> {
    const key = label === undefined ? this.#keys[0] : this.#keys.find((candidate) => candidate.label === label);
    if (!key) {
      const message =
        label === undefined ? 'A vault password is needed to encrypt' : `No vault id '${label}' was given`;
      return refuse({}, message, label === undefined ? givePassword : known(this.labels));
    }
    if (label === undefined && new Set(this.labels).size > 1) {
      return refuse(
        {},
        'Several vault passwords were given',
        `choose the one to encrypt with: --encrypt-vault-id, ${known(this.labels)}`,
      );
    }
    return { ok: true, value: seal(plaintext, key.cipher, key.label) };
  }

  #candidates(label: string): readonly Key[] {
    const matching = this.#keys.filter((key) => key.label === label);
    if (this.#matchLabels) return matching;
    return [...matching, ...this.#keys.filter((key) => key.label !== label)];
  }
}

function seal(plaintext: Buffer, cipher: PasswordCipher, label: string): string {
  return formatEnvelope({ ...cipher.encrypt(plaintext), label });
}

const givePassword = 'give it with --ask-vault-pass, --vault-password-file FILE or --vault-id LABEL@FILE';

function known(labels: readonly string[]): string {
  return `given were ${labels.map((label) => `'${label}'`).join(', ') || 'none'}`;
}

function refuse(
  thing: { readonly span?: Span },
  message: string,
  hint?: string,
): { readonly ok: false; readonly problems: readonly Diagnostic[] } {
  const problem: Diagnostic = {
    severity: 'error',
    message,
    ...(thing.span && { span: thing.span }),
    ...(hint !== undefined && { hint }),
  };
  return { ok: false, problems: [problem] };
}
