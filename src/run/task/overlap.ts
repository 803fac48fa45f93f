// Executions that overlap: each starts when the one before has sent the last of its changes, and need not wait for the answer.

/** How many answers may be outstanding: what a lost connection leaves unknown stays within sight. */
const AT_MOST = 16;

/**
 * Starts `count` executions in order. Each tells by `sent` that the next one may start; at the latest its end does. Answers their
 * results in order. Where one fails, no further one starts, and the failure of the first is thrown when all have ended.
 */
export async function overlapping<T>(
  count: number,
  start: (at: number, sent: () => void) => Promise<T>,
): Promise<readonly T[]> {
  const running: Promise<T>[] = [];
  try {
    for (let at = 0; at < count; at++) {
      await running[at - AT_MOST];
      let sent = (): void => undefined;
      const gate = new Promise<void>((resolve) => {
        sent = resolve;
      });
      const one = start(at, sent);
      running.push(one);
      await Promise.race([gate, one]);
    }
    return await Promise.all(running);
  } catch (problem) {
    const ends = await Promise.allSettled(running);
    const first = ends.find((end) => end.status === 'rejected');
    throw first?.reason ?? problem;
  }
}
