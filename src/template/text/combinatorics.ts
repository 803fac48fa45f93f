// Products, combinations and permutations in the order of Python's itertools.

/** Every way to take one of each list. */
export function product<T>(lists: readonly (readonly T[])[]): T[][] {
  let results: T[][] = [[]];
  for (const list of lists) results = results.flatMap((start) => list.map((item) => [...start, item]));
  return results;
}

/** Every way to choose `size` items, in the order of the list. */
export function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    combinations(items.slice(index + 1), size - 1).map((others) => [item, ...others]),
  );
}

/** Every order of every `size` items. */
export function permutations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1), size - 1).map((others) => [item, ...others]),
  );
}
