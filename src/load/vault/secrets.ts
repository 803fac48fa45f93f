// Vault passwords: from a file, from a script that prints it, or from a question on the terminal.

import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type Checked, type Diagnostic, error } from '../../model/diagnostic.ts';
import { expandHome } from '../config/resolve-path.ts';
import { hasExecutableBit } from '../text/executable.ts';
import { reasonOf } from '../yaml/read-source.ts';
import { isVaulted } from './envelope.ts';
import { runSecretScript } from './secret-script.ts';
import { Vault, type VaultSecret } from './vault.ts';

/** Where one password comes from: what `--vault-id LABEL@SOURCE` and its relatives say. */
export interface SecretSource {
  readonly label: string;
  /** An absolute path, or `prompt`. */
  readonly source: string;
  /** Whether a client script is told the label; otherwise it uses its own. */
  readonly labelled: boolean;
}

/** Asks a person for a password without showing it. `undefined` where nobody answers. */
export type AskPassword = (prompt: string) => Promise<string | undefined>;

/** Why passwords are asked for: to open what is there (once), or to encrypt from now on (twice, and they must agree). */
export type SecretUse = 'open' | 'new';

/** Reads `LABEL@SOURCE` or `SOURCE`. `resolve` makes a path absolute, as the place where it was written wants it. */
export function parseVaultId(text: string, resolve: (path: string) => string, defaultLabel = 'default'): SecretSource {
  const at = text.indexOf('@');
  const label = at < 0 ? '' : text.slice(0, at).trim();
  const source = text.slice(at + 1).trim();
  const isPrompt = source === 'prompt' || source === 'prompt_ask_vault_pass';
  return {
    label: label || defaultLabel,
    source: isPrompt ? 'prompt' : resolve(expandHome(source, process.env)),
    labelled: label !== '',
  };
}

/** The source that `--vault-password-file` names. */
export function passwordFile(path: string, label = 'default'): SecretSource {
  return { label, source: path, labelled: true };
}

/** Gets the passwords, in order. Those that cannot be had are errors where there is no other, and warnings where there is. */
export async function loadSecrets(
  sources: readonly SecretSource[],
  ask: AskPassword,
  use: SecretUse = 'open',
): Promise<{ readonly secrets: readonly VaultSecret[]; readonly problems: readonly Diagnostic[] }> {
  const secrets: VaultSecret[] = [];
  const problems: Diagnostic[] = [];
  // One after another: questions must not overlap, and a password file may be encrypted by an earlier secret.
  for (const source of sources) {
    const password = await loadPassword(source, { ask, use, earlier: secrets });
    if (password.ok) secrets.push({ label: source.label, password: password.value });
    else problems.push(...password.problems);
  }
  if (secrets.length === 0) return { secrets, problems };
  return { secrets, problems: problems.map((problem) => ({ ...problem, severity: 'warning' })) };
}

interface Surroundings {
  readonly ask: AskPassword;
  readonly use: SecretUse;
  readonly earlier: readonly VaultSecret[];
}

async function loadPassword(source: SecretSource, surroundings: Surroundings): Promise<Checked<Buffer>> {
  if (source.source === 'prompt') return promptPassword(source, surroundings);
  const password = await readPassword(source, surroundings);
  if (!password.ok) return password;
  const trimmed = Buffer.from(
    password.value.toString('latin1').replace(/^[ \t\r\n\v\f]+|[ \t\r\n\v\f]+$/g, ''),
    'latin1',
  );
  if (trimmed.length > 0) return { ok: true, value: trimmed };
  return refuse(`The vault password from '${source.source}' is empty`);
}

async function readPassword(
  { source, label, labelled }: SecretSource,
  { earlier }: Surroundings,
): Promise<Checked<Buffer>> {
  if (await hasExecutableBit(source)) {
    const client = basename(source, extname(source)).endsWith('-client');
    return runSecretScript(source, client && labelled ? { label } : {});
  }
  try {
    const content = await readFile(source);
    if (!isVaulted(content)) return { ok: true, value: content };
    return new Vault(earlier).decrypt(content.toString(), { name: `The vault password file '${source}'` });
  } catch (cause) {
    return refuse(`The vault password file '${source}' cannot be read: ${reasonOf(cause)}`);
  }
}

async function promptPassword({ label }: SecretSource, { ask, use }: Surroundings): Promise<Checked<Buffer>> {
  const which = label === 'default' ? '' : ` (${label})`;
  const answer = (await ask(use === 'new' ? `New vault password${which}: ` : `Vault password${which}: `))?.trim();
  if (answer === undefined)
    return refuse(
      `Nobody answered the question for the vault password${which}`,
      'use --vault-password-file where there is no terminal',
    );
  if (answer === '') return refuse(`The vault password${which} is empty`);
  if (use === 'new' && (await ask(`Confirm new vault password${which}: `))?.trim() !== answer) {
    return refuse(`The two vault passwords${which} are not the same`);
  }
  return { ok: true, value: Buffer.from(answer) };
}

function refuse(message: string, hint?: string): Checked<never> {
  return { ok: false, problems: [error(message, undefined, hint)] };
}
