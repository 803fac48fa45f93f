// SELinux's contexts of files by their paths, as the policy's files have them and semanage sets them.

import { run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { RunSeen } from '../../plan/look.ts';

export interface FileContext {
  readonly user: string;
  readonly type: string;
  readonly level: string;
}

export interface FileContexts {
  /** What was set on this host, by the letter of the kind of file (`a`: all). */
  readonly local: ReadonlyMap<string, FileContext>;
  readonly policy: ReadonlyMap<string, FileContext>;
  /** The path whose contexts hold for everything below. */
  readonly substitute: { readonly path: string; readonly isLocal: boolean } | undefined;
}

// Only the lines of the one path, each behind the name of its file: no start of semanage's Python is needed.
const SCRIPT = `command -v semanage >/dev/null 2>&1 || exit 127
type=$(sed -n 's/^SELINUXTYPE=//p' /etc/selinux/config 2>/dev/null)
cd "/etc/selinux/\${type:-targeted}/contexts/files" 2>/dev/null || exit 0
for name in file_contexts file_contexts.homedirs file_contexts.local file_contexts.subs_dist file_contexts.subs; do
  [ ! -r "$name" ] || while read -r path rest; do [ "$path" != "$1" ] || printf '%s %s\\n' "$name" "$rest"; done <"$name"
done`;

/** What SELinux has for one path, told without semanage. */
export const fileContextsLook = (target: string) => run({ script: SCRIPT, args: [target] }, ['selinux', 'packages']);

const LETTERS: ReadonlyMap<string, string> = new Map([
  ['--', 'f'],
  ['-b', 'b'],
  ['-c', 'c'],
  ['-d', 'd'],
  ['-l', 'l'],
  ['-p', 'p'],
  ['-s', 's'],
]);

/** The answer: `file_contexts.local -d system_u:object_r:etc_t:s0`, `file_contexts.subs /home`. */
export function fileContextsIn({ stdout }: RunSeen): FileContexts {
  const local = new Map<string, FileContext>();
  const policy = new Map<string, FileContext>();
  let substitute: FileContexts['substitute'];
  for (const line of stdout.toString('utf8').split('\n')) {
    const [name = '', ...words] = line.split(/\s+/).filter((word) => word !== '');
    if (name.startsWith('file_contexts.subs')) {
      substitute = { path: words[0] ?? '', isLocal: name === 'file_contexts.subs' };
      continue;
    }
    const [user, , type, ...level] = (words.at(-1) ?? '').split(':');
    if (user === undefined || type === undefined) continue;
    const context = { user, type, level: level.join(':') };
    const letter = words.length > 1 ? (LETTERS.get(words[0] ?? '') ?? 'a') : 'a';
    (name === 'file_contexts.local' ? local : policy).set(letter, context);
  }
  return { local, policy, substitute };
}

function printed({ local, policy, substitute }: FileContexts): RunSeen {
  const flag = (letter: string): string => [...LETTERS].find(([, one]) => one === letter)?.[0].concat(' ') ?? '';
  const lines = (name: string, contexts: ReadonlyMap<string, FileContext>): readonly string[] =>
    [...contexts].map(
      ([letter, { user, type, level }]) => `${name} ${flag(letter)}${user}:object_r:${type}:${level}\n`,
    );
  const subs = substitute ? [`file_contexts.subs${substitute.isLocal ? '' : '_dist'} ${substitute.path}\n`] : [];
  const text = [...lines('file_contexts', policy), ...lines('file_contexts.local', local), ...subs].join('');
  return { code: 0, stdout: Buffer.from(text), stderr: Buffer.alloc(0) };
}

export interface FileContextPlace {
  readonly seen: RunSeen;
  readonly target: string;
  readonly reload: boolean;
}

/** `undefined` takes away what this host has set. */
export type FileContextWish =
  | { readonly ftype: string; readonly context: FileContext | undefined }
  | { readonly substitute: string | undefined };

/** The command that sets a context or a substitute for a path, or takes away what was set here. */
export function fileContextChange({ seen, target, reload }: FileContextPlace, wish: FileContextWish): RunCommand {
  const before = fileContextsIn(seen);
  const after =
    'ftype' in wish ? withContext(before, wish.ftype, wish.context) : withSubstitute(before, wish.substitute);
  const argv = (from: FileContexts, to: FileContexts): readonly [string, ...string[]] => [
    'semanage',
    'fcontext',
    ...('ftype' in wish ? contextWords(from, to, wish.ftype) : substituteWords(from, to)),
    ...(reload ? [] : ['-N']),
    target,
  ];
  return {
    kind: 'run',
    title: titleOf(target, wish),
    command: { argv: argv(before, after) },
    touches: ['selinux'],
    accept: [0],
    predictable: true,
    leaves: [{ kind: 'run', look: fileContextsLook(target), value: printed(after) }],
    undo: { argv: argv(after, before) },
    diff: {
      before: printed(before).stdout.toString('utf8'),
      after: printed(after).stdout.toString('utf8'),
      header: `SELinux contexts of ${target}`,
    },
  };
}

function titleOf(target: string, wish: FileContextWish): string {
  if ('substitute' in wish)
    return wish.substitute === undefined
      ? `label ${target} by its own path`
      : `label ${target} as if it were ${wish.substitute}`;
  return wish.context ? `label ${target} as ${wish.context.type}` : `take the label from ${target}`;
}

function withContext(contexts: FileContexts, letter: string, context: FileContext | undefined): FileContexts {
  const local = new Map(contexts.local);
  if (context) local.set(letter, context);
  else local.delete(letter);
  return { ...contexts, local };
}

function withSubstitute(contexts: FileContexts, path: string | undefined): FileContexts {
  return { ...contexts, substitute: path === undefined ? undefined : { path, isLocal: true } };
}

function contextWords(from: FileContexts, to: FileContexts, letter: string): readonly string[] {
  const context = to.local.get(letter);
  if (context === undefined) return ['-d', '-f', letter];
  const verb = from.local.has(letter) || from.policy.has(letter) ? '-m' : '-a';
  return [verb, '-t', context.type, '-s', context.user, '-r', context.level, '-f', letter];
}

function substituteWords(from: FileContexts, to: FileContexts): readonly string[] {
  if (to.substitute?.isLocal) return [from.substitute?.isLocal ? '-m' : '-a', '-e', to.substitute.path];
  return ['-d', '-e', from.substitute?.path ?? ''];
}
