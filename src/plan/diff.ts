// Shows changes: before and after as text, the way Ansible's --diff has them, from the same data that performs and undoes them.

import type { Change } from './change.ts';
import type { FileSeen } from './look.ts';
import { predictedFile } from './predicted-file.ts';

/** One entry of a result's `diff`. */
export interface Diff {
  readonly before: string;
  readonly after: string;
  readonly before_header: string;
  readonly after_header: string;
}

const HIDDEN = '<secret>\n';
/** Bytes; more than that is named by size alone. */
const SHOWN = 104448;

/** The diffs of changes that have something to show. */
export function diffsOf(changes: readonly Change[]): readonly Diff[] {
  return changes.flatMap((change) => diffOf(change));
}

function diffOf(change: Change): readonly Diff[] {
  if (change.kind === 'run') {
    if (!change.diff) return [];
    const header = change.diff.header ?? change.title;
    return [{ before: change.diff.before, after: change.diff.after, before_header: header, after_header: header }];
  }
  const after = predictedFile(change, change.before);
  const content = change.kind === 'write' || change.kind === 'copy' ? contentDiff(change) : [];
  // That a file is new shows in its bytes already.
  const isNewFile = content.length > 0 && !change.before.exists;
  const attributes = isNewFile ? [] : attributeDiff(change.path, change.before, after);
  return [...content, ...attributes];
}

function contentDiff(change: Extract<Change, { readonly kind: 'write' | 'copy' }>): readonly Diff[] {
  const headers = { before_header: change.before.exists ? change.path : '/dev/null', after_header: change.path };
  if (change.kind === 'write' && change.secret) return [{ before: HIDDEN, after: HIDDEN, ...headers }];
  const after = change.kind === 'write' ? change.content : change.source.exists ? change.source.content : undefined;
  return [
    { before: text(change.before.exists ? change.before.content : Buffer.alloc(0)), after: shown(after), ...headers },
  ];
}

function shown(content: Buffer | { readonly size: number } | undefined): string {
  if (content === undefined) return '(not read)\n';
  return Buffer.isBuffer(content) ? text(content) : `(${content.size} bytes)\n`;
}

function text(bytes: Buffer | undefined): string {
  if (bytes === undefined) return '(not read)\n';
  if (bytes.includes(0)) return `(binary, ${bytes.length} bytes)\n`;
  return bytes.length > SHOWN ? `(${bytes.length} bytes)\n` : bytes.toString('utf8');
}

function attributeDiff(path: string, before: FileSeen, after: FileSeen): readonly Diff[] {
  const lines = (file: FileSeen, other: FileSeen): readonly string[] => {
    if (!file.exists) return ['state: absent'];
    if (!other.exists || file.type !== other.type) return [`state: ${file.type}`];
    return [
      ...(file.mode === other.mode ? [] : [`mode: '${file.mode.toString(8).padStart(4, '0')}'`]),
      ...(file.owner === other.owner ? [] : [`owner: ${file.owner}`]),
      ...(file.group === other.group ? [] : [`group: ${file.group}`]),
    ];
  };
  const one = lines(before, after);
  const two = lines(after, before);
  if (one.length === 0 && two.length === 0) return [];
  return [{ before: block(one), after: block(two), before_header: path, after_header: path }];
}

const block = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
