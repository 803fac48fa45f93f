// What every command that changes an account has in common.

import type { Prediction, RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { UserSeen } from '../../plan/look.ts';

export type Account = Extract<UserSeen, { readonly exists: true }>;

export interface Step {
  readonly title: string;
  readonly command: Command;
  readonly undo: RunCommand['undo'];
  readonly leaves?: readonly Prediction[];
  readonly diff?: RunCommand['diff'];
}

/** A command that changes the account `name`. */
export function change(name: string, { title, command, undo, leaves, diff }: Step): RunCommand {
  return {
    kind: 'run',
    title,
    command,
    touches: [`user:${name}`, `group:${name}`],
    accept: [0],
    predictable: true,
    leaves: leaves ?? [],
    undo,
    ...(diff && { diff }),
  };
}
