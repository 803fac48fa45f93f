// The random_string lookup.

import { TemplateError } from '../callable.ts';
import { choose, shuffled, systemRandom } from '../text/random.ts';
import { type LookupDefinition, lookup, type Options } from './define.ts';

export const randomStringLookups: readonly LookupDefinition[] = [
  lookup('random_string', (_terms, options) => {
    const text = draw(options);
    return [options.flag('base64', false) ? Buffer.from(text).toString('base64') : text];
  }),
];

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const numbers = '0123456789';

function draw(options: Options): string {
  const length = options.integer('length', 8);
  const all = options.optionalText('override_all');
  if (all !== undefined) return pick(all, length);
  const special = options.text('override_special', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');
  const kinds = [
    { characters: lower, wanted: options.flag('lower', true), least: options.integer('min_lower', 0) },
    { characters: upper, wanted: options.flag('upper', true), least: options.integer('min_upper', 0) },
    { characters: numbers, wanted: options.flag('numbers', true), least: options.integer('min_numeric', 0) },
    { characters: special, wanted: options.flag('special', true), least: options.integer('min_special', 0) },
  ];
  const required = kinds.map(({ characters, least }) => pick(characters, least)).join('');
  const available = kinds.filter(({ wanted, least }) => wanted || least > 0).map(({ characters }) => characters);
  if (available.length === 0) throw new TemplateError('Available characters cannot be None, please change constraints');
  const others = pick(available.join(''), length - required.length);
  return shuffled(Array.from(required + others), systemRandom).join('');
}

function pick(characters: string, count: number): string {
  const choices = Array.from(characters);
  return Array.from({ length: Math.max(0, count) }, () => choose(choices, systemRandom)).join('');
}
