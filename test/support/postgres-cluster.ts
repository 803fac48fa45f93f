// A PostgreSQL server of a test's own: a cluster in a temporary directory, reached by its socket alone, gone with the test.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Cluster {
  /** The directory of the socket. */
  readonly socket: string;
  /** Runs SQL as the superuser postgres, and gives what it prints. */
  sql(database: string, text: string): string;
  stop(): void;
}

/** Where the programs of the server are; `undefined` where it is not installed. */
function programs(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
}

/** Why there can be no cluster, as a sentence. */
export function noCluster(): string | undefined {
  if (programs() === undefined) return 'no PostgreSQL server here; install postgresql';
  const isRoot = process.getuid?.() === 0;
  return isRoot && spawnSync('id', ['postgres']).status !== 0
    ? 'there is no user postgres; install postgresql'
    : undefined;
}

/** Starts a server; it trusts everybody who can reach its socket. */
export function startCluster(): Cluster {
  const bin = programs() ?? '';
  const root = mkdtempSync(join(tmpdir(), 'tsplay-pg-'));
  const [data, socket] = [join(root, 'data'), join(root, 'socket')];
  // initdb and the server refuse to be root.
  const isRoot = process.getuid?.() === 0;
  const as = (program: string, ...args: readonly string[]): string => {
    const words = [join(bin, program), ...args];
    const [command = '', ...rest] = isRoot ? ['runuser', '-u', 'postgres', '--', ...words] : words;
    return execFileSync(command, rest, { cwd: '/', encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  };
  for (const path of [data, socket]) mkdirSync(path);
  if (isRoot) execFileSync('chown', ['-R', 'postgres:', root]);
  as('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
  const options = `-F -c listen_addresses= -c unix_socket_directories=${socket} -c max_connections=20 -c shared_buffers=4MB`;
  as('pg_ctl', '-D', data, '-w', '-l', join(root, 'log'), '-o', options, 'start');
  return {
    socket,
    sql: (database, text) =>
      execFileSync(
        'psql',
        ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', 'postgres', database],
        {
          encoding: 'utf8',
          input: text,
          stdio: 'pipe',
        },
      ),
    stop: () => {
      try {
        as('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    },
  };
}

/** Whether the oracle has what its modules of PostgreSQL need. */
export const hasPsycopg = (): boolean => spawnSync('/usr/bin/python3', ['-c', 'import psycopg2']).status === 0;
