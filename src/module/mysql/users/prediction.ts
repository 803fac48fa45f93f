// What an account of MySQL or MariaDB will look like when it has been made or changed.

import type { MysqlAccount } from '../accounts.ts';
import type { Proof } from '../definition.ts';
import type { Grants } from '../privileges.ts';

/** What is known of an account that will be there. */
export interface Predicted {
  readonly host: string;
  readonly proof: Proof | undefined;
  readonly declared: string;
  readonly account: string;
  readonly grants: Grants;
}

/** The account as looks will see it. */
export function predicted({ host, proof, declared, account, grants }: Predicted): MysqlAccount {
  const plugin = proof?.kind === 'plugin' ? proof.plugin : 'mysql_native_password';
  return {
    host,
    plugin,
    hash: proof?.hash ?? '',
    grantLines: [],
    grants,
    definition: `CREATE USER ${account}${declared}`,
  };
}
