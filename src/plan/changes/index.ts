// Every kind of change as a fragment for the lane, and what its reply means: the one place where hosts are changed.

import type { Fragment, Reply } from '../../host/index.ts';
import type { Change, MakeDirectory, MakeLink, Performed, RemovePath } from '../change.ts';
import { fragmentOf } from '../command.ts';
import type { ResourceName } from '../resource.ts';
import { attributeArgs, attributesFragment, SIGNATURE, signature } from './attributes.ts';
import { placeFragment, STOPPED } from './place.ts';

/** What a change touches. */
export function touches(change: Change): readonly ResourceName[] {
  return change.kind === 'run' ? change.touches : [`path:${change.path}`];
}

/** The fragment that performs a change. */
export function fragmentFor(change: Change): Fragment {
  switch (change.kind) {
    case 'write':
    case 'copy':
      return placeFragment(change);
    case 'attributes':
      return attributesFragment(change);
    case 'directory':
      return directoryFragment(change);
    case 'link':
      return linkFragment(change);
    case 'remove':
      return removeFragment(change);
    case 'run':
      return fragmentOf(change.command);
    default:
      return unreachable(change);
  }
}

function unreachable(change: never): never {
  throw new TypeError(`unknown change ${JSON.stringify(change)}`);
}

function directoryFragment({ path, attributes }: MakeDirectory): Fragment {
  return { script: DIRECTORY, args: [path, ...attributeArgs(attributes)], direct: true };
}

const DIRECTORY = `path=$1 mode=$2 owner=$3
mkdir -- "$path" || exit 1
if [ -n "$owner" ]; then chown -h "$owner" "$path" || exit 1; fi
if [ -n "$mode" ]; then chmod "$mode" "$path" || exit 1; fi
if [ -e /sys/fs/selinux/enforce ]; then restorecon -F -- "$path" 2>/dev/null; fi
exit 0`;

function linkFragment({ path, target, hard, before }: MakeLink): Fragment {
  return { script: LINK, args: [path, target, hard ? '' : '-s', signature(before)], direct: true };
}

// A link is made under another name and renamed, so that there is no moment without one.
const LINK = `path=$1 target=$2 s=$3 seen=$4
${SIGNATURE}
[ "$(signature "$path")" = "$seen" ] || { echo "$path was changed by somebody else meanwhile" >&2; exit ${STOPPED.moved}; }
if [ "$seen" = absent ]; then exec ln $s -- "$target" "$path"; fi
if [ -d "$path" ] && [ ! -L "$path" ]; then rm -rf -- "$path" || exit 1; exec ln $s -- "$target" "$path"; fi
new="$path.tsplay-$$"
ln $s -- "$target" "$new" && mv -fT -- "$new" "$path" || { rm -f -- "$new"; exit 1; }`;

function removeFragment({ path }: RemovePath): Fragment {
  return { script: 'exec rm -rf -- "$1"', args: [path], direct: true };
}

/** What a reply says of the change it performed. */
export function performed(
  change: Change,
  reply: Reply,
  times: { readonly started: number; readonly ended: number },
): Performed {
  const failed = failure(change, reply);
  const backupFile = /^backup (.*)$/m.exec(change.kind === 'run' ? '' : reply.stdout.toString('utf8'))?.[1];
  const previous = previousBytes(change);
  return {
    change,
    code: reply.code,
    stdout: reply.stdout,
    stderr: reply.stderr,
    ...times,
    ...(previous && { previous }),
    ...(backupFile !== undefined && { backupFile }),
    ...(failed !== undefined && { failed }),
  };
}

function previousBytes(change: Change): Buffer | undefined {
  if (change.kind === 'run' || !change.before.exists) return undefined;
  return change.before.content;
}

function failure(change: Change, reply: Reply): string | undefined {
  if (reply.timedOut) return `${describe(change)}: it took too long and was ended`;
  if (reply.code === 0) return undefined;
  if (change.kind === 'run') {
    if (change.accept === 'any' || change.accept.includes(reply.code)) return undefined;
    return `${describe(change)} failed with exit code ${reply.code}${said(reply)}`;
  }
  return `${describe(change)} failed${said(reply)}`;
}

function said(reply: Reply): string {
  const words = reply.stderr.toString('utf8').trim() || reply.stdout.toString('utf8').trim();
  return words === '' ? '' : `: ${words}`;
}

/** What a change does, in a few words: "write /etc/motd". */
export function describe(change: Change): string {
  switch (change.kind) {
    case 'write':
      return `write ${change.path}`;
    case 'copy':
      return `copy ${change.from} to ${change.path}`;
    case 'attributes':
      return `set the attributes of ${change.path}`;
    case 'directory':
      return `make the directory ${change.path}`;
    case 'link':
      return `link ${change.path} to ${change.target}`;
    case 'remove':
      return `remove ${change.path}`;
    case 'run':
      return change.title;
    default:
      return unreachable(change);
  }
}
