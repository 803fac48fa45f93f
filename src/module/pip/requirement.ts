// What pip calls a requirement: a name with versions that will do, or something that only pip can judge.

import { comparePep440 } from '../../template/text/version/pep440.ts';

/** One thing to install. `name` is absent where pip alone knows what it is: addresses, paths, extras, markers. */
export interface Requirement {
  readonly text: string;
  readonly name?: string;
  readonly specifiers: readonly Specifier[];
}

interface Specifier {
  readonly operator: string;
  readonly version: string;
}

const SPECIFIER = /^(===|==|~=|!=|<=|>=|<|>)\s*([^\s,;]+)$/;

/** The requirements in a list of names; what a comma parted from its name (`a>=1,<2` in one text) is put together again. */
export function requirementsOf(names: readonly string[]): readonly Requirement[] {
  const whole: string[] = [];
  for (const name of names.map((one) => one.trim()).filter((one) => one !== '')) {
    const isRest = /^[<>=!~]/.test(name) || (whole.at(-1)?.includes('[') === true && !whole.at(-1)?.includes(']'));
    if (isRest && whole.length > 0) whole[whole.length - 1] += `,${name}`;
    else whole.push(name);
  }
  return whole.map(parse);
}

function parse(text: string): Requirement {
  const [, name, rest = ''] = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*((?:[<>=!~].*)?)$/.exec(text) ?? [];
  const parts = rest === '' ? [] : rest.split(',').map((part) => SPECIFIER.exec(part.trim()));
  const specifiers = parts.flatMap((part) =>
    part?.[1] !== undefined && part[2] !== undefined ? [{ operator: part[1], version: part[2] }] : [],
  );
  if (name === undefined || specifiers.length < parts.length) return { text, specifiers: [] };
  return { text, name: canonical(name), specifiers };
}

/** A name as all its spellings have it in common (PEP 503). */
export const canonical = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase();

/** Whether a version will do (PEP 440). */
export function satisfies(version: string, { specifiers }: Requirement): boolean {
  return specifiers.every((one) => holds(version, one));
}

function holds(version: string, { operator, version: wanted }: Specifier): boolean {
  if (operator === '===') return version === wanted;
  if (operator === '~=') {
    const series = wanted.replace(/\.\d+((a|b|rc|\.post|\.dev)\d+)*$/, '');
    return comparePep440(version, wanted) >= 0 && startsWith(version, series);
  }
  if (wanted.endsWith('.*')) return startsWith(version, wanted.slice(0, -2)) === (operator === '==');
  // A local version (`1.0+debian1`) is the version itself to whoever names none.
  const order = comparePep440(wanted.includes('+') ? version : version.replace(/\+.*$/, ''), wanted);
  switch (operator) {
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

function startsWith(version: string, series: string): boolean {
  return version === series || version.startsWith(`${series}.`) || /^[a-z+-]/.test(version.slice(series.length));
}
