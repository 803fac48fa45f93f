// Parameters that copy and template have in common.

import { bool, path, text } from '../../params.ts';
import { attributeParams } from '../attributes.ts';

/** Spread these into a module's `params`. */
export const transferParams = {
  dest: path('Where it goes: a path, or a directory (with a slash at the end, or one that is there).'),
  backup: bool('Keep a copy of the old file.').default(false),
  force: bool('Replace a file that is there already; with false only a missing one is made.').default(true),
  follow: bool('Where dest is a link, write to what it leads to, instead of replacing the link.').default(false),
  validate: text('Command that must succeed before the file is put in place; %s is its path.').optional(),
  ...attributeParams,
};

/** Why a validation command cannot be used. */
export function refuseValidate(validate: string | undefined): string | undefined {
  if (validate === undefined || validate.includes('%s')) return undefined;
  return `validate must contain %s: ${validate} (it stands for the new file)`;
}
