// Programs that keep passwords for docker: `docker-credential-NAME get|store|erase`, with the registry or the account on standard input.

import type { RunCommand } from '../../../plan/change.ts';
import type { Command } from '../../../plan/command.ts';
import type { RunLook, RunSeen } from '../../../plan/look.ts';
import { at, DOCKER, isDict, textOf } from '../client.ts';
import type { Account } from './config.ts';

const RESOURCE = DOCKER;

const command = (store: string, word: string, stdin: string): Command => ({
  argv: [store, word],
  stdin: Buffer.from(stdin),
  env: { LC_ALL: 'C' },
});

// A program that is missing is 127; one that knows no account says so and fails.
const GET = `command -v "$1" >/dev/null 2>&1 || exit 127
answer=$("$1" get 2>&1) && { printf '%s\\n' "$answer"; exit 0; }
case $answer in *'not found'*) echo '{}'; exit 0;; esac
printf '%s\\n' "$answer" >&2; exit 1`;

/** The look that asks a store for the account of a registry. */
export function storeLook(store: string, registry: string): RunLook {
  return {
    kind: 'run',
    command: { script: GET, args: [store], stdin: Buffer.from(registry), env: { LC_ALL: 'C' } },
    reads: [RESOURCE],
  };
}

/** The account that a store has, or why it does not say. */
export function accountOfStore({ code, stdout, stderr }: RunSeen, store: string): Account | undefined | string {
  if (code === 127) return `the host has no ${store}, which its docker configuration names for passwords; install it`;
  if (code !== 0) return `${store} does not tell: ${stderr.toString('utf8').trim()}`;
  const answer: unknown = JSON.parse(stdout.toString('utf8') || '{}');
  if (!isDict(answer) || at(answer, 'Username') === undefined) return undefined;
  return { username: textOf(answer.Username), password: textOf(answer.Secret) };
}

/** Gives an account to a store, or takes it away. */
export function storeChange(
  store: string,
  registry: string,
  { from, to }: { readonly from: Account | undefined; readonly to: Account | undefined },
): RunCommand {
  const put = (account: Account | undefined): Command =>
    account === undefined
      ? command(store, 'erase', registry)
      : command(
          store,
          'store',
          JSON.stringify({ ServerURL: registry, Username: account.username, Secret: account.password }),
        );
  const answer = to === undefined ? {} : { ServerURL: registry, Username: to.username, Secret: to.password };
  return {
    kind: 'run',
    title: to === undefined ? `log out of ${registry}` : `keep the password for ${registry} in ${store}`,
    command: put(to),
    touches: [RESOURCE],
    accept: [0],
    predictable: true,
    leaves: [
      {
        kind: 'run',
        look: storeLook(store, registry),
        value: { code: 0, stdout: Buffer.from(JSON.stringify(answer)), stderr: Buffer.alloc(0) },
      },
    ],
    undo: put(from),
  };
}
