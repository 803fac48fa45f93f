// Vault's cipher; it lives with the templates, whose filters encrypt as well.

export { PasswordCipher } from '../../template/text/vault/cipher.ts';
