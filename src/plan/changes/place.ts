// Puts a file in place in one step: written under a random name in the same directory, given its attributes, validated, then renamed.

import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Fragment } from '../../host/index.ts';
import type { Attributes, CopyPath, WriteFile } from '../change.ts';
import { splitWords } from '../words.ts';
import { attributeArgs, signature } from './attributes.ts';
import { FUNCTIONS, STOPPED } from './script.ts';
import { isSmall, printable } from './small-content.ts';

/** A name beside `path` that nobody can be waiting at. */
export function besides(path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return `${directory}.tsplay-${randomBytes(8).toString('hex')}`;
}

/** Standard output has records: `backup PATH` where a backup was made, `left` for the file that is then there, `invalid CODE OUTPUT` where it did not validate. */
export function placeFragment(change: WriteFile | CopyPath): Fragment {
  const temporary = besides(change.path);
  const { attributes, keepsOwner } = wantedOf(change);
  const args = [
    change.path,
    temporary,
    signature(change.before),
    change.kind === 'copy' ? change.from : '',
    change.kind === 'copy' && change.checksum ? `${change.checksum.algorithm} ${change.checksum.hex}` : '',
    change.kind === 'write' ? String(sizeOf(change)) : '',
    change.backup ? besides(change.path) : '',
    change.inPlace ? 'yes' : '',
    keepsOwner ? 'yes' : '',
    attributes.flags ?? '',
    ...attributeArgs(attributes),
    // The script fills in `%s`: where the directory cannot be written, the new file is elsewhere.
    ...(change.validate === undefined ? [] : splitWords(change.validate)),
  ];
  const { script, stdin } = sourceOf(change);
  return { script: `${script}${SCRIPT}`, args, ...(stdin && { stdin }), direct: true };
}

/** Shell functions `bytes` and `trouble`, and what they read. */
function sourceOf(change: WriteFile | CopyPath): Pick<Fragment, 'script' | 'stdin'> {
  if (change.kind === 'copy') {
    const { producer } = change;
    return producer ? { script: produced(producer.script), stdin: producer.stdin } : { script: COPIED };
  }
  const { content } = change;
  if (isSmall(content)) return { script: spelled(content) };
  return { script: COPIED, stdin: Buffer.isBuffer(content) ? content : createReadStream(content.file) };
}

// In a subshell, since it may exit.
function produced(script: string): string {
  return `bytes() ( ${script}\n)\ntrouble() { echo "cannot get $from"; }\n`;
}

// The shell writes them itself, where they are few.
function spelled(content: Buffer): string {
  return `bytes() { printf %b '${printable(content)}'; }\n${TROUBLE}`;
}

const TROUBLE = 'trouble() { echo "cannot write $path: is the disk full?"; }\n';

const COPIED = `bytes() { if [ -n "$from" ]; then cat <"$from"; else cat; fi; }
${TROUBLE}`;

/** The attributes that the new file gets: what the change leaves open is kept from the file that is there, or goes by the umask that was seen. */
export function wantedOf({ attributes, before }: WriteFile | CopyPath): {
  readonly attributes: Attributes;
  /** Only the old owner is kept: an identity that may not give files away goes on without. */
  readonly keepsOwner: boolean;
} {
  if (!before.exists || before.type !== 'file') {
    const umask = before.exists ? before.umask : before.maker?.umask;
    const mode = attributes.mode ?? (umask === undefined ? undefined : 0o666 & ~umask);
    return { attributes: { ...attributes, ...(mode !== undefined && { mode }) }, keepsOwner: false };
  }
  return {
    attributes: {
      ...attributes,
      mode: attributes.mode ?? before.mode,
      owner: attributes.owner ?? String(before.uid),
      group: attributes.group ?? String(before.gid),
    },
    keepsOwner: attributes.owner === undefined && attributes.group === undefined,
  };
}

function sizeOf({ content }: WriteFile): number {
  return Buffer.isBuffer(content) ? content.length : content.size;
}

// The file is created with noclobber (O_EXCL), so that no planted link is ever followed, and dressed through the open descriptor: in a
// directory that a user owns, the name could meanwhile lead elsewhere. A connection that is lost on the way must not leave half a file,
// hence the count of bytes. What the file is then is asked before it is renamed, with the same program that counts; only a validation may
// change it afterwards. Whether the file was changed meanwhile is asked as late as can be. A backup goes by a random name too, since its
// final name can be guessed.
const SCRIPT = `${FUNCTIONS}
path=$1 new=$2 seen=$3 from=$4 sum=$5 size=$6 spare=$7 inplace=$8 keeps=$9; shift 9
flags=$1; shift
owner=$1 mode=$2 lu=$3 lr=$4 lt=$5 ll=$6; shift 6
case $path in */*) dir=\${path%/*}; dir=\${dir:-/};; *) dir=.;; esac
[ -d "$dir" ] || die ${STOPPED.noDirectory} "the directory $dir does not exist"
if [ -d "$path" ] && [ ! -L "$path" ]; then die ${STOPPED.isDirectory} "$path is a directory"; fi
[ -n "$mode" ] || mode=$(printf '%o' $(( 0666 & ~0$(umask) )))
umask 077
wear() {
  if [ -n "$owner" ]; then e=$(chown -- "$owner" "$1" 2>&1) || [ -n "$keeps" ] || die ${STOPPED.attributes} "cannot give $path to $owner: $e"; fi
  dress "$1" '' "$mode" "$2" "$3" "$4" "$5" || die ${STOPPED.attributes} "cannot set the attributes of $path"; }
fill() {
  bytes >&3 || die ${STOPPED.cannotWrite} "$(trouble)"
  fd=/proc/self/fd/3; [ -e "$fd" ] || fd=$new
  if [ -n "$sum" ]; then
    got=$("\${sum%% *}sum" <"$fd") || die ${STOPPED.invalid} "the host has no \${sum%% *}sum; install coreutils"
    [ "\${got%% *}" = "\${sum#* }" ] || die ${STOPPED.invalid} "The checksum for $path did not match \${sum#* }; it was \${got%% *}."
  fi
  if selinux; then
    if [ -e "$path" ]; then chcon --reference="$path" "$fd" 2>/dev/null
    else c=$(matchpathcon -n -- "$path" 2>/dev/null) && chcon -- "$c" "$fd" 2>/dev/null; fi
    wear "$fd" "$lu" "$lr" "$lt" "$ll"
  else wear "$fd"; fi
  now=$(stat -L -c "$format" -- "$fd") || die ${STOPPED.cannotWrite} "cannot write $path"
  bytes=\${now#* * * } bytes=\${bytes%% *}
  [ -z "$size" ] || [ "$bytes" = "$size" ] || die ${STOPPED.cannotWrite} "not all of $path has arrived"; }
trap 'rm -f -- "$new" \${spare:+"$spare"}' EXIT
trap 'exit 130' HUP INT TERM
if [ -n "$inplace" ]; then { : >"$new"; } 2>/dev/null || new=$(mktemp); rm -f -- "$new"; fi
set -C
fill 3>"$new" || die ${STOPPED.cannotWrite} "cannot create a file in $dir"
set +C
if [ $# -gt 0 ]; then
  n=$#
  while [ "$n" -gt 0 ]; do
    word= rest=$1; shift; n=$((n-1))
    while :; do case $rest in *%s*) word=$word\${rest%%%s*}$new; rest=\${rest#*%s};; *) break;; esac; done
    set -- "$@" "$word$rest"
  done
  said=$( (exec "$@" </dev/null); code=$?; echo .; exit "$code" ) || { printf 'invalid %s %s\\0' "$?" "\${said%.}"; exit ${STOPPED.invalid}; }
fi
unmoved "$path" "$seen"
if [ -n "$spare" ] && [ -e "$path" ]; then
  read -r pid rest </proc/self/stat 2>/dev/null || pid=$$
  copy="$path.$pid.$(date +%Y-%m-%d@%H:%M:%S)~"
  cp -p -- "$path" "$spare" && mv -f -- "$spare" "$copy" || die ${STOPPED.cannotWrite} "cannot make the backup $copy"
  printf 'backup %s\\0' "$copy"
fi
if mv -fT -- "$new" "$path" 2>/dev/null || { [ ! -d "$path" ] && mv -f -- "$new" "$path"; }; then trap - EXIT
elif [ -n "$inplace" ] && [ -e "$path" ]; then
  cat "$new" >"$path" || die ${STOPPED.cannotWrite} "cannot write $path"
  wear "$path" "$lu" "$lr" "$lt" "$ll"
  now=$(stat -c "$format" -- "$path")
else die ${STOPPED.cannotWrite} "cannot put $path in place; where it is a mount point of its own, 'unsafe_writes: true' writes into it"; fi
if [ -n "$flags" ]; then chattr "$flags" -- "$path" || die ${STOPPED.attributes} "cannot set the flags of $path"; fi
[ $# -eq 0 ] || now=$(stat -c "$format" -- "$path")
printf 'left %s\\0' "$now"
exit 0`;
