// Reads the databases of the name service as facts.

import { bool, defineModule, type Plan, runLook, text } from '../src/module/index.ts';

/** Where the fields of a database are parted by something else than a colon. */
const SPLIT_BY_COLON = new Set(['passwd', 'shadow', 'group', 'gshadow']);

export default defineModule({
  summary: 'Read a database of the name service (passwd, group, hosts, services) as facts',
  params: {
    database: text('The database, as getent names it.'),
    key: text('The entry; the whole database where it is left out.').default(''),
    split: text('What parts the fields (by default a colon or spaces, as the database has it).').optional(),
    fail_key: bool('Fail where the entry is missing.').default(true),
    service: text('Ask only this service of the name service switch.').optional(),
  },
  returns: { ansible_facts: '`getent_DATABASE`: entries by name, each a list of its fields' },
  examples: [{ name: 'Know the accounts', yaml: 'getent:\n  database: passwd' }],
  look: ({ database, key, service }) => ({
    entries: runLook(
      {
        script: `command -v getent >/dev/null 2>&1 || exit 127\n${service === undefined ? '' : 'service=$1; shift; '}exec getent ${service === undefined ? '' : '-s "$service" '}"$@"`,
        args: [...(service === undefined ? [] : [service]), database, ...(key === '' ? [] : [key])],
      },
      [`path:/etc/${database}`],
    ),
  }),
  plan: ({ database, key, split, fail_key: failKey }, { entries }): Plan => {
    const name = `getent_${database}`;
    switch (entries.code) {
      case 0:
        return {
          changes: [],
          facts: {
            [name]: parse(entries.stdout.toString('utf8'), split ?? (SPLIT_BY_COLON.has(database) ? ':' : undefined)),
          },
        };
      case 1:
        return { changes: [], failed: 'Missing arguments, or database unknown.' };
      case 2:
        if (!failKey)
          return {
            changes: [],
            result: { msg: 'One or more supplied key could not be found in the database.' },
            facts: { [name]: { [key]: null } },
          };
        return { changes: [], failed: 'One or more supplied key could not be found in the database.' };
      case 3:
        return { changes: [], failed: 'Enumeration not supported on this database.' };
      case 127:
        return {
          changes: [],
          failed: 'the host has no getent; install it (package libc-bin, glibc-common or musl-utils)',
        };
      default:
        return { changes: [], failed: `getent answered ${entries.code}: ${entries.stderr.toString('utf8').trim()}` };
    }
  },
});

function parse(output: string, separator: string | undefined): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const line of output.split('\n')) {
    if (line === '') continue;
    const [first = '', ...rest] = separator === undefined ? line.split(/\s+/) : line.split(separator);
    found[first] = rest;
  }
  return found;
}
