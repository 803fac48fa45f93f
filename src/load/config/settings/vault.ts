// The passwords of vaulted files.

import { list, path, text, yesNo } from '../setting.ts';

/** The passwords of vaulted files. */
export const vaultSettings = {
  DEFAULT_VAULT_PASSWORD_FILE: path({
    ini: ['defaults.vault_password_file'],
    env: ['ANSIBLE_VAULT_PASSWORD_FILE'],
    default: null,
    doc: 'A file with the vault password, or a script that prints it',
  }),
  DEFAULT_VAULT_IDENTITY_LIST: list({
    ini: ['defaults.vault_identity_list'],
    env: ['ANSIBLE_VAULT_IDENTITY_LIST'],
    default: [],
    doc: 'Vault ids to use, as with --vault-id',
  }),
  DEFAULT_VAULT_IDENTITY: text({
    ini: ['defaults.vault_identity'],
    env: ['ANSIBLE_VAULT_IDENTITY'],
    default: 'default',
    doc: 'The label of vault passwords that are given without one',
  }),
  DEFAULT_VAULT_ENCRYPT_IDENTITY: text({
    ini: ['defaults.vault_encrypt_identity'],
    env: ['ANSIBLE_VAULT_ENCRYPT_IDENTITY'],
    default: null,
    doc: 'The label of the vault password that encrypts',
  }),
  DEFAULT_VAULT_ID_MATCH: yesNo({
    ini: ['defaults.vault_id_match'],
    env: ['ANSIBLE_VAULT_ID_MATCH'],
    default: false,
    doc: 'Whether only the password whose label a vaulted text names is tried',
  }),
  DEFAULT_ASK_VAULT_PASS: yesNo({
    ini: ['defaults.ask_vault_pass'],
    env: ['ANSIBLE_ASK_VAULT_PASS'],
    default: false,
    doc: 'Whether the vault password is asked for',
  }),
  DEFAULT_LOCAL_TMP: path({
    ini: ['defaults.local_tmp'],
    env: ['ANSIBLE_LOCAL_TEMP'],
    default: '{{ANSIBLE_HOME}}/tmp',
    doc: 'The directory for temporary files on this machine',
  }),
} as const;
