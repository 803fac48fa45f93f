// Filters that hash, encode and draw lots.

import { PyFloat, Tuple, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import {
  asSequence,
  integerArgument,
  isInteger,
  PyBytes,
  PyRange,
  str,
  toList,
  truth,
  Undefined,
} from '../python/index.ts';
import { decodeBase64 } from '../text/base64.ts';
import { decodeText, encodeText } from '../text/bytes.ts';
import { hashPassword } from '../text/crypt/password-hash.ts';
import { hexDigest } from '../text/digest.ts';
import { choose, randomInRange, randomSource, shuffled } from '../text/random.ts';
import { uuid5 } from '../text/uuid.ts';
import { type FilterDefinition, filter } from './define.ts';

/** The namespace of Ansible's UUIDs. */
const ansibleNamespace = '361E6D51-FAEC-444A-9079-341386DA8E2E';

export const hashingFilters: readonly FilterDefinition[] = [
  filter('hash', { hashtype: 'sha1' }, (input, { hashtype }) => hexDigest(str(hashtype), bytesOf(input))),
  filter(['checksum', 'sha1'], {}, (input) => hexDigest('sha1', bytesOf(input))),
  filter('md5', {}, (input) => hexDigest('md5', bytesOf(input))),
  filter('to_uuid', { namespace: ansibleNamespace }, (input, { namespace }) => uuid5(str(namespace), str(input))),
  filter('b64encode', { encoding: 'utf-8' }, (input, { encoding }) => {
    if (input instanceof PyBytes) return input.bytes.toString('base64');
    return encoded(str(input), str(encoding)).toString('base64');
  }),
  filter('b64decode', { encoding: 'utf-8' }, (input, { encoding }) => decoded(decodeBase64(str(input)), str(encoding))),
  filter(
    'password_hash',
    { hashtype: 'sha512', salt: null, salt_size: null, rounds: null, ident: null },
    (input, { hashtype, salt, salt_size, rounds, ident }) => {
      if (input instanceof Undefined) return input.fail();
      if (typeof input !== 'string') throw new TemplateError('secret must be unicode or bytes');
      const number = (value: Value) => (value === null ? undefined : integerArgument(value));
      return hashPassword(input, str(hashtype), {
        salt: salt === null ? undefined : str(salt),
        saltSize: number(salt_size),
        rounds: number(rounds),
        ident: ident === null ? undefined : str(ident),
      });
    },
  ),
  filter('random', { start: null, step: null, seed: null }, (input, { start, step, seed }) => {
    const random = randomSource(seed);
    if (isInteger(input)) {
      const [from, by] = [integerArgument(start ?? 0), integerArgument(step ?? 1)];
      return randomInRange(from === 0 ? 0 : from, Number(input), by === 0 ? 1 : by, random);
    }
    const items = choices(input);
    if (start !== null || step !== null) throw new TemplateError('start and step can only be used with integer values');
    return choose(items, random);
  }),
  filter('shuffle', { seed: null }, (input, { seed }) => {
    if (input === null || isInteger(input) || input instanceof PyFloat) return input;
    return shuffled(toList(input), randomSource(seed !== null && truth(seed) ? seed : null));
  }),
];

function bytesOf(input: Value): Uint8Array {
  return input instanceof PyBytes ? input.bytes : encodeText(str(input));
}

function choices(input: Value): readonly Value[] {
  if (input instanceof Undefined) return input.fail();
  if (typeof input === 'string' || input instanceof PyRange) return toList(input);
  const items = input instanceof Tuple ? input.items : asSequence(input);
  if (!items) throw new TemplateError('random can only be used on sequences and integers');
  return items;
}

const wideEncodings: Readonly<Record<string, BufferEncoding>> = {
  'utf-16-le': 'utf16le',
  'utf-16le': 'utf16le',
  latin1: 'latin1',
  'latin-1': 'latin1',
  'iso-8859-1': 'latin1',
  ascii: 'latin1',
};

function encodingOf(name: string): BufferEncoding | undefined {
  const key = name.toLowerCase().replaceAll('_', '-');
  if (key === 'utf-8' || key === 'utf8') return undefined;
  const found = wideEncodings[key];
  if (found === undefined) throw new TemplateError(`unknown encoding: ${name}`);
  return found;
}

function encoded(text: string, encoding: string): Buffer {
  const other = encodingOf(encoding);
  return other === undefined ? encodeText(text) : Buffer.from(text, other);
}

function decoded(bytes: Buffer, encoding: string): string {
  const other = encodingOf(encoding);
  return other === undefined ? decodeText(bytes) : bytes.toString(other);
}
