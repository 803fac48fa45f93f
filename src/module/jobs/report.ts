// The sh text with which a host itself writes the result of a command in the background, for when nobody is there to do it.

import type { CommandReport } from '../../plan/change.ts';
import { workDirectory } from './results-file.ts';

/** For `after` of a detached batch with one fragment: writes the results file in one step and takes away what the job worked with. */
export function reportText({ fields, strip }: CommandReport, resultsFile: string): string {
  const before = JSON.stringify(fields).slice(1, -1);
  return `LC_ALL=C; export LC_ALL
_tsplay_file=${word(resultsFile)} _tsplay_work=${word(workDirectory(resultsFile))} _tsplay_fields=${word(before === '' ? '' : `${before}, `)} _tsplay_strip=${strip ? 'yes' : ''}
${REPORT}`;
}

function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

// Characters that JSON does not take as they are, but for the newline, as lines of a sed script in the words of printf.
const ESCAPES = Array.from({ length: 0x1f }, (_, index) => index + 1)
  .filter((code) => code !== 0x0a)
  .map((code) => `s/\\${code.toString(8).padStart(3, '0')}/\\\\\\\\u${code.toString(16).padStart(4, '0')}/g\\n`)
  .join('');

// `$(...)` takes newlines off the end, so a dot stands guard where they are wanted; NUL is lost in it.
const REPORT = `_tsplay_sed=$(printf 's/\\\\\\\\/\\\\\\\\\\\\\\\\/g\\ns/"/\\\\\\\\"/g\\n${ESCAPES}s/$/\\\\\\\\n/')
_tsplay_cr=$(printf '\\r') _tsplay_nl='
'
_tsplay_json() {
  if [ "$_tsplay_strip" ]; then
    _tsplay_t=$(cat -- "$1")
    while :; do case $_tsplay_t in *"$_tsplay_cr"|*"$_tsplay_nl") _tsplay_t=\${_tsplay_t%?};; *) break;; esac; done
  else
    _tsplay_t=$(cat -- "$1"; printf .) _tsplay_t=\${_tsplay_t%.}
  fi
  _tsplay_t=$(printf '%s.\\n' "$_tsplay_t" | sed "$_tsplay_sed" | tr -d '\\n')
  printf '"%s"' "\${_tsplay_t%.?n}"
}
_tsplay_fraction() { [ "$1" = 000000 ] || printf .%s "$1"; }
_tsplay_delta() {
  _tsplay_s=$(($5 - $1)) _tsplay_u=$((1\${6%???} - 1\${2%???}))
  [ "$_tsplay_u" -ge 0 ] || { _tsplay_s=$((_tsplay_s - 1)); _tsplay_u=$((_tsplay_u + 1000000)); }
  printf '%d:%02d:%02d' $((_tsplay_s / 3600)) $((_tsplay_s / 60 % 60)) $((_tsplay_s % 60))
  _tsplay_fraction "$(printf %06d "$_tsplay_u")"
}
{
  set -- $_tsplay_from $_tsplay_to
  printf '{%s"changed": true, "rc": %d, "stdout": ' "$_tsplay_fields" "$_tsplay_code"
  _tsplay_json "$_tsplay_dir/1.out"
  printf ', "stderr": '
  _tsplay_json "$_tsplay_dir/1.err"
  printf ', "start": "%s %s%s", "end": "%s %s%s", "delta": "%s"' \\
    "$3" "$4" "$(_tsplay_fraction "\${2%???}")" "$7" "$8" "$(_tsplay_fraction "\${6%???}")" "$(_tsplay_delta "$@")"
  if [ "$_tsplay_code" = 0 ]; then printf ', "msg": ""}'; else printf ', "failed": true, "msg": "non-zero return code"}'; fi
} >"$_tsplay_dir/report"
mv -f -- "$_tsplay_dir/report" "$_tsplay_file"
rm -rf -- "$_tsplay_work"`;
