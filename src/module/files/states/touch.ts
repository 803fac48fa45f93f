// state=touch: a file that is not there is made empty, one that is there gets new times.

import type { Change } from '../../../plan/change.ts';
import type { FilePresent } from '../../../plan/look.ts';
import type { Plan } from '../../../plan/plan.ts';
import { wantedAttributes } from '../attributes.ts';
import { fileFields, freshFile } from '../fields.ts';
import { afterwards } from '../left.ts';
import { dress, type FileTask, failed, planned, underOwnName } from './task.ts';

export function planTouch(task: FileTask): Plan {
  const { itself, target, shown } = task;
  const result = { dest: shown };
  if (!itself.exists) return make(task);
  if (itself.type === 'link' && !target.exists) {
    return failed(`${shown} is a link to ${itself.target}, which does not exist; times cannot be set`, {
      path: itself.resolved,
    });
  }
  // Times and attributes go to what a link leads to, also with follow=false, as Ansible has it; the result shows the link itself.
  const file = target.exists ? underOwnName(target) : itself;
  const dressed = dress(task, file, task.times.now);
  if (!dressed.ok) return failed(dressed.problem, { path: shown });
  if (itself.type !== 'link') return planned(dressed.changes, dressed.after, result);
  return { changes: dressed.changes, result: { ...fileFields(itself), ...result } };
}

function make(task: FileTask): Plan {
  const { params, accounts, itself, path, shown, parents } = task;
  const parent = parents.at(-1);
  if (parent && !parent.exists)
    return failed(`${shown} cannot be made: the directory ${parent.path} does not exist`, { path: shown });
  const maker = itself.exists ? undefined : itself.maker;
  const wanted = wantedAttributes(params, accounts, itself, freshFile(path, 'file', maker));
  if (!wanted.ok) return failed(wanted.problem, { path: shown });
  const write: Change = {
    kind: 'write',
    path,
    content: Buffer.alloc(0),
    attributes: wanted.attributes,
    before: itself,
  };
  const result = { dest: shown };
  const times = spelledTimes(task, path, wanted.after);
  return {
    changes: [write, ...times],
    result: { ...fileFields(wanted.after), ...result },
    next: afterwards((performed) => ({ ...fileFields(performed.at(-1)?.left ?? wanted.after), ...result })),
  };
}

// A new file has the time of now by itself.
function spelledTimes({ times }: FileTask, path: string, file: FilePresent): readonly Change[] {
  const { atime, mtime } = times.now;
  const attributes = { ...(typeof atime === 'number' && { atime }), ...(typeof mtime === 'number' && { mtime }) };
  return Object.keys(attributes).length === 0
    ? []
    : [{ kind: 'attributes', path, follow: false, attributes, before: file }];
}
