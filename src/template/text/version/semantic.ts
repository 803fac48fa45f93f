// Versions by semver.org 2.0.0.

import { TemplateError } from '../../callable.ts';

const number = '(?:0|[1-9]\\d*)';
const identifier = `(?:${number}|\\d*[a-zA-Z-][0-9a-zA-Z-]*)`;
const pattern = new RegExp(
  `^(${number})\\.(${number})\\.(${number})(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);

/** Compares two semantic versions; what was built does not count. */
export function compareSemantic(a: string, b: string): number {
  const first = parse(a);
  const second = parse(b);
  for (const [index, part] of first.core.entries()) {
    const order = part - (second.core[index] ?? 0);
    if (order !== 0) return order;
  }
  return comparePrereleases(first.prerelease, second.prerelease);
}

interface Semantic {
  readonly core: readonly number[];
  readonly prerelease: readonly string[];
}

function parse(text: string): Semantic {
  const [match, major, minor, patch, prerelease] = pattern.exec(text) ?? [];
  if (match === undefined) throw new TemplateError(`invalid semantic version '${text}'`);
  return { core: [Number(major), Number(minor), Number(patch)], prerelease: prerelease?.split('.') ?? [] };
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  // A release is after its own pre-releases.
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareIdentifiers(part, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

// Numbers by their value, and before words.
function compareIdentifiers(a: string, b: string): number {
  const numeric = [a, b].map((part) => /^\d+$/.test(part));
  if (numeric[0] && numeric[1]) return Number(a) - Number(b);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
