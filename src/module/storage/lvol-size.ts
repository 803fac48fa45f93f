// Sizes of logical volumes as lvcreate takes them: 512, 10g, 80%VG, +100%FREE.

export type LvolSize =
  | {
      readonly kind: 'bytes';
      readonly sign: '' | '+' | '-';
      readonly bytes: number;
      readonly word: string;
      readonly unit: string;
    }
  | {
      readonly kind: 'percent';
      readonly sign: '' | '+' | '-';
      readonly percent: number;
      readonly of: Whole;
      readonly word: string;
    };

export type Whole = 'VG' | 'PVS' | 'FREE' | 'ORIGIN';

const UNITS = 'kmgtpe';

/** Bytes of a unit of LVM. */
export function unitBytes(unit: string): number {
  const lower = unit.toLowerCase();
  if (lower === 'b') return 1;
  return lower === 's' ? 512 : 1024 ** (UNITS.indexOf(lower) + 1);
}

/** Reads a size; a text is what is wrong with it. */
export function lvolSize(text: string): LvolSize | string {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const signed = sign === '+' || sign === '-' ? sign : '';
  if (rest.includes('%')) {
    const [, number, whole = ''] = /^(\d+)%(\w*)$/.exec(rest) ?? [];
    const of = whole.toUpperCase();
    if (number === undefined) return `Bad size specification of '${text}'`;
    if (of !== 'VG' && of !== 'PVS' && of !== 'FREE' && of !== 'ORIGIN')
      return 'Specify extents as a percentage of VG|PVS|FREE';
    if (Number(number) > 100) return 'Size percentage cannot be larger than 100%';
    return { kind: 'percent', sign: signed, percent: Number(number), of, word: text };
  }
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([bskmgtpe]?)$/i.exec(rest) ?? [];
  if (number === undefined) return `Bad size specification of '${text}'`;
  const used = unit === '' ? 'm' : unit;
  return {
    kind: 'bytes',
    sign: signed,
    bytes: Number(number) * unitBytes(used),
    word: `${sign}${number}${used}`,
    unit: used,
  };
}
