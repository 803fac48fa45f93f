// Ansible's filters that encrypt and decrypt as its vault does.

import { PyObject, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { str, typeName, Undefined } from '../python/index.ts';
import { decodeText, encodeText } from '../text/bytes.ts';
import { PasswordCipher } from '../text/vault/cipher.ts';
import { formatEnvelope, isVaulted, parseEnvelope } from '../text/vault/envelope.ts';
import { type FilterDefinition, filter, required } from './define.ts';

export const vaultFilters: readonly FilterDefinition[] = [
  filter('vault', { secret: required, salt: null, vaultid: 'filter_default', wrap_object: false }, (input, args) => {
    const salt = args.salt === null ? undefined : encodeText(textOf(args.salt, 'Salt'));
    const cipher = new PasswordCipher(encodeText(textOf(args.secret, 'Secret')));
    const envelope = cipher.encrypt(encodeText(textOf(input, 'Can only vault strings, instead we got')), salt);
    return formatEnvelope({ ...envelope, label: str(args.vaultid) });
  }),
  filter('unvault', { vault: required, vaultid: 'filter_default' }, (input, { vault }) => {
    const text = textOf(input, 'Vault should be in the form of a string, instead we got');
    const secret = encodeText(textOf(vault, 'Secret'));
    if (!isVaulted(text)) return text;
    const parsed = parseEnvelope(text);
    if (!parsed.ok) throw new TemplateError(`Unable to decrypt: ${parsed.problem}`);
    const plain = new PasswordCipher(secret).decrypt(parsed.envelope);
    if (!plain)
      throw new TemplateError('Unable to decrypt: Decryption failed (no vault secrets were found that could decrypt)');
    return decodeText(plain);
  }),
];

function textOf(value: Value, what: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof Undefined) return value.fail();
  if (value instanceof PyObject && value.typeName === 'AnsibleVaultEncryptedUnicode') return value.str();
  throw new TemplateError(`${what}: ${typeName(value)}`);
}
