// Random data that is the same in every run, so that a failure can be found again.

/** A generator of whole numbers from 0 up to, not including, its argument (Mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Bytes of all values; every second time from the few that shells and formats treat in their own way. */
export function randomBytes(next: (below: number) => number, length: number): Buffer {
  const special = [0, 1, 0x7f, 0x0a, 0x0d, 0x27, 0x22, 0x5c, 0x24, 0x60, 0x25, 0x81, 0x88, 0xff, 0x20];
  const odd = next(2) === 0;
  return Buffer.from(Array.from({ length }, () => (odd ? (special[next(special.length)] ?? 0) : next(256))));
}
