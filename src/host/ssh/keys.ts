// Loads private keys from files: once for the whole run, since decrypting one takes up to a second of CPU.

import { readFile } from 'node:fs/promises';
import type { ParsedKey } from 'ssh2';
import type { KeyFileProblem } from '../failure.ts';
import type { Secret } from '../secret.ts';
import { type HostServices, madeOnce, perRun } from '../services.ts';
import { parseKey } from './library.ts';
import { fromPkcs8, isEncryptedPkcs8, isPkcs8 } from './pkcs8.ts';

export type LoadedKey =
  | { readonly kind: 'private'; readonly key: ParsedKey }
  /** Only the public half is known: the agent may have the other. */
  | { readonly kind: 'public'; readonly key: ParsedKey; readonly problem: KeyFileProblem }
  | { readonly kind: 'none'; readonly problem: KeyFileProblem; readonly reason?: string };

export interface KeyRequest {
  readonly path: string;
  /** Tried before anybody is asked. */
  readonly passphrase?: Secret;
}

const loaded = perRun<Promise<LoadedKey>>();
const opened = perRun<Promise<LoadedKey>>();
const asksPerKey = 3;

/** The key of a file, as far as it is known without a passphrase. */
export function loadKey(path: string, services: HostServices): Promise<LoadedKey> {
  return madeOnce(loaded(services), path, () => readKey(path));
}

/** The key of a file, opened with the passphrase that was given, or with one that is asked for. Each file is asked for once. */
export async function openKey({ path, passphrase }: KeyRequest, services: HostServices): Promise<LoadedKey> {
  const known = await loadKey(path, services);
  if (known.kind === 'private' || known.problem !== 'encrypted') return known;
  const cache = passphrase === undefined ? path : `${path}\0${passphrase.reveal()}`;
  return madeOnce(opened(services), cache, () => decrypt({ path, ...(passphrase && { passphrase }) }, known, services));
}

async function decrypt({ path, passphrase }: KeyRequest, known: LoadedKey, services: HostServices): Promise<LoadedKey> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { kind: 'none', problem: 'unreadable' };
  if (passphrase !== undefined) return parse(text, passphrase.reveal());
  for (let ask = 0; ask < asksPerKey; ask++) {
    const answer = await services.ask({ text: `Passphrase for the key '${path}':`, secret: true });
    if (answer === undefined || answer === '') return known;
    const key = parse(text, answer);
    if (key.kind === 'private') return key;
  }
  return { kind: 'none', problem: 'wrong-passphrase' };
}

async function readKey(path: string): Promise<LoadedKey> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'none', problem: 'missing' };
    return { kind: 'none', problem: 'unreadable', reason: String(code) };
  }
  const key = parse(text);
  if (key.kind !== 'none' || key.problem !== 'encrypted') return key;
  const beside = parseKey(await readFile(`${path}.pub`, 'utf8').catch(() => ''));
  return beside instanceof Error ? key : { kind: 'public', key: beside, problem: 'encrypted' };
}

function parse(text: string, passphrase?: string): LoadedKey {
  try {
    if (isEncryptedPkcs8(text) && passphrase === undefined) return { kind: 'none', problem: 'encrypted' };
    const key = isPkcs8(text) ? parseKey(fromPkcs8(text, passphrase)) : parseKey(text, passphrase);
    if (key instanceof Error) return unusable(text, key, passphrase !== undefined);
    return key.isPrivateKey() ? { kind: 'private', key } : { kind: 'public', key, problem: 'missing' };
  } catch (error) {
    return unusable(text, error instanceof Error ? error : new Error(String(error)), passphrase !== undefined);
  }
}

// The library tells by words only. A hardware key's file begins like any other; its type stands in the blob.
function unusable(text: string, { message }: Error, hadPassphrase: boolean): LoadedKey {
  if (/no passphrase given|passphrase required/i.test(message)) return { kind: 'none', problem: 'encrypted' };
  if (hadPassphrase && /passphrase|integrity|decrypt/i.test(message))
    return { kind: 'none', problem: 'wrong-passphrase' };
  const blob = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('latin1');
  if (blob.includes('@openssh.com') && blob.includes('sk-'))
    return { kind: 'none', problem: 'unsupported', reason: 'it lives in a security key (FIDO)' };
  if (/unsupported|no keys of type/i.test(message) && !/unsupported key format/i.test(message))
    return { kind: 'none', problem: 'unsupported', reason: message };
  return { kind: 'none', problem: 'malformed', reason: message };
}
