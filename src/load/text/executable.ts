// Tells files that can be run from files that only have the executable bit.

import { access, constants, open } from 'node:fs/promises';

/** Whether a file has the executable bit for us. */
export async function hasExecutableBit(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Whether the system could run a file: it begins with `#!` or is binary. Text without `#!` is refused, because `execvp` would hand it to `sh`,
 * which executes each of its lines and shows them in messages: fatal where the text is a password.
 */
export async function isProgram(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    const head = buffer.subarray(0, bytesRead);
    return head.toString('latin1', 0, 2) === '#!' || head.includes(0);
  } finally {
    await file.close();
  }
}
