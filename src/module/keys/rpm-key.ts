// Plans for the keys in the database of rpm.

import { costlyRun, file, run } from '../../plan/ask.ts';
import type { RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { FileSeen, RunLook, RunSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { downloadRequest } from '../files/download/request.ts';
import { bool, choice, type Params, type ParamsOf, text } from '../params.ts';
import { longId, type PublicKey, readKeys } from './openpgp.ts';

export const rpmKeyParams = {
  key: text('The key: an address, a file of the host, or the identifier of one that is there.'),
  state: choice(['absent', 'present'], 'Whether it shall be in the database.').default('present'),
  fingerprint: text('The whole fingerprint that it must have.').optional(),
  validate_certs: bool("Check the server's certificate.").default(true),
} satisfies Params;

export type RpmKeyParams = ParamsOf<typeof rpmKeyParams>;

const KEYS = 'command:rpm-keys';
const isUrl = ({ key }: RpmKeyParams): boolean => key.includes('://');
const isFile = ({ key }: RpmKeyParams): boolean => key.startsWith('/');

/** The identifier that a key is named by; `undefined` where it is none. */
export function rpmKeyId(key: string): string | undefined {
  const plain = key.toUpperCase().replace(/^0X/, '').replace(/\s/g, '');
  return /^[0-9A-F]{8,}$/.test(plain) && plain.length !== 9 ? plain : undefined;
}

export function rpmKeyLooks(params: RpmKeyParams) {
  const script = `command -v rpm >/dev/null 2>&1 || exit 127
rpm -q --qf 'key %{VERSION} %{RELEASE}\\n%{DESCRIPTION}\\n' gpg-pubkey 2>/dev/null
exit 0`;
  return {
    there: run({ script, args: [], env: { LC_ALL: 'C' } }, [KEYS]),
    file: isFile(params) ? file(params.key, { content: 'all' }) : undefined,
  };
}

export interface RpmKeySeen {
  readonly there: RunSeen;
  readonly file: FileSeen | undefined;
}

interface Known {
  /** The package that stands for it: `gpg-pubkey-VERSION-RELEASE`. */
  readonly name: string;
  readonly armored: string;
  readonly key: PublicKey | undefined;
}

const MISSING = 127;

function known({ stdout }: RunSeen): readonly Known[] {
  return stdout
    .toString('latin1')
    .split(/^key (?=[0-9a-f]+ [0-9a-f]+$)/m)
    .slice(1)
    .map((part) => {
      const [line = '', ...rest] = part.split('\n');
      const armored = rest.join('\n');
      return {
        name: `gpg-pubkey-${line.replace(' ', '-')}`,
        armored,
        key: readKeys(Buffer.from(armored, 'latin1'))?.[0],
      };
    });
}

/** The plan from what is in the database. */
export function planRpmKey(params: RpmKeyParams, { there, file: seen }: RpmKeySeen): Plan {
  if (there.code === MISSING) return { changes: [], failed: 'the host has no rpm; install it' };
  if (isUrl(params)) {
    const { script, stdin } = downloadRequest(params.key, params.validate_certs);
    const look: RunLook = costlyRun({ script, args: [], stdin }, []);
    return {
      changes: [],
      next: stage({
        looks: { fetched: look },
        plan: ({ fetched }) =>
          fetched.code === 0
            ? planFile(params, there, fetched.stdout)
            : {
                changes: [],
                failed: `failed to fetch key at ${params.key} , error was: ${fetched.stderr.toString('utf8').trim()}`,
              },
      }),
    };
  }
  if (seen?.exists && seen.content) return planFile(params, there, seen.content);
  const id = rpmKeyId(params.key);
  if (id === undefined)
    return {
      changes: [],
      failed: `Not a valid key ${params.key}: it is neither an address nor a file of the host nor an identifier`,
    };
  const found = named(there, id);
  if (params.state === 'absent') return erase(found);
  return found.length > 0
    ? { changes: [] }
    : { changes: [], failed: 'When importing a key, a valid file must be given' };
}

function named(there: RunSeen, id: string): readonly Known[] {
  return known(there).filter(({ key, name }) =>
    key
      ? [key.fingerprint, ...key.subkeys].some((one) => (id.length > 16 ? one === id : longId(one).endsWith(id)))
      : name.startsWith(`gpg-pubkey-${id.slice(-8).toLowerCase()}-`),
  );
}

function planFile(params: RpmKeyParams, there: RunSeen, bytes: Buffer): Plan {
  const keys = readKeys(bytes);
  const [first] = keys ?? [];
  if (!first || !keys) return { changes: [], failed: `Not a public key: ${params.key}` };
  const wanted = params.fingerprint?.replace(/\s/g, '').toUpperCase();
  if (wanted !== undefined && !keys.some((key) => key.fingerprint === wanted))
    return {
      changes: [],
      failed: `The specified fingerprint, '${wanted}', does not match the key fingerprint '${first.fingerprint}'`,
    };
  const found = keys.flatMap((key) => named(there, key.fingerprint));
  if (params.state === 'absent') return erase(found);
  const missing = keys.filter((key) => named(there, key.fingerprint).length === 0);
  return missing.length === 0 ? { changes: [] } : { changes: [importing(bytes, missing)] };
}

// rpm reads keys from files only.
const IMPORT = `work=$(mktemp) || exit 1; trap 'rm -f -- "$work"' EXIT
cat >"$work" && rpm --import "$work"`;

function importCommand(stdin: Buffer): Command {
  return { script: IMPORT, args: [], stdin, env: { LC_ALL: 'C' } };
}

const eraseCommand = (names: readonly string[]): Command => ({
  argv: ['rpm', '--erase', '--allmatches', ...names],
  env: { LC_ALL: 'C' },
});

function importing(bytes: Buffer, keys: readonly PublicKey[]): RunCommand {
  const ids = keys.map((key) => longId(key.fingerprint));
  return change({
    title: `import the key ${ids.join(', ')}`,
    command: importCommand(bytes),
    undo: eraseCommand(ids.map((id) => `gpg-pubkey-${id.slice(-8).toLowerCase()}`)),
    diff: { before: '', after: ids.map((id) => `${id}\n`).join('') },
  });
}

function erase(found: readonly Known[]): Plan {
  if (found.length === 0) return { changes: [] };
  const names = [...new Set(found.map(({ name }) => name))];
  return {
    changes: [
      change({
        title: `remove the key ${names.join(', ')}`,
        command: eraseCommand(names),
        undo: importCommand(Buffer.from(found.map(({ armored }) => armored).join('\n'), 'latin1')),
        diff: { before: names.map((name) => `${name}\n`).join(''), after: '' },
      }),
    ],
  };
}

function change(
  what: Pick<RunCommand, 'title' | 'command' | 'undo'> & {
    readonly diff: { readonly before: string; readonly after: string };
  },
): RunCommand {
  return {
    kind: 'run',
    touches: [KEYS],
    accept: [0],
    predictable: true,
    leaves: [],
    ...what,
    diff: { ...what.diff, header: 'keys of rpm' },
  };
}
