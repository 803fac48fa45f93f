// Attributes of many paths below one directory, set by few programs: one for all files of a directory that get the same.

import type { Fragment } from '../../host/index.ts';
import type { Attributes, SetAttributes } from '../change.ts';
import { attributeArgs, stamp } from './attributes.ts';
import { FUNCTIONS, STOPPED } from './script.ts';

/** The fragment for changes of one tree (same `within`). Each directory that is finished answers with a record `done COUNT`. */
export function treeAttributesFragment(within: string, changes: readonly SetAttributes[]): Fragment {
  const base = within.replace(/\/+$/, '');
  const args: string[] = [base === '' ? '/' : base];
  const arg = (text: string): string => {
    args.push(text);
    return `"\${${args.length}}"`;
  };
  const lines = byDirectory(changes).map(([directory, mine]) => {
    const calls = steps(mine).map(([call, words]) => `${call} ${words.map(arg).join(' ')}`);
    return `( enter ${arg(directory.slice(base.length).replace(/\/$/, ''))} && ${calls.join(' && ')} ) || exit $?\nprintf 'done %s\\0' ${mine.length}`;
  });
  return { script: `${TREE_FUNCTIONS}${lines.join('\n')}\nexit 0`, args, direct: true };
}

function byDirectory(changes: readonly SetAttributes[]): readonly (readonly [string, readonly SetAttributes[]])[] {
  const runs: (readonly [string, SetAttributes[]])[] = [];
  for (const change of changes) {
    const directory = change.path.slice(0, change.path.lastIndexOf('/')) || '/';
    const last = runs.at(-1);
    if (last?.[0] === directory) last[1].push(change);
    else runs.push([directory, [change]]);
  }
  return runs;
}

type Step = readonly [call: 'own' | 'mode' | 'mark' | 'when' | 'flag', words: readonly string[]];

// Owner before mode, since chown takes away setuid; flags last, since +i ends everything.
function steps(changes: readonly SetAttributes[]): readonly Step[] {
  const groups = new Map<string, { readonly call: Step[0]; readonly words: string[] }>();
  const add = (order: number, call: Step[0], what: readonly string[], change: SetAttributes): void => {
    const key = JSON.stringify([order, call, ...what]);
    const group = groups.get(key) ?? { call, words: [...what] };
    group.words.push(`./${change.path.slice(change.path.lastIndexOf('/') + 1)}`);
    groups.set(key, group);
  };
  for (const change of changes) {
    const { flags, atime, mtime } = change.attributes;
    const [owner = '', mode = '', ...label] = attributeArgs(change.attributes);
    if (flags?.startsWith('-')) add(0, 'flag', [flags], change);
    if (owner !== '') add(1, 'own', [owner], change);
    if (mode !== '' && !isLink(change)) add(2, 'mode', [mode], change);
    if (label.some((part) => part !== '')) add(3, 'mark', label, change);
    if (atime !== undefined) add(4, 'when', ['-a', stamp(atime)], change);
    if (mtime !== undefined) add(4, 'when', ['-m', stamp(mtime)], change);
    if (flags !== undefined && !flags.startsWith('-')) add(5, 'flag', [flags], change);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { call, words }]) => [call, words]);
}

function isLink({ before }: { readonly before: SetAttributes['before']; readonly attributes: Attributes }): boolean {
  return before.exists && before.type === 'link';
}

// A directory is entered and then asked where it is: once inside, it cannot be exchanged for a link any more. chmod looks through links, so in
// a directory where others may exchange names, each file is opened and compared first.
const TREE_FUNCTIONS = `${FUNCTIONS}
top=$(cd -P -- "$1" && pwd -P && echo .) || die ${STOPPED.moved} "$1 is not there any more"
top=\${top%?.}; top=\${top%/}
enter() { there=$top$1; there=\${there:-/}
  cd -P -- "$there" && here=$(pwd -P && echo .) && here=\${here%?.} || exit ${STOPPED.moved}
  [ "$here" = "$there" ] || die ${STOPPED.moved} "$there was exchanged for a link by somebody else meanwhile"
  trusted=; if [ -O . ]; then case $(stat -c %a .) in *[2367]?|*[2367]) ;; *) trusted=y;; esac; fi; }
own() { o=$1; shift; chown -h -- "$o" "$@" || exit ${STOPPED.attributes}; }
mode() { m=$1; shift
  if [ -n "$trusted" ] || [ ! -e /proc/self/fd/0 ]; then chmod -- "$m" "$@" || exit ${STOPPED.attributes}; return 0; fi
  for p do
    [ -f "$p" ] || [ -d "$p" ] || { [ ! -L "$p" ] && chmod -- "$m" "$p"; continue; }
    { exec 3<"$p"; } 2>/dev/null || { [ ! -L "$p" ] && chmod -- "$m" "$p" || exit ${STOPPED.attributes}; continue; }
    [ ! -L "$p" ] && [ "$p" -ef /proc/self/fd/3 ] || die ${STOPPED.moved} "$p was exchanged for a link by somebody else meanwhile"
    chmod -- "$m" /proc/self/fd/3 || exit ${STOPPED.attributes}
  done; }
mark() { u=$1 r=$2 t=$3 l=$4; shift 4; chcon -h \${u:+-u "$u"} \${r:+-r "$r"} \${t:+-t "$t"} \${l:+-l "$l"} -- "$@" || exit ${STOPPED.attributes}; }
when() { w=$1 t=$2; shift 2
  if [ "$t" = now ]; then touch -h -c "$w" -- "$@" || exit ${STOPPED.attributes}
  else touch -h -c "$w" -d "$t" -- "$@" 2>/dev/null || touch -h -c "$w" -d "\${t%.*}" -- "$@" || exit ${STOPPED.attributes}; fi; }
flag() { f=$1; shift; chattr "$f" -- "$@" || exit ${STOPPED.attributes}; }
`;
