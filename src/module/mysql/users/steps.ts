// Makes and drops accounts of MySQL and MariaDB.

import { type AccountsSeen, accountName, isAtLeast, type MysqlAccount } from '../accounts.ts';
import { identified, type Proof, proofOf } from '../definition.ts';
import { grantChanges, grantSql, wantedGrants } from '../privileges.ts';
import { modification } from './modification.ts';
import { predicted } from './prediction.ts';
import { type MysqlUser, options, privilegesOf, proofWanted, requirement } from './request.ts';
import type { Step } from './step.ts';

/** What becomes of the account of one host. */
export function stepFor(given: MysqlUser, all: AccountsSeen, host: string): Step | undefined {
  const account = all.accounts.find((one) => one.host === host);
  if (given.state === 'absent') return account && removal(given, account);
  return account ? modification(given, all, account) : creation(given, all, host);
}

function removal({ name }: MysqlUser, { host, definition, grantLines }: MysqlAccount): Step {
  const account = accountName(name, host);
  return {
    title: `drop the account ${name}@${host}`,
    sql: [`DROP USER ${account}`],
    undo:
      definition === ''
        ? { cannot: `how the account ${name}@${host} was made is not known` }
        : [definition, ...grantLines],
    before: [`${name}@${host}`],
    after: [],
    leaves: undefined,
    msg: 'User deleted',
    passwordChanged: false,
  };
}

function creation(given: MysqlUser, all: AccountsSeen, host: string): Step {
  const { name } = given;
  const { server } = all;
  const account = accountName(name, host);
  const reused = given.update_password === 'on_new_username' ? sharedProof(all.accounts) : undefined;
  const proof = reused ?? proofWanted(given);
  const declared = options(given, requirement(given));
  const isModern = isAtLeast(server, server.isMaria ? [10, 2] : [5, 7]);
  const identity = proof ? ` ${identified(proof, server)}` : '';
  const grants = wantedGrants(new Map(), privilegesOf(given), given.subtract_privs ? 'subtract' : 'append');
  const granted = grantChanges(new Map(), grants);
  const old = isModern || declared === '' ? [] : [`GRANT USAGE ON *.* TO ${account}${declared}`];
  return {
    title: `create the account ${name}@${host}`,
    sql: [`CREATE USER ${account}${identity}${isModern ? declared : ''}`, ...old, ...grantSql(granted, account)],
    undo: [`DROP USER ${account}`],
    before: [],
    after: [
      `${name}@${host}${declared}`,
      ...granted.map(({ object, granted: words }) => `${words.join(', ')} ON ${object}`),
    ],
    leaves: predicted({ host, proof, declared, account, grants }),
    msg: 'User added',
    passwordChanged: reused === undefined,
  };
}

// All accounts of the name have the same password, so that a new one may take it over.
function sharedProof(accounts: readonly MysqlAccount[]): Proof | undefined {
  const [first, ...others] = accounts;
  if (!first) return undefined;
  const isShared = others.every(({ plugin, hash }) => plugin === first.plugin && hash === first.hash);
  return isShared ? proofOf(first) : undefined;
}
