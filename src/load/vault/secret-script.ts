// Runs a script that prints a vault password.

import { spawn } from 'node:child_process';
import { type Checked, error } from '../../model/diagnostic.ts';
import { isProgram } from '../text/executable.ts';

/** The exit code by which a client script says that it has no secret for the label. */
const noSuchSecret = 2;

const notAScript = 'a file that holds the password itself must not be executable: chmod -x';

/**
 * The output of a password script. It may talk to the person at the terminal: it has our standard input and error.
 * `label` is for client scripts (named `*-client`), which get it as `--vault-id LABEL`.
 */
export async function runSecretScript(path: string, { label }: { readonly label?: string }): Promise<Checked<Buffer>> {
  const runnable = await isProgram(path).catch(() => true);
  if (!runnable)
    return refuse(`The vault password script '${path}' cannot be run: it does not begin with #!`, notAScript);
  const args = label === undefined ? [] : ['--vault-id', label];
  return new Promise((done) => {
    const child = spawn(path, args, { stdio: ['inherit', 'pipe', 'inherit'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (cause) => {
      done(refuse(`The vault password script '${path}' cannot be run: ${cause.message}`, notAScript));
    });
    child.on('close', (code, signal) => {
      if (code === 0) done({ ok: true, value: Buffer.concat(output) });
      else if (code === noSuchSecret && label !== undefined) {
        done(refuse(`The vault password script '${path}' has no secret for vault id '${label}'`));
      } else done(refuse(`The vault password script '${path}' ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

function refuse(message: string, hint?: string): Checked<never> {
  return { ok: false, problems: [error(message, undefined, hint)] };
}
