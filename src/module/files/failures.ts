// What a result says where a change of a file failed, in Ansible's fields.

import type { Performed } from '../../plan/change.ts';
import type { Result } from '../../plan/plan.ts';
import { splitWords } from '../../plan/words.ts';
import { splitLines } from '../../template/python/index.ts';
import { commandFailure } from '../commands/outcome.ts';

/** Of a module that edits a file: nothing of the file that is not there now, only why. */
export function editingFailure(done: Performed): Result {
  const stderr = done.stderr.toString('utf8');
  if (!done.invalid) return { msg: done.failed ?? '' };
  return unstartable(done) ?? { msg: `failed to validate: rc:${done.invalid.code} error:${stderr}` };
}

/** Of a module that puts a file in place. `checksum` is that of the new one, where it is known beforehand. */
export function placingFailure(checksum?: string): (done: Performed) => Result {
  const common = checksum === undefined ? {} : { checksum };
  return (done) => {
    if (!done.invalid) return { ...common, msg: done.failed ?? '' };
    const { code, stdout } = done.invalid;
    const stderr = done.stderr.toString('utf8');
    const told = {
      ...{ msg: 'failed to validate', exit_status: code, stdout, stderr },
      ...{ stdout_lines: splitLines(stdout), stderr_lines: splitLines(stderr) },
    };
    return { ...common, ...(unstartable(done) ?? told) };
  };
}

// The program that was to validate is not there.
function unstartable({ change, invalid, stderr }: Performed): Result | undefined {
  if (!invalid || (change.kind !== 'write' && change.kind !== 'copy')) return undefined;
  const words = splitWords(change.validate ?? '').map((word) => word.replaceAll('%s', change.path));
  return commandFailure({ code: invalid.code, stderr: stderr.toString('utf8'), words });
}
