// Hardware addresses: reading and writing them.

/** An EUI-48 or EUI-64 address. */
export interface Mac {
  readonly value: bigint;
  readonly bytes: 6 | 8;
}

/** Reads any of the usual spellings, or a number; `undefined` where it is none. */
export function parseMac(text: string): Mac | undefined {
  const hex = hexOf(text.trim());
  if (hex !== undefined) return { value: BigInt(`0x${hex}`), bytes: hex.length === 12 ? 6 : 8 };
  return /^\d+$/.test(text) ? numberMac(BigInt(text)) : undefined;
}

/** The EUI-48 address that a number stands for. */
export function numberMac(value: bigint): Mac | undefined {
  return value >= 0n && value < 1n << 48n ? { value, bytes: 6 } : undefined;
}

function hexOf(text: string): string | undefined {
  if (/^(?:[0-9a-fA-F]{12}|[0-9a-fA-F]{16})$/.test(text) && /[a-fA-F]|^\d{12}$|^\d{16}$/.test(text)) return text;
  for (const [separator, digits, counts] of [
    [':', 2, [6, 8]],
    ['-', 2, [6, 8]],
    ['.', 4, [3, 4]],
    ['-', 6, [2]],
    [':', 6, [2]],
    ['-', 4, [3]],
    [':', 4, [3]],
  ] as const) {
    const groups = text.split(separator);
    const fits = counts.some((count) => count === groups.length);
    if (fits && groups.every((group) => /^[0-9a-fA-F]+$/.test(group) && group.length <= digits))
      return groups.map((group) => group.padStart(digits, '0')).join('');
  }
  return undefined;
}

/** Its hexadecimal digits in groups. */
export function formatMac({ value, bytes }: Mac, digits: number, separator: string): string {
  const hex = value.toString(16).padStart(bytes * 2, '0');
  return (hex.match(new RegExp(`.{${digits}}`, 'g')) ?? []).join(separator);
}
