// The files of a host as check mode would have left them: what was predicted, laid over what the host really answers.

import type { Change, RunCommand } from './change.ts';
import { digest } from './digest.ts';
import type { DigestAlgorithm, FileLook, FilePresent, FileSeen, TreeLook, TreeSeen } from './look.ts';
import { predictedFile } from './predicted-file.ts';

interface Entry {
  readonly seen: FileSeen;
  /** The path at which the host already has these bytes: its own where only attributes are predicted, the source's for a copy. */
  readonly bytesAt?: string;
}

const MOST_LINKS = 40;

export class PredictedFiles {
  readonly #entries = new Map<string, Entry>();

  /** Takes a change as done. */
  predict(change: Exclude<Change, RunCommand>): void {
    const path = tidy(change.path);
    const now = this.#entries.get(path);
    const seen = predictedFile(change, now?.seen);
    const bytesAt = this.#bytesAt(change, now);
    this.#entries.set(path, { seen, ...(bytesAt !== undefined && { bytesAt }) });
    if (change.kind === 'remove' || change.kind === 'link') this.#forgetBelow(path);
  }

  /** Takes a file as it is said to be. */
  set(path: string, seen: FileSeen): void {
    this.#entries.set(tidy(path), { seen });
  }

  /** Whether one of these files is predicted to be there. */
  anyOf(paths: readonly string[]): boolean {
    return paths.some((path) => this.#entries.get(this.#place(path, true))?.seen.exists === true);
  }

  /** What a look will be answered with; `undefined` where the host must be asked (with `redirected`, and its answer be laid under by `over`). */
  answer(look: FileLook): FileSeen | undefined {
    const place = this.#place(look.path, look.follow);
    const entry = this.#entries.get(place);
    if (!entry) return this.#belowPredicted(place) ? { exists: false, path: look.path } : undefined;
    if (entry.bytesAt !== undefined && entry.seen.exists && entry.seen.type === 'file' && asksMore(look))
      return undefined;
    return this.#named(look, answerTo(look, entry.seen));
  }

  /** The look to ask the host instead: not through predicted links, which it does not have, and for bytes where they are now. */
  redirected<L extends FileLook | TreeLook>(look: L): L {
    const place = this.#place(look.path, look.kind === 'tree' || look.follow === true);
    const bytesAt = look.kind === 'file' ? this.#entries.get(place)?.bytesAt : undefined;
    return { ...look, path: bytesAt ?? place };
  }

  /** The host's answer to a redirected look, with the attributes that are predicted. */
  over(look: FileLook, real: FileSeen): FileSeen {
    const place = this.#place(look.path, look.follow);
    // A real link may lead to a file of which something is predicted.
    const entry =
      this.#entries.get(place) ?? (real.exists && look.follow ? this.#entries.get(real.resolved) : undefined);
    if (!entry?.seen.exists || !real.exists)
      return entry ? this.#named(look, answerTo(look, entry.seen)) : this.#named(look, real);
    const { content, digest: sum, unreadable, tooLarge, flags, version, mime, access } = real;
    const bytes = {
      ...(content && { content }),
      ...(sum !== undefined && { digest: sum }),
      ...(unreadable && { unreadable }),
      ...(tooLarge && { tooLarge }),
      ...(flags !== undefined && { flags }),
      ...(version !== undefined && { version }),
      ...(mime !== undefined && { mime }),
      ...(access && { access }),
    };
    const known = answerTo(look, entry.seen);
    const link = { resolved: real.resolved, ...(real.target !== undefined && { target: real.target }) };
    return this.#named(look, { ...known, ...(entry.bytesAt !== undefined && bytes), ...(place === look.path && link) });
  }

  /** A tree with what is predicted in it. */
  overTree(look: TreeLook, real: TreeSeen): TreeSeen {
    const place = this.#place(look.path, true);
    const root = this.#entries.get(place)?.seen;
    const inside = [...this.#entries].filter(([path]) => isBelow(path, place));
    if (root && (!root.exists || root.type !== 'directory')) return { exists: false, entries: [] };
    const entries = new Map<string, FilePresent>();
    for (const entry of root?.inode === 0 ? [] : real.entries) {
      if (!this.#belowPredicted(entry.path)) entries.set(entry.path, entry);
    }
    for (const [path, { seen, bytesAt }] of inside) {
      if (seen.exists && isWithin(path, place, look.depth))
        entries.set(path, treeEntry(look, seen, bytesAt === path ? entries.get(path) : undefined));
      else entries.delete(path);
    }
    const shown = [...entries.values()].map((entry) => ({
      ...entry,
      path: look.path + entry.path.slice(place.length),
    }));
    return {
      ...real,
      exists: real.exists || root !== undefined || inside.some(([, { seen }]) => seen.exists),
      entries: shown,
    };
  }

  // An answer goes by the look's own path; what was seen through a predicted link knows where that leads.
  #named(look: FileLook, seen: FileSeen): FileSeen {
    if (!seen.exists) return { ...seen, path: look.path };
    const itself = look.follow ? this.#entries.get(this.#place(look.path, false))?.seen : undefined;
    const target = itself?.exists && itself.type === 'link' ? itself.target : undefined;
    return { ...seen, path: look.path, ...(target !== undefined && { target }) };
  }

  #bytesAt(change: Exclude<Change, RunCommand>, now: Entry | undefined): string | undefined {
    if (change.kind === 'attributes')
      return now ? now.bytesAt : change.before.exists && change.before.inode !== 0 ? change.path : undefined;
    if (change.kind !== 'copy' || change.producer) return undefined;
    const source = this.#entries.get(change.from);
    return source ? source.bytesAt : change.from;
  }

  #forgetBelow(path: string): void {
    for (const known of [...this.#entries.keys()]) if (isBelow(known, path)) this.#entries.delete(known);
  }

  // Where a path leads by the links that are predicted: one part after the other, as the kernel does it.
  #place(path: string, follow: boolean): string {
    let parts = path.split('/');
    let place = path.startsWith('/') ? '' : (parts.shift() ?? '');
    let hops = 0;
    while (parts.length > 0) {
      const [part = '', ...rest] = parts;
      parts = rest;
      if (part === '' || part === '.') continue;
      if (part === '..') {
        place = place.slice(0, Math.max(place.lastIndexOf('/'), 0));
        continue;
      }
      const next = `${place}/${part}`;
      const known = this.#entries.get(next)?.seen;
      const target = known?.exists && known.type === 'link' && known.inode === 0 ? known.target : undefined;
      if (target === undefined || (rest.length === 0 && !follow) || hops++ > MOST_LINKS) place = next;
      else {
        if (target.startsWith('/')) place = '';
        parts = [...target.split('/'), ...rest];
      }
    }
    // `..` behind a real link leads elsewhere than its text says: only where a predicted link was passed, the text is ours.
    if (hops === 0) return tidy(path);
    return place === '' ? '/' : place;
  }

  // Below what was removed there is nothing, and in a directory that was only just predicted there is only what was predicted too.
  #belowPredicted(path: string): boolean {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const known = this.#entries.get(path.slice(0, at))?.seen;
      if (known) return !known.exists || known.type !== 'directory' || known.inode === 0;
    }
    return false;
  }
}

// Without doubled slashes, `.` parts and slashes at the end, so that one path has one spelling. The empty path stays: it names nothing.
function tidy(path: string): string {
  if (path === '') return '';
  return path.replace(/\/(?:\.?\/)+/g, '/').replace(/(?<=.)\/\.?$/, '') || '/';
}

function isBelow(path: string, directory: string): boolean {
  return path.startsWith(directory === '/' ? '/' : `${directory}/`);
}

function isWithin(path: string, directory: string, depth: number | undefined): boolean {
  return (
    depth === undefined ||
    path
      .slice(directory.length)
      .split('/')
      .filter((part) => part !== '').length <= depth
  );
}

function asksMore(look: FileLook): boolean {
  return look.content !== 'none' || look.digest !== undefined || look.details !== undefined;
}

function answerTo(look: FileLook, known: FileSeen): FileSeen {
  if (!known.exists) return known;
  const { content, digest: _digest, ...rest } = known;
  const unless = typeof look.content === 'object' ? look.content.unless : undefined;
  const wanted =
    look.content !== 'none' && content !== undefined && (unless === undefined || digest(content, 'sha1') !== unless);
  const sum = look.digest && digestOf(known, look.digest);
  const same = unless !== undefined && digestOf(known, 'sha1') === unless;
  const unknown = look.content !== 'none' && content === undefined && known.type === 'file' && !same;
  return {
    ...rest,
    ...(wanted && { content }),
    ...(sum !== undefined && { digest: sum }),
    // Only what is streamed is predicted without its bytes.
    ...(unknown && { tooLarge: true }),
  };
}

// Of what is streamed to the host, the SHA-1 is known beforehand.
function digestOf({ content, digest: sha1 }: FilePresent, algorithm: DigestAlgorithm): string | undefined {
  if (content) return digest(content, algorithm);
  return algorithm === 'sha1' ? sha1 : undefined;
}

function treeEntry(look: TreeLook, seen: FilePresent, real: FilePresent | undefined): FilePresent {
  const { content, digest: _digest, ...rest } = seen;
  const sum = look.digest && (content ? digest(content, look.digest) : real?.digest);
  return { ...rest, ...(sum !== undefined && { digest: sum }) };
}
