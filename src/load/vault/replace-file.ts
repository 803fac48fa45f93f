// Puts a file in place whole or not at all: a crash leaves the old one, and nobody else can read the new one on the way.

import { randomBytes } from 'node:crypto';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** `private`: only the owner may read it. `kept`: mode and owner stay those of the file that is replaced. */
export type FileAccess = 'private' | 'kept';

/** Writes a file by renaming a new one over it. A link is followed: the file it leads to is replaced. */
export async function replaceFile(path: string, content: string | Buffer, access: FileAccess): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const old = await stat(target).catch(() => undefined);
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(8).toString('hex')}`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    if (old && access === 'kept') {
      await file.chown(old.uid, old.gid);
      await file.chmod(old.mode & 0o7777);
    }
    await file.sync();
    await file.close();
    await rename(draft, target);
  } catch (cause) {
    await file.close().catch(() => undefined);
    await unlink(draft).catch(() => undefined);
    throw cause;
  }
}
