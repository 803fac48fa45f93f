// The sh text by which a host looks at a repository and brings it up to date: git alone, from 1.8 on.

/**
 * What every script begins with. `GIT_SSH_COMMAND` is known from git 2.3 on; older ones are given a program in a private directory.
 * Nobody is asked for a name or a password, and looking does not even refresh the index.
 */
const START = `LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true GIT_OPTIONAL_LOCKS=0
export LC_ALL GIT_TERMINAL_PROMPT GIT_ASKPASS GIT_OPTIONAL_LOCKS
command -v "$git" >/dev/null 2>&1 || exit 127
[ -e "$git" ] || git=$(command -v "$git")
work=; trap '[ -z "$work" ] || rm -rf -- "$work"' EXIT
number=$("$git" --version); number=\${number#git version }
case $number in
  0.*|1.*|2.[012].*)
    work=$(mktemp -d) && printf '#!/bin/sh\\nexec ssh %s "$@"\\n' "$ssh" >"$work/ssh" && chmod 700 "$work/ssh" || exit 1
    GIT_SSH=$work/ssh; export GIT_SSH;;
  *) GIT_SSH_COMMAND="\${GIT_SSH_COMMAND:-ssh} $ssh"; export GIT_SSH_COMMAND;;
esac
`;

/**
 * Tells what is there, one `name value` a line, and after `remote CODE` what the remote has. Asks the remote only where that decides
 * something.
 */
export const LOOK = `git=$1 ssh=$2 dest=$3 repo=$4 remote=$5 version=$6 flags=" $7 "
${START}
has() { case $flags in *" $1 "*) return 0;; esac; return 1; }
say() { [ -z "$2" ] || printf '%s %s\\n' "$1" "$2"; }
refs() {
  out=$("$git" ls-remote "$repo" "$@" </dev/null); code=$?
  printf 'remote %s\\n%s\\n' "$code" "$out"
}
ask() {
  case $version in
    HEAD) refs HEAD; return;;
    "$remote"/*) refs "refs/heads/\${version#"$remote"/}"; return;;
  esac
  refs "refs/heads/$version" "refs/tags/$version" "refs/tags/$version^{}"; }
[ -d "$dest" ] && say directory "$(ls -A -- "$dest" | head -n 1 | wc -l | tr -d ' ')" || { [ -e "$dest" ] && say other yes; }
there() { if has bare; then [ -e "$dest/config" ] && [ -d "$dest/objects" ]; else [ -e "$dest/.git" ]; fi; }
if [ -n "$dest" ] && there; then
  cd -- "$dest" || exit 1
  gitdir=$("$git" rev-parse --git-dir) || exit
  say gitdir "$(cd -- "$gitdir" && pwd -P)"
  head=$("$git" rev-parse -q --verify HEAD); say head "$head"
  say branch "$("$git" symbolic-ref -q --short HEAD)"
  say url "$("$git" config --get "remote.$remote.url")"
  say local "$("$git" rev-parse -q --verify "$version^{commit}")"
  say own "$("$git" rev-parse -q --verify "refs/heads/$version")"
  if ! has bare; then
    changed=$("$git" status --porcelain --untracked-files=no --ignore-submodules=dirty) || exit
    say modified "$(printf '%s' "$changed" | head -n 1)"
    if has recursive && [ -f .gitmodules ]; then
      modules=$("$git" submodule status) || exit
      say submodules "$(printf '%s\\n' "$modules" | grep -c '^[-+U]')"
      ! has track || "$git" submodule foreach --quiet 'b=$(git config -f "$toplevel/.gitmodules" "submodule.$name.branch" || echo HEAD)
        there=$(git ls-remote origin "$b" </dev/null | head -n 1 | cut -f 1); [ "$there" = "$(git rev-parse HEAD)" ] || echo "behind $name"'
    fi
  fi
  has update && [ "$head" != "$version" ] || exit 0
fi
ask
exit 0`;

/** Clones or updates, and ends with `after COMMIT`. What was cloned and does not have the version is removed again. */
export const BRING = `git=$1 ssh=$2 dest=$3 repo=$4 remote=$5 version=$6 flags=" $7 " depth=$8 kind=$9
shift 9; reference=$1 separate=$2 refspec=$3 trusted=" $4 " made=
${START}
has() { case $flags in *" $1 "*) return 0;; esac; return 1; }
fail() { code=$?; [ -z "$1" ] || echo "$1" >&2; [ -z "$made" ] || { cd / && rm -rf -- "$dest" \${separate:+"$separate"}; }; exit "$code"; }
narrow() { has single || [ -n "$depth" ]; }
clone() {
  [ -e "$dest" ] || made=y
  set -- clone --quiet
  if has bare; then set -- "$@" --bare; else set -- "$@" --origin "$remote"; fi
  [ -z "$depth" ] || set -- "$@" --depth "$depth"
  ! has single || set -- "$@" --single-branch
  if narrow; then case $kind in branch|tag) set -- "$@" --branch "$version";; esac; fi
  [ -z "$reference" ] || set -- "$@" --reference "$reference"
  [ -z "$separate" ] || set -- "$@" --separate-git-dir "$separate"
  "$git" "$@" -- "$repo" "$dest" </dev/null && cd -- "$dest" || fail
  if has bare && [ "$remote" != origin ]; then "$git" remote add "$remote" "$repo" || fail; fi
  [ -z "$refspec" ] || "$git" fetch "$remote" "$refspec" </dev/null || fail; }
separate() { [ -n "$separate" ] || return 0
  old=$(cd -- "$("$git" rev-parse --git-dir)" && pwd -P) || fail
  [ "$old" != "$(cd -- "$separate" 2>/dev/null && pwd -P)" ] || return 0
  [ ! -e "$separate" ] || { false; fail "$separate is there already"; }
  inside=$("$git" submodule --quiet foreach 'echo "\${sm_path:-$path}"') || fail
  mv -- "$old" "$separate" && rm -f -- "$dest/.git" && printf 'gitdir: %s\\n' "$separate" >"$dest/.git" || fail
  # Submodules know the old place.
  [ -z "$inside" ] || printf '%s\\n' "$inside" | while IFS= read -r path; do
    module=$(sed -n 's/^gitdir: //p' "$path/.git"); module=$separate/modules/\${module##*/modules/}
    printf 'gitdir: %s\\n' "$module" >"$path/.git" && "$git" config -f "$module/config" core.worktree "$dest/$path" || exit 1
  done || fail; }
update() {
  cd -- "$dest" || fail
  separate
  if has seturl; then
    if "$git" config --get "remote.$remote.url" >/dev/null; then "$git" remote set-url "$remote" "$repo"; else "$git" remote add "$remote" "$repo"; fi || fail
  fi
  ! has fetch || fetch; }
fetch() {
  set -- fetch; [ -z "$depth" ] || set -- "$@" --depth "$depth"
  set -- "$@" "$remote"
  [ "$kind" != head ] || defaultbranch
  if narrow && [ -n "$branch" ]; then set -- "$@" "+refs/heads/$branch:refs/remotes/$remote/$branch"
  elif narrow && [ "$kind" = tag ]; then set -- "$@" "+refs/tags/$version:refs/tags/$version"
  elif has bare; then set -- "$@" '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*'
  else set -- "$@" "+refs/heads/*:refs/remotes/$remote/*" '+refs/tags/*:refs/tags/*'; fi
  "$git" "$@" \${refspec:+"$refspec"} </dev/null || fail; }
defaultbranch() {
  "$git" symbolic-ref -q "refs/remotes/$remote/HEAD" >/dev/null || "$git" remote set-head "$remote" --auto >/dev/null 2>&1 </dev/null
  branch=$("$git" symbolic-ref -q "refs/remotes/$remote/HEAD") || branch=$("$git" symbolic-ref -q HEAD)
  branch=\${branch#refs/remotes/"$remote"/}; branch=\${branch#refs/heads/}; }
verify() { has verify || return 0
  how=verify-commit; [ "$("$git" cat-file -t "$1")" != tag ] || how=verify-tag
  [ "$trusted" != '  ' ] || { "$git" "$how" "$1" || fail "Failed to verify GPG signature of commit/tag \\"$version\\""; return 0; }
  said=$("$git" "$how" --raw "$1" 2>&1) || { printf '%s\\n' "$said" >&2; false; fail "Failed to verify GPG signature of commit/tag \\"$version\\""; }
  for word in $(printf '%s\\n' "$said" | sed -n 's/^\\[GNUPG:\\] VALIDSIG //p'); do case $trusted in *" $word "*) return 0;; esac; done
  false; fail "The gpg_whitelist does not include the key that signed \\"$version\\""; }
switch() {
  if [ "$kind" = head ]; then defaultbranch; fi
  if [ -n "$branch" ]; then
    verify "refs/remotes/$remote/$branch"
    if "$git" show-ref -q --verify "refs/heads/$branch"; then "$git" checkout -q --force "$branch" -- && "$git" reset -q --hard "refs/remotes/$remote/$branch" --
    else "$git" checkout -q --force --track -b "$branch" "refs/remotes/$remote/$branch"; fi || fail
  else verify "$version"; "$git" checkout -q --force "$version" -- || fail "Failed to checkout $version"; fi
  if has recursive && [ -f .gitmodules ]; then
    before=$("$git" submodule status)
    "$git" submodule --quiet sync && "$git" submodule --quiet update --init --recursive $(! has track || echo --remote) $(! has force || echo --force) </dev/null || fail
    [ "$before" = "$("$git" submodule status)" ] || echo 'submodules changed'
  fi; }
branch=; [ "$kind" != branch ] || branch=$version
if has there; then update; else clone; fi
has bare || switch
printf 'after %s\\n' "$("$git" rev-parse HEAD)"`;

/** Goes back to the commit (and the branch) that was checked out before, with the branch that was moved where it was. */
export const RETURN = `git=$1 dest=$2 commit=$3 branch=$4 moved=$5 was=$6 remote=$7 url=$8
cd -- "$dest" || exit 1
if [ -n "$branch" ]; then "$git" checkout -q --force "$branch" -- && "$git" reset -q --hard "$commit" --; else "$git" checkout -q --force --detach "$commit" --; fi || exit 1
if [ -n "$moved" ] && [ "$moved" != "$branch" ]; then
  if [ -n "$was" ]; then "$git" update-ref "refs/heads/$moved" "$was"; else "$git" update-ref -d "refs/heads/$moved"; fi || exit 1
fi
if [ -n "$url" ]; then "$git" remote set-url "$remote" "$url" || exit 1; fi
[ ! -f .gitmodules ] || "$git" submodule --quiet update --init --recursive </dev/null`;

/** Writes the archive of a version to its standard output; what it needs comes by standard input, one a line. */
export const ARCHIVE = `read -r git; IFS= read -r dest; read -r format; IFS= read -r prefix; IFS= read -r version
cd -- "$dest" || exit 1
"$git" archive --format="$format" \${prefix:+--prefix="$prefix"} "$version"`;
