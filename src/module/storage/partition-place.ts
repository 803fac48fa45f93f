// Places on a disk as parted takes them (10GiB, 50%, -1MB), in bytes.

/** The powers of a unit: a divisor in bytes. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ...['K', 'M', 'G', 'T'].flatMap((letter, index): readonly (readonly [string, number])[] => [
    [`${letter}B`, 1000 ** (index + 1)],
    [`${letter}iB`, 1024 ** (index + 1)],
  ]),
]);

/** How parted writes them. */
const WRITTEN = (unit: string): string => unit.replace(/^K/, 'k');

const MEBI = 1024 ** 2;

const PLACE = /^(-?\d+(?:\.\d+)?) ?(s|B|[KMGT]i?B|%|cyl)$/;

/** Whether parted takes it; units count by case. */
export function isPlace(text: string): boolean {
  return PLACE.test(text) || /^-?\d+,\d+,\d+$/.test(text);
}

export interface DiskSize {
  /** Bytes. */
  readonly size: number;
  readonly sector: number;
}

export interface Place {
  /** Bytes from the start of the disk; of an end, the first byte behind it. */
  readonly at: number;
  /** How far from it parted may go, in bytes: a decimal unit and a percentage mean "about". */
  readonly about: number;
}

/** Where a place is; `undefined` for cylinders, which only parted knows. */
export function placeOf(text: string, disk: DiskSize, isEnd: boolean): Place | undefined {
  const [, number, unit = ''] = PLACE.exec(text) ?? [];
  if (number === undefined || unit === 'cyl') return undefined;
  const value = Number(number);
  const from = text.startsWith('-') ? disk.size : 0;
  if (unit === '%') return { at: from + Math.round((disk.size * value) / 100), about: MEBI };
  if (unit === 's') return { at: from + (value + (isEnd ? 1 : 0)) * disk.sector, about: 0 };
  const bytes = UNITS.get(unit) ?? 1;
  if (unit === 'B') return { at: from + value + (isEnd ? 1 : 0), about: disk.sector };
  return { at: from + value * bytes, about: unit.endsWith('iB') ? disk.sector : bytes / 2 };
}

/** A size as parted writes it in a unit; `undefined` where only parted can. */
export function writtenIn(unit: string, bytes: number, sector: number): string | undefined {
  if (unit === 's') return `${Math.round(bytes / sector)}s`;
  const divisor = UNITS.get(unit);
  if (divisor === undefined) return undefined;
  if (divisor === 1) return `${bytes}B`;
  const value = bytes / divisor;
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  // 60.0 is written 60.0, but a whole number above as it is; zeros behind the point go.
  return `${digits > 0 && Number.isInteger(value) ? value : value.toFixed(digits)}${WRITTEN(unit)}`;
}
