// The shell scripts that make an archive on the host and look into one that is there: tar, zip and the packers do the work.

import { printable } from '../../../plan/changes/small-content.ts';

export type Format = 'bz2' | 'gz' | 'tar' | 'xz' | 'zip';

/** What is made: one packed file, or an archive of names below a root. */
export type Contents =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'members';
      readonly root: string;
      readonly names: readonly string[];
      /** Everything below the names goes in as well. */
      readonly recursive: boolean;
      /** What changes while it is read is a failure: it is to be removed afterwards. */
      readonly strict: boolean;
    };

const PACKERS = { gz: 'gzip', bz2: 'bzip2', xz: 'xz' } as const;

/** The programs that the host must have. */
export function programsFor(format: Format, contents: Contents['kind']): readonly string[] {
  if (format === 'zip') return ['zip'];
  const packer = format === 'tar' ? [] : [PACKERS[format]];
  return contents === 'file' ? packer : ['tar', ...packer];
}

// What users have told these programs by the environment is not what this archive is made by.
const CLEAN = `LC_ALL=C; export LC_ALL
unset TAR_OPTIONS GZIP BZIP BZIP2 XZ_OPT XZ_DEFAULTS ZIPOPT ZIP CDPATH
gnu() { case $(tar --version 2>/dev/null) in *'GNU tar'*) return 0;; esac; return 1; }
`;

/** What writes the archive to standard output, and the names that it reads. */
export function makeScript(format: Format, contents: Contents): { readonly script: string; readonly stdin: Buffer } {
  if (contents.kind === 'file') {
    const packer = format === 'tar' || format === 'zip' ? 'cat' : PACKERS[format];
    return { script: `${CLEAN}${place(contents.path)}${packer} -c <"$place"`, stdin: Buffer.alloc(0) };
  }
  const { root, names, recursive, strict } = contents;
  const enter = root === '' ? '' : `${place(`${root.startsWith('/') ? '' : './'}${root}`)}cd "$place" || exit 1\n`;
  if (format === 'zip') return { script: `${CLEAN}${enter}${zipping(names)}`, stdin: zipNames(names) };
  const pack =
    names.length === 0
      ? NOTHING
      : PACK.replaceAll('RECURSION', recursive ? '' : '--no-recursion').replace('TOLERATED', strict ? '0' : '1');
  const script = format === 'tar' ? `${pack}pack` : `${pack}${PACKED.replace('PACKER', PACKERS[format])}`;
  return { script: `${CLEAN}${enter}${script}`, stdin: Buffer.from(names.map((name) => `${name}\0`).join('')) };
}

// A path within a script, of which the shell makes no words. The dot keeps a newline at its end.
const place = (path: string): string =>
  `place=$(printf %b '${printable(Buffer.from(path, 'utf8'))}.'); place=\${place%.}\n`;

const NOTHING = 'pack() { head -c 10240 /dev/zero; }\n';

// GNU tar opens what is below a name without looking through links, so that nobody who owns a directory can lead it elsewhere. Its exit code of 1
// says that a file was written to meanwhile, as logs are. Others take names as arguments only.
const PACK = `pack() {
  if gnu; then tar -c --format=gnu RECURSION --null -T - -f -; code=$?; [ "$code" -le TOLERATED ]
  else tr '\\0' '\\n' | { while IFS= read -r name; do set -- "$@" "$name"; done; tar -c -f - RECURSION -- "$@"; }; fi; }
`;

// A pipe answers what its last program does, so what the first one answered takes another way.
const PACKED = `exec 5>&1
code=$( { { pack; echo $? >&6; } | PACKER -c >&5; } 6>&1 ) || exit 1
exit "$code"`;

// Links stay links: a user could have made one to what only root may read. An archive without members is only its end.
function zipping(names: readonly string[]): string {
  return names.length === 0
    ? "printf 'PK\\005\\006\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'"
    : 'exec zip -q -X -y - -@';
}

// zip takes the leading ./ away; without it, a name could be an option.
const zipNames = (names: readonly string[]): Buffer => Buffer.from(names.map((name) => `./${name}\n`).join(''));

/** Answers what `tar -tv` says of the archive, and then `code` and what the packer answered. */
export function listScript(format: Format): string {
  const unpack = format === 'tar' || format === 'zip' ? 'cat' : `${PACKERS[format]} -dc`;
  return `${CLEAN}TZ=UTC0; export TZ
gnu && set -- "$1" --full-time --quoting-style=literal
archive=$1; shift
{ { ${unpack} <"$archive" 2>/dev/null; echo "code $?" >&4; } | tar -t -v --numeric-owner "$@" -f - 2>/dev/null; } 4>&1
exit 0`;
}

/** Succeeds where the packed file is this file. */
export function sameScript(format: Format): string {
  const unpack = format === 'tar' || format === 'zip' ? 'cat' : `${PACKERS[format]} -dc`;
  return `${CLEAN}${unpack} <"$1" 2>/dev/null | cmp -s - "$2"`;
}

/** Answers the last bytes of an archive of files that is made now, without keeping it: its directory has the checksums of what is there. zip cannot write links into a pipe. */
export function freshZipScript(
  root: string,
  names: readonly string[],
  size: number,
): { readonly script: string; readonly stdin: Buffer } {
  const { script, stdin } = makeScript('zip', { kind: 'members', root, names, recursive: false, strict: false });
  return { script: `( ${script.replace('zip -q', 'zip -1 -q')}\n) | tail -c ${size}`, stdin };
}
