// Random numbers: the system's, or Python's Mersenne Twister for a seed, so that a seed gives the same choice as with Ansible.

import { createHash, randomInt } from 'node:crypto';
import { PyFloat, type Value } from '../../model/value.ts';
import { TemplateError } from '../callable.ts';
import { isInteger, typeName, Undefined } from '../python/index.ts';

/** A source of whole numbers from 0 up to, but without, `limit`. */
export interface RandomSource {
  below(limit: number): number;
}

/** The system's randomness, fit for secrets. */
export const systemRandom: RandomSource = {
  // The system's source takes up to 48 bits at once.
  below: (limit) => (limit < 2 ** 48 ? randomInt(limit) : randomInt(2 ** 47) * 2 ** 6 + randomInt(2 ** 6)),
};

/** Python's `random.Random(seed)`. */
export function seededRandom(seed: Value): RandomSource {
  const words = twister(seedWords(seed));
  return {
    below(limit) {
      const bits = bitLength(limit);
      for (;;) {
        const value = randomBits(words, bits);
        if (value < limit) return value;
      }
    },
  };
}

/** The system's randomness, or Python's for a seed. */
export function randomSource(seed: Value): RandomSource {
  return seed === null ? systemRandom : seededRandom(seed);
}

/** One of the items. */
export function choose<T>(items: readonly T[], random: RandomSource): T {
  const item = items.length === 0 ? undefined : items[random.below(items.length)];
  if (item === undefined) throw new TemplateError('Cannot choose from an empty sequence');
  return item;
}

/** A new list of the items in a random order, as Python's shuffle leaves it. */
export function shuffled<T>(items: readonly T[], random: RandomSource): T[] {
  const deck = [...items];
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const [moved] = deck.splice(last, 1, ...deck.slice(other, other + 1));
    if (moved !== undefined) deck[other] = moved;
  }
  return deck;
}

/** A number of `range(start, stop, step)`, as Python's randrange picks it. */
export function randomInRange(start: number, stop: number, step: number, random: RandomSource): number {
  if (step === 0) throw new TemplateError('zero step for randrange()');
  const width = stop - start;
  const count = step === 1 ? width : Math.ceil(width / step);
  if (count <= 0)
    throw new TemplateError(`empty range for randrange()${step === 1 ? ` (${start}, ${stop}, ${width})` : ''}`);
  return start + step * random.below(count);
}

function bitLength(limit: number): number {
  return limit.toString(2).length;
}

function randomBits(next: () => number, bits: number): number {
  if (bits <= 32) return next() >>> (32 - bits);
  const low = next();
  return low + (next() >>> (64 - bits)) * 2 ** 32;
}

// What Python makes of a seed: text together with its SHA-512, numbers by their size; in words of 32 bits, the lowest first.
function seedWords(seed: Value): number[] {
  if (seed instanceof Undefined) return seed.fail();
  if (isInteger(seed)) return splitWords(absolute(BigInt(seed)));
  if (seed instanceof PyFloat) return splitWords(BigInt.asUintN(64, hashFloat(seed.value)));
  if (typeof seed !== 'string')
    throw new TemplateError(`the only supported seed types are None, int, float and str, not ${typeName(seed)}`);
  const bytes = Buffer.from(seed);
  const digest = createHash('sha512').update(bytes).digest();
  return splitWords(BigInt(`0x${Buffer.concat([bytes, digest]).toString('hex')}`));
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function splitWords(value: bigint): number[] {
  const words: number[] = [];
  for (let left = value; left > 0n; left >>= 32n) words.push(Number(left & 0xffffffffn));
  return words.length === 0 ? [0] : words;
}

const hashModulus = (1n << 61n) - 1n;

// Python's hash() of a float: its fraction modulo a Mersenne prime.
function hashFloat(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? 314159n : -314159n;
  let numerator = Math.abs(value);
  let halvings = 0;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    halvings += 1;
  }
  const inverse = 1n << BigInt((61 - (halvings % 61)) % 61);
  const hash = ((BigInt(numerator) % hashModulus) * inverse) % hashModulus;
  return value < 0 ? (hash === 1n ? -2n : -hash) : hash;
}

const size = 624;
const shift = 397;

/** MT19937, initialised by an array, as its authors published it: a function that gives 32 bits at a time. */
function twister(key: readonly number[]): () => number {
  const state = initialState(key);
  let index = size;
  return () => {
    if (index >= size) {
      regenerate(state);
      index = 0;
    }
    let word = state[index] ?? 0;
    index += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
}

function initialState(key: readonly number[]): Uint32Array {
  const state = new Uint32Array(size);
  const at = (position: number) => state[position] ?? 0;
  const mixed = (position: number) => at(position - 1) ^ (at(position - 1) >>> 30);
  state[0] = 19650218;
  for (let i = 1; i < size; i += 1) state[i] = Math.imul(1812433253, mixed(i)) + i;
  let i = 1;
  let j = 0;
  const advance = () => {
    i += 1;
    if (i < size) return;
    state[0] = at(size - 1);
    i = 1;
  };
  for (let k = Math.max(size, key.length); k > 0; k -= 1) {
    state[i] = (at(i) ^ Math.imul(mixed(i), 1664525)) + (key[j] ?? 0) + j;
    advance();
    j = (j + 1) % key.length;
  }
  for (let k = size - 1; k > 0; k -= 1) {
    state[i] = (at(i) ^ Math.imul(mixed(i), 1566083941)) - i;
    advance();
  }
  state[0] = 0x80000000;
  return state;
}

function regenerate(state: Uint32Array): void {
  for (let i = 0; i < size; i += 1) {
    const high = (state[i] ?? 0) & 0x80000000;
    const word = high | ((state[(i + 1) % size] ?? 0) & 0x7fffffff);
    const twist = word & 1 ? 0x9908b0df : 0;
    state[i] = (state[(i + shift) % size] ?? 0) ^ (word >>> 1) ^ twist;
  }
}
