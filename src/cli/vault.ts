// `tsplay vault`: what ansible-vault does, on the same files.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../load/config/config.ts';
import { settings } from '../load/config/settings/index.ts';
import {
  createFile,
  decryptContent,
  decryptFile,
  editFile,
  encryptContent,
  encryptFile,
  encryptString,
  rekeyFile,
  viewFile,
} from '../load/vault/operations.ts';
import { loadSecrets, parseVaultId, passwordFile, type SecretSource, type SecretUse } from '../load/vault/secrets.ts';
import { Vault } from '../load/vault/vault.ts';
import type { Checked } from '../model/diagnostic.ts';
import { InputError, settle } from './problems.ts';
import { controllingTerminal } from './terminal.ts';

interface VaultOptions {
  readonly vaultId: readonly string[];
  readonly vaultPasswordFile: readonly string[];
  readonly encryptVaultId?: string;
  readonly newVaultId?: string;
  readonly newVaultPasswordFile?: string;
  readonly output?: string;
  readonly name?: string;
}

/** Adds the subcommand and its own subcommands. */
export function addVault(parent: Command): void {
  const vault = parent
    .command('vault')
    .description('encrypt and decrypt files and strings, interchangeable with ansible-vault')
    .exitOverride();
  const add = (
    name: string,
    args: string,
    description: string,
    work: (names: string[], options: VaultOptions) => Promise<void>,
  ): void => {
    const command = vault.command(name).argument(args).description(description).exitOverride();
    addSecretOptions(command).action(work);
  };
  add('encrypt', '[files...]', 'encrypt files in place (or standard input to standard output)', encrypt);
  add('decrypt', '[files...]', 'decrypt files in place (or standard input to standard output)', decrypt);
  add('view', '<files...>', 'show encrypted files', view);
  add('edit', '<files...>', 'edit encrypted files with $EDITOR', edit);
  add('create', '<files...>', 'write new encrypted files with $EDITOR', create);
  add('rekey', '<files...>', 'give encrypted files another password', rekey);
  add(
    'encrypt-string',
    '[texts...]',
    'encrypt text for a variable (from standard input, or asked for, unless it is given)',
    encryptTexts,
  );
}

function addSecretOptions(command: Command): Command {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  return command
    .option('--vault-id <id>', 'password as LABEL@FILE, LABEL@SCRIPT or LABEL@prompt (repeatable)', collect, [])
    .option('--vault-password-file <file>', 'file or script with the password', collect, [])
    .option('--encrypt-vault-id <label>', 'which of several to encrypt with')
    .option('--new-vault-id <id>', 'rekey: the new password')
    .option('--new-vault-password-file <file>', 'rekey: file with the new password')
    .option('--output <file>', 'write there instead')
    .option('-n, --name <name>', 'encrypt-string: name of the variable');
}

async function open(options: VaultOptions, use: SecretUse): Promise<Vault> {
  const loaded = loadConfig({ cwd: process.cwd(), environment: process.env });
  settle(loaded.problems);
  const absolute = (path: string): string => resolve(path);
  const configured = loaded.config.get(settings.DEFAULT_VAULT_PASSWORD_FILE);
  const given = [
    ...loaded.config.get(settings.DEFAULT_VAULT_IDENTITY_LIST).map((id) => parseVaultId(id, absolute)),
    ...options.vaultId.map((id) => parseVaultId(id, absolute)),
    ...options.vaultPasswordFile.map((path) => passwordFile(absolute(path))),
    ...(configured === null ? [] : [passwordFile(configured)]),
  ];
  return vaultOf(given.length > 0 ? given : [{ label: 'default', source: 'prompt', labelled: false }], use);
}

async function vaultOf(sources: readonly SecretSource[], use: SecretUse): Promise<Vault> {
  const ask = controllingTerminal();
  const { secrets, problems } = await loadSecrets(sources, async (text) => ask?.({ text, secret: true }), use);
  settle(problems);
  return new Vault(secrets);
}

/** The value, or the end of the command with what is wrong. */
function need<T>(checked: Checked<T>): T {
  if (!checked.ok) throw new InputError(checked.problems);
  return checked.value;
}

const labelOf = ({ encryptVaultId: label }: VaultOptions): { readonly label?: string } =>
  label === undefined ? {} : { label };
const outputOf = ({ output }: VaultOptions): { readonly output?: string } => (output === undefined ? {} : { output });

const editor = (): { readonly editor: string } => ({ editor: process.env.EDITOR || process.env.VISUAL || 'vi' });

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function encrypt(files: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'new');
  if (files.length === 0)
    process.stdout.write(need(encryptContent(await standardInput(), 'standard input', vault, labelOf(options))));
  for (const file of files) need(await encryptFile(file, vault, { ...labelOf(options), ...outputOf(options) }));
  process.stderr.write('Encryption successful\n');
}

async function decrypt(files: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'open');
  if (files.length === 0) process.stdout.write(need(decryptContent(await standardInput(), 'standard input', vault)));
  for (const file of files) need(await decryptFile(file, vault, outputOf(options)));
  process.stderr.write('Decryption successful\n');
}

async function view(files: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'open');
  for (const file of files) process.stdout.write(need(await viewFile(file, vault)));
}

async function edit(files: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'open');
  for (const file of files) need(await editFile(file, vault, { ...labelOf(options), ...editor() }));
}

async function create(files: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'new');
  for (const file of files) need(await createFile(file, vault, { ...labelOf(options), ...editor() }));
}

async function rekey(files: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'open');
  const next = options.newVaultId === undefined ? [] : [parseVaultId(options.newVaultId, (path) => resolve(path))];
  const file = options.newVaultPasswordFile === undefined ? [] : [passwordFile(resolve(options.newVaultPasswordFile))];
  const sources = [...next, ...file];
  const fresh = await vaultOf(
    sources.length > 0 ? sources : [{ label: 'default', source: 'prompt', labelled: false }],
    'new',
  );
  for (const one of files) need(await rekeyFile(one, vault, fresh, labelOf(options)));
  process.stderr.write('Rekey successful\n');
}

async function encryptTexts(texts: readonly string[], options: VaultOptions): Promise<void> {
  const vault = await open(options, 'new');
  const given = texts.length > 0 ? texts.map((text) => Buffer.from(text)) : [await typedText()];
  const name = options.name === undefined ? {} : { name: options.name };
  for (const text of given)
    process.stdout.write(`${need(encryptString(text, vault, { ...labelOf(options), ...name }))}\n`);
}

async function typedText(): Promise<Buffer> {
  if (!process.stdin.isTTY) return standardInput();
  const answer = await controllingTerminal()?.({ text: 'String to encrypt (hidden):', secret: true });
  if (answer === undefined) throw InputError.of('there is nothing to encrypt', 'give the text, or pipe it in');
  return Buffer.from(answer);
}
