// Plans accounts of MySQL and MariaDB: who they are, how they prove it, what they may.

import type { RunCommand } from '../../../plan/change.ts';
import type { RunSeen } from '../../../plan/look.ts';
import { type Plan, stage } from '../../../plan/plan.ts';
import { type AccountsSeen, accountsLook, accountsOf, printedAccounts } from '../accounts.ts';
import { clientSays, MYSQL, mysqlCommand, mysqlText, mysqlTrouble } from '../connection.ts';
import type { MysqlUser } from './request.ts';
import type { Step } from './step.ts';
import { stepFor } from './steps.ts';

/** What mysql_user looks at. With all hosts, which they are must be known first. */
export function mysqlUserLooks(given: MysqlUser) {
  return { accounts: accountsLook(given, given.name, given.host_all ? [] : [given.host]) };
}

/** What mysql_user does. */
export function planMysqlUser(given: MysqlUser, seen: RunSeen): Plan {
  const trouble = troubleOf(seen, given);
  if (trouble !== undefined) return { changes: [], failed: trouble };
  const all = accountsOf(seen);
  if (!given.host_all) return planAccounts(given, all, [given.host]);
  const hosts = all.accounts.map(({ host }) => host);
  if (hosts.length === 0 && given.state === 'present')
    return { changes: [], failed: 'host_all parameter cannot be used when adding a user' };
  if (hosts.length === 0) return planAccounts(given, all, []);
  return {
    changes: [],
    next: stage({
      looks: { accounts: accountsLook(given, given.name, hosts) },
      plan: ({ accounts }) => planAccounts(given, accountsOf(accounts), hosts),
    }),
  };
}

function troubleOf(seen: RunSeen, given: MysqlUser): string | undefined {
  const trouble = mysqlTrouble(seen, given);
  const denied = /ERROR 1142 .*'user'.*/.exec(seen.stderr.toString('utf8'))?.[0];
  return trouble ?? (denied && `the accounts cannot be read: ${denied}; log in with an account that may`);
}

function planAccounts(given: MysqlUser, all: AccountsSeen, hosts: readonly string[]): Plan {
  let left = all;
  const steps: Step[] = [];
  const changes: RunCommand[] = [];
  for (const host of hosts) {
    const step = stepFor(given, all, host);
    if (!step) continue;
    const others = left.accounts.filter((account) => account.host !== host);
    const accounts = step.leaves ? [...others, step.leaves].sort((a, b) => (a.host < b.host ? -1 : 1)) : others;
    left = { ...left, accounts };
    steps.push(step);
    changes.push(changeOf(given, step, left, hosts));
  }
  const idle = given.state === 'present' ? 'User unchanged' : "User doesn't exist";
  return {
    changes,
    result: {
      user: given.name,
      msg: steps.at(-1)?.msg ?? idle,
      password_changed: steps.some(({ passwordChanged }) => passwordChanged),
    },
    failure: ({ stderr, code }) => ({ msg: clientSays(stderr), rc: code, user: given.name }),
  };
}

function changeOf(given: MysqlUser, step: Step, left: AccountsSeen, hosts: readonly string[]): RunCommand {
  const { name } = given;
  const leave = (of: readonly string[]) => {
    const stdout = printedAccounts(left, name, of);
    const value = { code: 0, stdout, stderr: Buffer.alloc(0) };
    return { kind: 'run', look: accountsLook(given, name, of), value } as const;
  };
  return {
    kind: 'run',
    title: step.title,
    command: session(given, step.sql),
    touches: [MYSQL],
    accept: [0],
    predictable: true,
    leaves: given.host_all ? [leave([]), leave(hosts)] : [leave(hosts)],
    undo: 'cannot' in step.undo ? step.undo : session(given, step.undo),
    diff: { before: lines(step.before), after: lines(step.after), header: `the account ${name}` },
  };
}

const lines = (of: readonly string[]): string => of.map((line) => `${line}\n`).join('');

function session(given: MysqlUser, statements: readonly string[]) {
  const variables = Object.entries(given.session_vars ?? {}).map(
    ([name, value]) => `SET SESSION ${name} = ${typeof value === 'number' ? value : mysqlText(String(value))}`,
  );
  const log = given.sql_log_bin ? [] : ['SET SESSION sql_log_bin = 0'];
  const sql = [...variables, ...log, ...statements].map((statement) => `${statement};\n`).join('');
  return mysqlCommand(given, sql, given.force_context ? ['mysql'] : []);
}
