// Lets those that want to change the same path do it one after the other.

/** The end of the last in every queue. */
const queues = new Map<string, Promise<unknown>>();

/** Does `work` when all earlier work of that name has ended, however it ended. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  queues.set(name, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(name) === settled) queues.delete(name);
  }
}
