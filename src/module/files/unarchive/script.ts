// The shell scripts that look into an archive on the host and unpack it: tar and unzip do the work.

/** How an archive gets to the scripts. */
export interface ArchiveSource {
  /** Path on the host; empty where the archive is fetched. */
  readonly path: string;
  /** sh text that writes the archive to its standard output, and what that reads on its standard input. */
  readonly script: string;
  readonly stdin: Buffer | undefined;
}

/** What tar and unzip are told beside the archive and the destination. */
export interface Selection {
  readonly exclude: readonly string[];
  readonly include: readonly string[];
  readonly extra: readonly string[];
  readonly keepNewer: boolean;
}

// Stands for the archive among the words, since only the script knows where a fetched one lies.
const MARK = '\u0001archive';

/** The arguments of both scripts: words for tar and words for unzip, of which the script takes those it needs. */
export function scriptArgs(
  dest: string,
  source: ArchiveSource,
  { exclude, include, extra }: Selection,
): readonly string[] {
  const members = include.length === 0 ? [] : ['--', ...include];
  const tar = ['-f', MARK, ...extra, ...exclude.map((pattern) => `--exclude=${pattern}`), ...members];
  const zip = [...extra, MARK, ...include, ...(exclude.length === 0 ? [] : ['-x', ...exclude])];
  const renamed = extra.some((option) => /^--(strip|transform|xform)/.test(option));
  return [dest, source.path, MARK, renamed ? '--show-transformed-names' : '', String(tar.length), ...tar, ...zip];
}

// What is fetched lies in a private directory, which is removed however the script ends. busybox knows only by its name what an archive is
// packed with, so the first bytes decide.
const OPEN = `LC_ALL=C; export LC_ALL
dest=$1 archive=$2 mark=$3 renamed=$4 count=$5; shift 5
tmp=; trap '[ -z "$tmp" ] || rm -rf -- "$tmp"' EXIT; trap 'exit 130' HUP INT TERM
private() { [ -n "$tmp" ] || tmp=$(umask 077; mktemp -d) || { echo 'no temporary directory can be made' >&2; exit 103; }; }
if [ -z "$archive" ]; then
  private; archive=$tmp/archive
  ( FETCH
  ) >"$archive" || { echo 'the archive cannot be fetched' >&2; exit 103; }
fi
has() { command -v "$1" >/dev/null 2>&1 || { echo "the host has no $1; install $1" >&2; exit 127; }; }
pack= handler=TarArchive
case $(head -c 6 "$archive" | od -An -tx1 | tr -d ' \\n') in
  504b0304*|504b0506*) handler=ZipArchive;;
  1f8b*) pack=-z handler=TgzArchive;; 425a68*) pack=-j handler=TarBzipArchive;;
  fd377a585a00) pack=-J handler=TarXzArchive;; 28b52ffd*) pack=--zstd handler=TarZstdArchive;;
esac
i=0
if [ "$handler" = ZipArchive ]; then has unzip; shift "$count"; else has tar; fi
for w do shift; i=$((i+1))
  [ "$w" != "$mark" ] || w=$archive
  [ "$handler" != ZipArchive ] && [ "$i" -gt "$count" ] || set -- "$@" "$w"
done
gnu() { case $(tar --version 2>&1) in *'GNU tar'*) return 0;; esac; return 1; }
extract() { where=$1; shift
  if [ "$handler" = ZipArchive ]; then unzip -oq "$@" -d "$where"; else tar -x $pack -C "$where" "$@"; fi; }
`;

// Only GNU tar compares; for others the archive is unpacked in the private directory and compared there.
const INSPECT = `if [ "$handler" = ZipArchive ]; then names=$(unzip -Z1 "$archive") || exit 104
else
  gnu || renamed=
  names=$(tar -t $pack $renamed "$@") || exit 104
fi
printf '%s\\0%s\\0%s\\0' "$handler" "$names" "$(id -u)"
case $names in ../*|*/../*|*/..|*'
../'*) exit 0;; esac
# In check mode the directory may be one that is only predicted.
[ -d "$dest" ] || { printf '%s\\n' "$names" | sed 's/$/: is not there/'; exit 0; }
if [ "$handler" != ZipArchive ] && gnu; then tar -d $pack -C "$dest" "$@" 2>&1; exit 0; fi
private; mkdir "$tmp/tree"; extract "$tmp/tree" "$@" || exit 104
cd "$tmp/tree" || exit 103
find . ! -name . | while IFS= read -r p; do
  if [ -L "$p" ]; then [ "$(readlink -- "$p")" = "$(readlink -- "$dest/$p" 2>/dev/null)" ] || echo "$p: Symlink differs"
  elif [ -d "$p" ]; then [ -d "$dest/$p" ] || echo "$p: is not there"
  elif [ -L "$dest/$p" ] || ! cmp -s -- "$p" "$dest/$p"; then echo "$p: Contents differ"; fi
done
exit 0`;

/** Exit codes with which both scripts stop before anything is unpacked: it cannot be fetched, or a program is missing. */
export const UNOPENED: readonly number[] = [103, 127];

/** Answers the handler, the names and the uid that looked, each ending with NUL, and then a line for each difference. */
export const inspectScript = ({ script }: ArchiveSource): string => OPEN.replace('FETCH', () => script) + INSPECT;

/** Unpacks into the destination. */
export const extractScript = ({ script }: ArchiveSource, { keepNewer }: Selection): string =>
  `${OPEN.replace('FETCH', () => script)}${keepNewer ? '[ "$handler" = ZipArchive ] || ! gnu || set -- --keep-newer-files "$@"\n' : ''}extract "$dest" "$@"`;
