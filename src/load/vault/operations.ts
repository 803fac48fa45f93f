// What `tsplay vault` does with content and files: encrypt, decrypt, view, rekey, create, edit, encrypt-string.

import { readFile } from 'node:fs/promises';
import { type Checked, error } from '../../model/diagnostic.ts';
import { reasonOf } from '../yaml/read-source.ts';
import { type EditorOptions, editText } from './editor.ts';
import { isVaulted } from './envelope.ts';
import { type FileAccess, replaceFile } from './replace-file.ts';
import type { OpenedVault, Vault } from './vault.ts';

/** Which secret encrypts, where there are several. */
export interface EncryptOptions {
  readonly label?: string;
}

/** Encrypts content that is not encrypted yet. `name` is what messages call it. */
export function encryptContent(
  content: Buffer,
  name: string,
  vault: Vault,
  { label }: EncryptOptions = {},
): Checked<string> {
  if (isVaulted(content)) return refuse(`${name} is encrypted already`, 'use rekey to give it another password');
  return vault.encrypt(content, label);
}

/** Decrypts content that must be encrypted. */
export function decryptContent(content: Buffer, name: string, vault: Vault): Checked<Buffer> {
  const opened = openContent(content, name, vault);
  return opened.ok ? { ok: true, value: opened.value.plaintext } : opened;
}

/** Encrypts a file in place; afterwards only its owner may read it. `output`: the file to write instead. */
export async function encryptFile(
  path: string,
  vault: Vault,
  options: EncryptOptions & { readonly output?: string } = {},
): Promise<Checked<void>> {
  const content = await read(path);
  if (!content.ok) return content;
  const text = encryptContent(content.value, nameOf(path), vault, options);
  return text.ok ? write(options.output ?? path, text.value, 'private') : text;
}

/** Decrypts a file in place; afterwards only its owner may read it. `output`: the file to write instead. */
export async function decryptFile(
  path: string,
  vault: Vault,
  { output }: { readonly output?: string } = {},
): Promise<Checked<void>> {
  const plaintext = await viewFile(path, vault);
  return plaintext.ok ? write(output ?? path, plaintext.value, 'private') : plaintext;
}

/** What is in an encrypted file. */
export async function viewFile(path: string, vault: Vault): Promise<Checked<Buffer>> {
  const opened = await openFile(path, vault);
  return opened.ok ? { ok: true, value: opened.value.plaintext } : opened;
}

/** Encrypts an encrypted file with a secret of another vault. */
export async function rekeyFile(
  path: string,
  vault: Vault,
  next: Vault,
  { label }: EncryptOptions = {},
): Promise<Checked<void>> {
  const plaintext = await viewFile(path, vault);
  if (!plaintext.ok) return plaintext;
  const text = next.encrypt(plaintext.value, label);
  return text.ok ? write(path, text.value, 'kept') : text;
}

/** Lets a person write a file that is encrypted from its first moment on. */
export async function createFile(
  path: string,
  vault: Vault,
  options: EncryptOptions & EditorOptions,
): Promise<Checked<void>> {
  if ((await read(path)).ok) return refuse(`${nameOf(path)} exists already`, 'use edit');
  const written = await editText(Buffer.alloc(0), path, options);
  if (!written.ok) return written;
  const text = vault.encrypt(written.value, options.label);
  return text.ok ? write(path, text.value, 'private') : text;
}

/** Lets a person change an encrypted file. It stays as it is, byte for byte, where nothing was changed. */
export async function editFile(
  path: string,
  vault: Vault,
  options: EncryptOptions & EditorOptions,
): Promise<Checked<'changed' | 'unchanged'>> {
  const opened = await openFile(path, vault);
  if (!opened.ok) return opened;
  const edited = await editText(opened.value.plaintext, path, options);
  if (!edited.ok) return edited;
  if (edited.value.equals(opened.value.plaintext)) return { ok: true, value: 'unchanged' };
  const text =
    options.label === undefined ? reseal(opened.value, edited.value) : vault.encrypt(edited.value, options.label);
  if (!text.ok) return text;
  const written = await write(path, text.value, 'kept');
  return written.ok ? { ok: true, value: 'changed' } : written;
}

/** A string as a YAML value, `!vault |` and an indented block; with a name, as the line of a mapping. */
export function encryptString(
  plaintext: Buffer,
  vault: Vault,
  { label, name }: EncryptOptions & { readonly name?: string } = {},
): Checked<string> {
  const text = vault.encrypt(plaintext, label);
  if (!text.ok) return text;
  const block = text.value
    .trimEnd()
    .split('\n')
    .map((line) => `          ${line}`)
    .join('\n');
  return { ok: true, value: `${name === undefined ? '' : `${name}: `}!vault |\n${block}\n` };
}

async function openFile(path: string, vault: Vault): Promise<Checked<OpenedVault>> {
  const content = await read(path);
  return content.ok ? openContent(content.value, nameOf(path), vault) : content;
}

function openContent(content: Buffer, name: string, vault: Vault): Checked<OpenedVault> {
  if (!isVaulted(content)) return refuse(`${name} is not encrypted`, 'a vaulted file begins with $ANSIBLE_VAULT');
  return vault.open(content.toString('latin1'), { name });
}

function reseal(opened: OpenedVault, plaintext: Buffer): Checked<string> {
  return { ok: true, value: opened.reseal(plaintext) };
}

async function read(path: string): Promise<Checked<Buffer>> {
  try {
    return { ok: true, value: await readFile(path) };
  } catch (cause) {
    return refuse(`${nameOf(path)} cannot be read: ${reasonOf(cause)}`);
  }
}

async function write(path: string, content: string | Buffer, access: FileAccess): Promise<Checked<void>> {
  try {
    return { ok: true, value: await replaceFile(path, content, access) };
  } catch (cause) {
    return refuse(`${nameOf(path)} cannot be written: ${reasonOf(cause)}`);
  }
}

function nameOf(path: string): string {
  return `The file '${path}'`;
}

function refuse(message: string, hint?: string): Checked<never> {
  return { ok: false, problems: [error(message, undefined, hint)] };
}
