// "Did you mean": the known word that a mistyped one is closest to.

/**
 * The candidate nearest to a word, or undefined where none is near enough to be meant: at most a third of its letters wrong,
 * where two letters swapped count as one mistake. Upper and lower case, `-` and `_` are not told apart.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = folded(word);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const [a, b] = withoutCommonPath(wanted, folded(candidate));
    const limit = Math.min(least, Math.floor(Math.max(a.length, 3) / 3) + 1);
    const distance = editDistance(a, b, limit);
    if (distance < limit) [best, least] = [candidate, distance];
  }
  return best;
}

// In `ansible.builtin.cpoy` only the last part is mistyped, so only that may be guessed at.
function withoutCommonPath(word: string, candidate: string): readonly [string, string] {
  const path = word.slice(0, word.lastIndexOf('.') + 1);
  return path !== '' && candidate.startsWith(path)
    ? [word.slice(path.length), candidate.slice(path.length)]
    : [word, candidate];
}

/** The hint of a message about a word that is not known: "did you mean 'name'?", where something is near enough. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const meant = nearest(word, candidates);
  return meant === undefined ? undefined : `did you mean '${meant}'?`;
}

function folded(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** Letters to insert, delete, change or swap with their neighbour; `limit` where it is at least that. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) distance = Math.min(distance, at(beforeLast, column - 2) + 1);
      current.push(distance);
    }
    [beforeLast, last] = [last, current];
  }
  return Math.min(at(last, b.length), limit);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
