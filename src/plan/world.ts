// The predicted state of a host: what check mode would have changed so far, laid over what the host really answers.

import type { Attributes, Change, Prediction } from './change.ts';
import { digest } from './digest.ts';
import type { FileLook, FilePresent, FileSeen, Look } from './look.ts';
import type { Answer } from './plan.ts';
import { anyOverlap, type ResourceName } from './resource.ts';

/** One per host and run in check mode. */
export class World {
  readonly #files = new Map<string, FileSeen>();
  readonly #answers = new Map<string, Answer>();
  /** What predicted changes touched without saying what looks will answer, and by which change. */
  readonly #unknown: { readonly names: readonly ResourceName[]; readonly title: string }[] = [];

  /** Takes a change as done. */
  predict(change: Change): void {
    if (change.kind === 'run') {
      for (const prediction of change.leaves) this.#leave(prediction);
      const names = change.touches.filter((name) => !change.leaves.some((one) => readsOf(one.look) === name));
      if (names.length > 0) this.#unknown.push({ names, title: change.title });
      return;
    }
    this.#files.set(change.path, predictedFile(change, this.#files.get(change.path)));
    if (change.kind === 'remove' || change.kind === 'link') this.#forgetBelow(change.path);
  }

  /** What a look will be answered with after the changes so far; `undefined` where only the host knows. */
  answer(look: Look): Answer | undefined {
    if (look.kind !== 'file') return this.#answers.get(keyOf(look));
    const seen = this.#file(look);
    return seen && { kind: 'file', value: seen };
  }

  /** The change (in words) that may have made a real answer to these looks wrong; `undefined` where none did. */
  doubt(reads: readonly ResourceName[]): string | undefined {
    return this.#unknown.find((one) => anyOverlap(one.names, reads))?.title;
  }

  /** A predicted change that may bring about anything, such as the installation of a package; what is missing now may be there by then. */
  excuse(): string | undefined {
    return this.#unknown.find(({ names }) => names.includes('anything') || names.includes('packages'))?.title;
  }

  /** A unit that is missing now is taken to come, stopped, with what is to be installed. */
  imagine(answer: Answer): Answer {
    if (answer.kind !== 'unit' || answer.value.loadState !== 'not-found' || this.excuse() === undefined) return answer;
    return { kind: 'unit', value: { ...answer.value, loadState: 'loaded', unitFileState: 'disabled' } };
  }

  #leave(prediction: Prediction): void {
    if (prediction.kind === 'file') this.#files.set(prediction.look.path, prediction.value);
    else this.#answers.set(keyOf(prediction.look), prediction);
  }

  #forgetBelow(path: string): void {
    for (const known of this.#files.keys()) if (known.startsWith(`${path}/`)) this.#files.delete(known);
  }

  #file(look: FileLook, hops = 0): FileSeen | undefined {
    const known = this.#files.get(look.path);
    if (known) {
      if (look.follow && known.exists && known.type === 'link' && known.target !== undefined && hops < 40) {
        const target = known.target.startsWith('/') ? known.target : `${parentOf(look.path)}/${known.target}`;
        return this.#file({ ...look, path: target }, hops + 1);
      }
      return answerTo(look, known);
    }
    return this.#underPredictedParent(look.path) ? { exists: false, path: look.path } : undefined;
  }

  // Below what was removed there is nothing, and in a directory that was only just predicted there is only what was predicted too.
  #underPredictedParent(path: string): boolean {
    for (let parent = parentOf(path); parent !== '/'; parent = parentOf(parent)) {
      const known = this.#files.get(parent);
      if (known) return !known.exists || (known.type === 'directory' && known.inode === 0);
    }
    return false;
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function answerTo(look: FileLook, known: FileSeen): FileSeen {
  if (!known.exists) return known;
  const { content, digest: _digest, ...rest } = known;
  const unless = typeof look.content === 'object' ? look.content.unless : undefined;
  const wanted =
    look.content !== 'none' && content !== undefined && (unless === undefined || digest(content, 'sha1') !== unless);
  return {
    ...rest,
    ...(wanted && content !== undefined && { content }),
    ...(look.digest && content !== undefined && { digest: digest(content, look.digest) }),
  };
}

// Two looks with the same question are the same, in whatever order their members were written.
function keyOf(look: Look): string {
  return JSON.stringify(Object.entries(look).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function readsOf(look: Look): ResourceName | undefined {
  switch (look.kind) {
    case 'file':
    case 'tree':
      return `path:${look.path}`;
    case 'user':
      return `user:${look.name}`;
    case 'group':
      return `group:${look.name}`;
    case 'unit':
      return `unit:${look.name}`;
    case 'packages':
      return 'packages';
    case 'zone':
      return 'firewall';
    case 'facts':
    case 'platform':
      return 'facts';
    case 'run':
      return look.reads[0];
    default:
      return undefined;
  }
}

/** The file that a change leaves. An inode of 0 marks what does not exist yet. */
export function predictedFile(change: Exclude<Change, { readonly kind: 'run' }>, now: FileSeen | undefined): FileSeen {
  const before = now ?? change.before;
  switch (change.kind) {
    case 'remove':
      return { exists: false, path: change.path };
    case 'write': {
      const bytes = Buffer.isBuffer(change.content) ? change.content : undefined;
      const size = Buffer.isBuffer(change.content) ? change.content.length : change.content.size;
      return { ...made(change.path, 'file', before, change.attributes), size, ...(bytes && { content: bytes }) };
    }
    case 'copy': {
      const content = change.source.exists ? change.source.content : undefined;
      const size = change.source.exists ? change.source.size : 0;
      return { ...made(change.path, 'file', before, change.attributes), size, ...(content && { content }) };
    }
    case 'directory':
      return made(change.path, 'directory', before, change.attributes);
    case 'link':
      return {
        ...made(change.path, change.hard ? 'file' : 'link', { exists: false, path: change.path }, {}),
        ...(!change.hard && { target: change.target, mode: 0o777 }),
      };
    case 'attributes':
      return before.exists ? { ...before, ...owned(before, change.attributes) } : before;
    default:
      return change;
  }
}

function made(path: string, type: FilePresent['type'], before: FileSeen, attributes: Attributes): FilePresent {
  const fresh: FilePresent = {
    exists: true,
    path,
    type,
    mode: type === 'directory' ? 0o755 : 0o644,
    uid: 0,
    gid: 0,
    owner: 'root',
    group: 'root',
    size: 0,
    atime: 0,
    mtime: 0,
    ctime: 0,
    inode: 0,
    device: 0,
    links: 1,
    resolved: path,
  };
  const { content: _content, digest: _digest, target: _target, ...kept } = before.exists ? before : fresh;
  return { ...kept, path, type, ...owned(kept, attributes) };
}

function owned(before: FilePresent, { owner, group, mode }: Attributes): Partial<FilePresent> {
  return {
    ...(mode !== undefined && { mode }),
    ...(owner !== undefined && who(owner, { id: 'uid', name: 'owner' }, before.owner)),
    ...(group !== undefined && who(group, { id: 'gid', name: 'group' }, before.group)),
  };
}

// A name whose number is not known yet gets -1, which equals nobody's.
function who(
  word: string,
  field: { readonly id: 'uid' | 'gid'; readonly name: 'owner' | 'group' },
  before: string,
): Partial<FilePresent> {
  if (/^\d+$/.test(word)) return { [field.id]: Number(word), [field.name]: before };
  return { [field.name]: word, [field.id]: word === 'root' ? 0 : -1 };
}
