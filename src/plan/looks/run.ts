// Looks that run a command which only reads.

import type { Fragment } from '../../host/index.ts';
import { fragmentOf } from '../command.ts';
import type { RunLook, RunSeen } from '../look.ts';
import { answered, each, type LookKind } from './kind.ts';

export const runLooks: LookKind<RunLook, RunSeen> = {
  reads: (look) => look.reads,
  compile: each(
    (look): Fragment => ({ ...fragmentOf(look.command), direct: true }),
    (_look, reply) => answered({ code: reply.code, stdout: reply.stdout, stderr: reply.stderr }),
  ),
};
