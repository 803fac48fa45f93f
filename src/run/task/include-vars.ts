// `include_vars`: variables from files of the controller, which stay templates.

import type { HostTask } from '../context.ts';
import { failure } from './failure.ts';
import { type Ended, ended } from './result.ts';

/** Reads variables from a file or a directory into the host's variables. */
export async function includeVars(_work: HostTask): Promise<Ended> {
  return ended(failure('include_vars is not there yet'));
}
