// A MariaDB server of a test's own: in a temporary directory, reached by its socket alone, gone with the test.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MariaDb {
  readonly socket: string;
  /** Runs SQL as root, who has no password, and gives what it prints. */
  sql(text: string): string;
  stop(): void;
}

/** Why there can be none, as a sentence. */
export function noMariaDb(): string | undefined {
  const isThere = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  return ['mariadbd', 'mariadb-install-db', 'mariadb'].every(isThere)
    ? undefined
    : 'no MariaDB server here; install mariadb-server';
}

/** Whether the oracle has what its modules of MySQL need. */
export const hasPyMySql = (): boolean => spawnSync('/usr/bin/python3', ['-c', 'import pymysql']).status === 0;

/** Starts a server without network, and with as little as it can do with. */
export function startMariaDb(): MariaDb {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-my-'));
  const [data, socket] = [join(root, 'data'), join(root, 'socket')];
  mkdirSync(data);
  const user = process.getuid?.() === 0 ? ['--user=root'] : [];
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    { stdio: 'pipe' },
  );
  const lean = [
    '--skip-networking',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-buffer-pool-size=8M',
    '--skip-log-bin',
  ];
  const server = spawn(
    'mariadbd',
    ['--no-defaults', `--datadir=${data}`, `--socket=${socket}`, `--pid-file=${join(root, 'pid')}`, ...lean, ...user],
    { stdio: 'ignore' },
  );
  const client = (text: string): string =>
    execFileSync('mariadb', ['--no-defaults', `--socket=${socket}`, '-u', 'root', '-N', '-B'], {
      encoding: 'utf8',
      input: text,
      stdio: 'pipe',
    });
  // It waits for the server, and gives up where that has ended.
  const wait =
    'i=0; until mariadb-admin --no-defaults --socket="$1" -u root ping >/dev/null 2>&1; do i=$((i + 1)); [ $i -lt 300 ] && kill -0 "$2" || exit 1; sleep 0.1; done';
  execFileSync('sh', ['-c', wait, 'sh', socket, String(server.pid)], { stdio: 'pipe' });
  return {
    socket,
    sql: client,
    stop: () => {
      server.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}
