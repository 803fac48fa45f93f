// Makes directories and links, and removes what is at a path.

import type { Fragment } from '../../host/index.ts';
import type { MakeDirectory, MakeLink, RemovePath } from '../change.ts';
import { attributeArgs, signature } from './attributes.ts';
import { besides } from './place.ts';
import { FUNCTIONS, STOPPED } from './script.ts';

export function directoryFragment({ path, attributes, before }: MakeDirectory): Fragment {
  const [owner = '', mode = '', ...label] = attributeArgs(attributes);
  const args = [path, signature(before), mode, owner, attributes.flags ?? '', ...label];
  return { script: DIRECTORY, args, direct: true };
}

// The mode is given when it is made, and the owner without looking through links: were the directory exchanged for a link to another one by
// whoever owns the parent, that one would not be touched. What is there and no directory is only ever a link that the user wants replaced.
// Where another made the directory since it was looked at, as several hosts do that delegate to one, there is nothing to refuse.
const DIRECTORY = `${FUNCTIONS}
path=$1 seen=$2 mode=$3 owner=$4 flags=$5; shift 5
if [ "$seen" != absent ] && [ ! -d "$path" ]; then unmoved "$path" "$seen"; rm -f -- "$path" || exit ${STOPPED.cannotWrite}; fi
if ! problem=$(mkdir \${mode:+-m "$mode"} -- "$path" 2>&1); then
  [ -d "$path" ] && [ ! -L "$path" ] || { echo "$problem" >&2; exit ${STOPPED.cannotWrite}; }
fi
if selinux; then restorecon -F -- "$path" 2>/dev/null; else set -- '' '' '' ''; fi
dress "$path" "$owner" '' "$@" -h || exit ${STOPPED.attributes}
if [ -n "$flags" ]; then chattr "$flags" -- "$path" || exit ${STOPPED.attributes}; fi
left "$path"
exit 0`;

export function linkFragment({ path, target, hard, before }: MakeLink): Fragment {
  return { script: LINK, args: [path, target, hard ? '' : '-s', signature(before), besides(path)], direct: true };
}

// A link is made under another name and renamed, so that there is no moment without one. A directory makes room only while it is empty.
const LINK = `${FUNCTIONS}
path=$1 target=$2 s=$3 seen=$4 new=$5
unmoved "$path" "$seen"
if [ -z "$s" ] && [ "$target" -ef "$path" ] && [ ! -L "$path" ]; then left "$path"; exit 0; fi
if [ -d "$path" ] && [ ! -L "$path" ]; then rmdir -- "$path" || exit ${STOPPED.isDirectory}; fi
ln $s -- "$target" "$new" || exit ${STOPPED.cannotWrite}
mv -fT -- "$new" "$path" 2>/dev/null || { [ ! -d "$path" ] && mv -f -- "$new" "$path"; } || { rm -f -- "$new"; exit ${STOPPED.cannotWrite}; }
if selinux && [ -n "$s" ]; then restorecon -F -- "$path" 2>/dev/null; fi
left "$path"
exit 0`;

export function removeFragment({ path, before }: RemovePath): Fragment {
  const directory = !before.exists || before.type === 'directory';
  return { script: REMOVE, args: [path, directory ? '-rf' : '-f'], direct: true };
}

// What was a file is not removed with everything in it, should it have become a directory. Nobody means to remove the root directory.
const REMOVE = `case $1 in ''|/|//|/.|/..|.|..) echo "'$1' is not removed" >&2; exit ${STOPPED.isDirectory};; esac
exec rm "$2" -- "$1"`;
