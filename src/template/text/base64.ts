// Base 64 as Python decodes it: what is not of the alphabet is skipped, but the padding must be right.

import { TemplateError } from '../callable.ts';

/** The bytes of a base-64 text; throws `TemplateError` where its padding is wrong. */
export function decodeBase64(text: string): Buffer {
  const clean = text.replace(/[^A-Za-z0-9+/=]/g, '');
  const [, data = '', padding = ''] = /^([^=]*)(=*)/.exec(clean) ?? [];
  const left = data.length % 4;
  if (left === 1)
    throw new TemplateError(
      `Invalid base64-encoded string: number of data characters (${data.length}) cannot be 1 more than a multiple of 4`,
    );
  if (left > 1 && padding.length < 4 - left) throw new TemplateError('Incorrect padding');
  return Buffer.from(data, 'base64');
}
