// One step of a task of mysql_user.

import type { MysqlAccount } from '../accounts.ts';

/** One account: what is to be run, how that is taken back, and what will be there. */
export interface Step {
  readonly title: string;
  readonly sql: readonly string[];
  readonly undo: readonly string[] | { readonly cannot: string };
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly leaves: MysqlAccount | undefined;
  readonly msg: string;
  readonly passwordChanged: boolean;
}
