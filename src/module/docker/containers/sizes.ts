// Reads sizes, durations and file modes as Docker's tools write them.

const UNITS = ['B', 'K', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];

/** Bytes of a size such as `64M`; `undefined` where it is none. */
export function bytesOfSize(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d*)?)\s*([A-Za-z]?)(?:i?[bB])?\s*$/.exec(text);
  if (match === null) return undefined;
  const power = match[2] ? UNITS.indexOf(match[2].toUpperCase()) : 0;
  return power < 0 ? undefined : Math.round(Number(match[1]) * 1024 ** power);
}

const DURATIONS: Readonly<Record<string, number>> = { us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** Nanoseconds of a duration such as `1m30s`; `undefined` where it is none. */
export function nanoseconds(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(us|ms|s|m|h))+$/.test(text)) return text === '0' ? 0 : undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (DURATIONS[unit] ?? 0),
    0,
  );
}
