// Reads source files that may be vaulted as a whole.

import type { Checked } from '../../model/diagnostic.ts';
import type { SourceFile } from '../../model/source.ts';
import { readSource } from '../yaml/read-source.ts';
import { isVaulted } from './envelope.ts';
import type { Vault } from './vault.ts';

/** Reads a file as a source. */
export type ReadSource = (path: string) => Checked<SourceFile>;

/** A reader that decrypts what is vaulted. The text of such a file is marked as secret. */
export function vaultedReader(vault: Vault): ReadSource {
  return (path) => {
    const read = readSource(path);
    if (!read.ok || !isVaulted(read.value.text)) return read;
    const file = read.value;
    const plaintext = vault.decrypt(file.text, {
      name: `The file '${file.path}'`,
      span: { file, start: 0, end: file.text.indexOf('\n') },
    });
    if (!plaintext.ok) return plaintext;
    return { ok: true, value: { path: file.path, text: plaintext.value.toString('utf8'), secret: true } };
  };
}
