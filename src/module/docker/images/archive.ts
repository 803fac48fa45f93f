// Which images an archive of docker holds, told by the list within it.

import type { RunLook, RunSeen } from '../../../plan/look.ts';
import { isDict, listAt, textOf } from '../client.ts';

/** An image in an archive. */
export interface Archived {
  /** Hex digits. */
  readonly id: string;
  readonly names: readonly string[];
}

const LIST = `[ -e "$1" ] || { echo absent; exit 0; }
[ -r "$1" ] || { echo unreadable; exit 0; }
tar -xOf "$1" manifest.json 2>/dev/null || echo '[]'`;

/** The look at an archive. */
export const archiveLook = (path: string): RunLook => ({
  kind: 'run',
  command: { script: LIST, args: [path], env: { LC_ALL: 'C' } },
  reads: [`path:${path}`],
  costly: true,
});

/** What is in an archive; `absent` and `unreadable` where nobody can tell. */
export function archived({ stdout }: RunSeen): readonly Archived[] | 'absent' | 'unreadable' {
  const text = stdout.toString('utf8').trim();
  if (text === 'absent' || text === 'unreadable') return text;
  const images: unknown = text === '' ? [] : JSON.parse(text);
  if (!Array.isArray(images)) return [];
  return images.filter(isDict).map((image) => ({
    id: textOf(image.Config)
      .replace(/^.*\//, '')
      .replace(/\.json$/, ''),
    names: listAt(image, 'RepoTags').map(textOf),
  }));
}

/** What a look at an archive will answer. */
export function archiveHolding(id: string, reference: string): RunSeen {
  const list = [{ Config: `${id.replace(/^sha256:/, '')}.json`, RepoTags: [reference] }];
  return { code: 0, stdout: Buffer.from(JSON.stringify(list)), stderr: Buffer.alloc(0) };
}
