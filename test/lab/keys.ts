// The secrets of this machine's lab: one root password and two key pairs, made when first asked for.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { must } from './command.ts';
import { keysDirectory } from './place.ts';

/** A key pair on disk; `publicKey` is its line for an authorized_keys file. */
export interface KeyPair {
  readonly path: string;
  readonly publicKey: string;
}

export interface LabKeys {
  /** Root's on every host, as a provider would have put it there. */
  readonly root: KeyPair;
  /** In no authorized_keys at first: for the users that a playbook or a test creates. */
  readonly user: KeyPair;
  readonly rootPassword: string;
}

/** Reads the secrets, making them first where they are missing. Callers hold the hosts lock. */
export async function ensureKeys(): Promise<LabKeys> {
  await mkdir(keysDirectory, { recursive: true, mode: 0o700 });
  const [root, user] = [await ensurePair('root'), await ensurePair('user')];
  const file = join(keysDirectory, 'root-password');
  const rootPassword = (await readText(file)) ?? randomBytes(12).toString('base64url');
  await writeFile(file, rootPassword, { mode: 0o600 });
  return { root, user, rootPassword };
}

async function ensurePair(name: string): Promise<KeyPair> {
  const path = join(keysDirectory, `${name}_ed25519`);
  if ((await readText(`${path}.pub`)) === undefined) {
    const draft = join(keysDirectory, 'draft');
    for (const file of [draft, `${draft}.pub`]) await rm(file, { force: true });
    await must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', `lab-${name}`, '-f', draft]);
    // The public key last: whoever sees it finds the private one.
    await rename(draft, path);
    await rename(`${draft}.pub`, `${path}.pub`);
  }
  return { path, publicKey: (await readFile(`${path}.pub`, 'utf8')).trim() };
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
