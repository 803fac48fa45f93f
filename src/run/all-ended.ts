// Waits for work that goes on side by side.

/** What all of it gave. Where some of it fails, the rest is waited for first: nobody may still be connecting when a run is taken down. */
export async function allEnded<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
