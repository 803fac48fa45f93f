// The bytes of small files as part of a script: a shell then writes them by itself, without a program or a process.

import { isUtf8 } from 'node:buffer';
import { escapeBytes } from '../../host/index.ts';
import type { Content } from '../change.ts';

// A shell reads its script slowly, and holds all of it.
const SMALL = 64 * 1024;

/** Whether content is at hand, and small enough to be part of a script. */
export function isSmall(content: Content): content is Buffer {
  return Buffer.isBuffer(content) && content.length <= SMALL;
}

/** Bytes as the argument of `printf %b` within single quotes. Text stays readable; other bytes are spelled out, since a script is text. */
export function printable(content: Buffer): string {
  const escaped = escapeBytes(content);
  if (isUtf8(escaped)) return escaped.toString('utf8');
  return escaped.toString('latin1').replace(/[\x80-\xff]/g, (byte) => `\\0${byte.charCodeAt(0).toString(8)}`);
}
