// Changes an account of MySQL or MariaDB that is there.

import { type AccountsSeen, accountName, isAtLeast, type MysqlAccount } from '../accounts.ts';
import {
  identified,
  identifiedNow,
  limitsClause,
  limitsNow,
  type Proof,
  proofOf,
  provesBy,
  requiredNow,
} from '../definition.ts';
import { type GrantChange, type Grants, grantChanges, grantSql, wantedGrants } from '../privileges.ts';
import { predicted } from './prediction.ts';
import { limitsWanted, type MysqlUser, privilegesOf, proofWanted, requirement } from './request.ts';
import type { Step } from './step.ts';

/** What is to be changed of an account that is there; nothing where it is as wanted. */
export function modification(given: MysqlUser, { server }: AccountsSeen, account: MysqlAccount): Step | undefined {
  const { name } = given;
  const who = accountName(name, account.host);
  const proof = given.update_password === 'always' ? proofWanted(given) : undefined;
  const newProof = proof && !provesBy(account, proof, server) ? proof : undefined;
  const required = requirement(given);
  const requiredBefore = requiredNow(account);
  const newLimits = [...limitsWanted(given)].filter(
    ([limit, value]) => limitsNow(account, [limit]).get(limit) !== value,
  );
  const oldLimits = limitsNow(
    account,
    newLimits.map(([limit]) => limit),
  );
  const grants = grantsWanted(given, account);
  const granted = grantChanges(account.grants, grants);
  const clauses = [
    ...(newProof ? [identified(newProof, server)] : []),
    ...(required === requiredBefore ? [] : [`REQUIRE ${required}`]),
    ...(newLimits.length === 0 ? [] : [limitsClause(new Map(newLimits))]),
  ];
  if (clauses.length + granted.length === 0) return undefined;
  const back = [
    ...(newProof ? [identifiedNow(account)] : []),
    ...(required === requiredBefore ? [] : [`REQUIRE ${requiredBefore}`]),
    ...(newLimits.length === 0 ? [] : [limitsClause(oldLimits)]),
  ];
  const isModern = isAtLeast(server, server.isMaria ? [10, 2] : [5, 7]);
  const alter = (words: readonly string[]): readonly string[] =>
    words.length === 0 ? [] : [`${isModern ? `ALTER USER ${who}` : `GRANT USAGE ON *.* TO ${who}`} ${words.join(' ')}`];
  const restored = grantChanges(
    new Map([...account.grants, ...grants]),
    new Map([...grants].map(([object]) => [object, account.grants.get(object) ?? new Set()])),
  );
  const declared = ` ${[...(required === 'NONE' ? [] : [`REQUIRE ${required}`]), limitsClause(limitsWanted(given))].join(' ')}`;
  const after = predicted({
    host: account.host,
    proof: newProof ?? proofOf(account),
    declared,
    account: who,
    grants: new Map([...account.grants, ...grants]),
  });
  const undoable = account.definition !== '' || !newProof;
  return {
    title: `change the account ${name}@${account.host}`,
    sql: [...alter(clauses), ...grantSql(granted, who)],
    undo: undoable
      ? [...grantSql(restored, who), ...alter(back)]
      : { cannot: `the password that ${name}@${account.host} had is not known` },
    before: [...shown(back, newProof), ...granted.flatMap((one) => grantLine(one, 'revoked'))],
    after: [...shown(clauses, newProof), ...granted.flatMap((one) => grantLine(one, 'granted'))],
    leaves: after,
    msg: message({ newProof, tls: required !== requiredBefore, granted, account, given }),
    passwordChanged: newProof !== undefined,
  };
}

function grantsWanted(given: MysqlUser, account: MysqlAccount): Grants {
  if (given.priv === undefined || given.priv === null) return new Map();
  const merge = given.append_privs ? 'append' : given.subtract_privs ? 'subtract' : 'replace';
  return wantedGrants(account.grants, privilegesOf(given), merge);
}

// The first clause is the one of the password.
function shown(clauses: readonly string[], proof: Proof | undefined): readonly string[] {
  return proof ? ['a password or plugin that is not shown', ...clauses.slice(1)] : clauses;
}

function grantLine(change: GrantChange, which: 'granted' | 'revoked'): readonly string[] {
  return change[which].length === 0 ? [] : [`${change[which].join(', ')} ON ${change.object}`];
}

interface Told {
  readonly newProof: Proof | undefined;
  readonly tls: boolean;
  readonly granted: readonly GrantChange[];
  readonly account: MysqlAccount;
  readonly given: MysqlUser;
}

function message({ newProof, tls, granted, account }: Told): string {
  if (tls) return 'TLS requires updated';
  const last = granted.at(-1);
  if (last) {
    const list = (words: readonly string[]): string => `[${words.map((word) => `'${word}'`).join(', ')}]`;
    if (!account.grants.has(last.object)) return 'New privileges granted';
    return `Privileges updated: granted ${list(last.granted)}, revoked ${list(last.revoked)}`;
  }
  return newProof ? 'Password updated (new style)' : 'User unchanged';
}
