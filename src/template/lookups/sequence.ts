// The sequence lookup: numbers as text, from the short form (`2-10/2:host%02d`) or from key=value.

import type { Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { parseInteger, percentFormat, str } from '../python/index.ts';
import { parseKeyValues } from '../text/key-values.ts';
import { type LookupDefinition, lookup, type Options } from './define.ts';

export const sequenceLookups: readonly LookupDefinition[] = [
  lookup('sequence', (terms, options) => {
    if (terms.length > 0) return terms.flatMap((term) => generate(parse(str(term))));
    return hasAny(options) ? generate(fromOptions(options)) : [];
  }),
];

interface Sequence {
  readonly start: number;
  readonly end: number | undefined;
  readonly count: number | undefined;
  readonly stride: number | undefined;
  readonly format: string;
}

const names = ['start', 'end', 'count', 'stride'] as const;

function hasAny(options: Options): boolean {
  return names.some((name) => options.value(name) !== undefined);
}

function fromOptions(options: Options): Sequence {
  const number = (name: string) => {
    const value = options.optionalText(name);
    return value === undefined ? undefined : integer(name, value);
  };
  return {
    start: number('start') ?? 1,
    end: number('end'),
    count: number('count'),
    stride: number('stride'),
    format: options.text('format', '%d'),
  };
}

const digits = '(?:0x[0-9a-f]+|0o?[0-7]+|[0-9]+)';
const short = new RegExp(`^(?:(${digits})-)?(${digits})(?:/(${digits}))?(?::(.+))?$`, 'i');

function parse(term: string): Sequence {
  const [match, start, end = '', stride, format = '%d'] = short.exec(term) ?? [];
  if (match !== undefined) {
    const optional = (name: string, text: string | undefined) => (text === undefined ? undefined : integer(name, text));
    const count = undefined;
    return {
      start: optional('start', start) ?? 1,
      end: integer('end', end),
      count,
      stride: optional('stride', stride),
      format,
    };
  }
  const { raw, values } = parseKeyValues(term);
  const unknown = [
    ...(raw === '' ? [] : [raw]),
    ...[...values.keys()].filter((key) => ![...names, 'format'].includes(key)),
  ];
  if (unknown.length > 0) throw new TemplateError(`unrecognized arguments to with_sequence: ${unknown.join(', ')}`);
  const number = (name: string) => {
    const text = values.get(name);
    return text === undefined ? undefined : integer(name, text);
  };
  return {
    start: number('start') ?? 1,
    end: number('end'),
    count: number('count'),
    stride: number('stride'),
    format: values.get('format') ?? '%d',
  };
}

function integer(name: string, text: string): number {
  // As Python's int(text, 0): a leading zero needs its letter.
  const value = /^[+-]?0\d/.test(text.trim()) ? undefined : parseInteger(text, 0);
  if (value === undefined) throw new TemplateError(`can't parse ${name}=${text} as integer`);
  return Number(value);
}

function generate(sequence: Sequence): Value[] {
  const { start, count, format } = sequence;
  const stride = sequence.stride ?? 1;
  if (count === undefined && sequence.end === undefined)
    throw new TemplateError('must specify count or end in with_sequence');
  if (count !== undefined && sequence.end !== undefined)
    throw new TemplateError("can't specify both count and end in with_sequence");
  if (count === 0 || stride === 0) return [];
  const end = sequence.end ?? start + (count ?? 0) * stride - stride;
  if (stride > 0 && end < start) throw new TemplateError('to count backwards make stride negative');
  if (stride < 0 && end > start) throw new TemplateError("to count forward don't make stride negative");
  const size = Math.floor((end - start) / stride) + 1;
  return Array.from({ length: size }, (_, index) => formatted(format, start + index * stride));
}

function formatted(format: string, number: number): string {
  try {
    return str(percentFormat(format, number));
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`bad formatting string: ${format}`);
    throw error;
  }
}
