// Tests of text that should be a URL, URI or URN, of vaulted text, and of numbers that are none.

import { PyFloat, PyObject, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { asSequence, defined } from '../python/index.ts';
import { type SplitUrl, splitUrl } from '../text/url-split.ts';
import { type TestDefinition, test } from './define.ts';

export const urlTests: readonly TestDefinition[] = [
  test('uri', { schemes: null }, (input, { schemes }) => uri(input, schemes) !== undefined),
  test('url', { schemes: null }, (input, { schemes }) => {
    const parts = uri(input, schemes);
    return parts !== undefined && (parts.netloc !== '' || parts.scheme === 'file');
  }),
  test('urn', {}, (input) => uri(input, ['urn']) !== undefined),
  // Text that merely looks like a vault is not: it was never vaulted here.
  test(
    'vault_encrypted',
    {},
    (input) => input instanceof PyObject && input.typeName === 'AnsibleVaultEncryptedUnicode',
  ),
  test(['nan', 'isnan'], {}, (input) => input instanceof PyFloat && Number.isNaN(input.value)),
];

function uri(input: Value, schemes: Value): SplitUrl | undefined {
  if (typeof defined(input) !== 'string') return undefined;
  const parts = tryToSplit(String(input));
  const wanted = schemes === null ? undefined : asSequence(schemes);
  return parts && wanted && wanted.length > 0 && !wanted.includes(parts.scheme) ? undefined : parts;
}

function tryToSplit(text: string): SplitUrl | undefined {
  try {
    return splitUrl(text);
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}
