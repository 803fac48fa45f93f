// Text files as editors of lines see them: one character per byte, so that a file that is no UTF-8 survives being edited.

import { compileRegex, type PythonRegex } from '../../template/text/python-regex.ts';

/** Text with one character per byte of its UTF-8. */
export function toBytesText(unicode: string): string {
  return Buffer.from(unicode, 'utf8').toString('latin1');
}

/** The text of bytes, one character each. */
export function bytesTextOf(content: Buffer | undefined): string {
  return content?.toString('latin1') ?? '';
}

/** The bytes of such a text. */
export function bufferOf(bytesText: string): Buffer {
  return Buffer.from(bytesText, 'latin1');
}

/** Lines with their ends, parted at LF, CR LF and CR as Python parts bytes; the last one may have no end. */
export function linesWithEnds(content: string): readonly string[] {
  return content.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

/** A pattern for such a text, or what is wrong with it. */
export function bytesRegex(pattern: string): PythonRegex | { readonly problem: string } {
  const regex = compileRegex(toBytesText(pattern));
  if (!('kind' in regex)) return regex;
  return { problem: `'${pattern}' is not a regular expression: ${regex.message}` };
}

/** Ansible's message for a change of text and attributes. */
export function changeMessage(edited: string, attributesChanged: boolean): string {
  const parts = [edited, ...(attributesChanged ? ['ownership, perms or SE linux context changed'] : [])];
  return parts.filter((part) => part !== '').join(' and ');
}
