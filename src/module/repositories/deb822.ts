// Repositories of apt in the newer form: a file of fields, and the key that it names.

import { costlyRun, file } from '../../plan/ask.ts';
import type { Change } from '../../plan/change.ts';
import type { FileSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { planContent } from '../files/content.ts';
import { downloadRequest } from '../files/download/request.ts';
import { NO_ATTRIBUTES } from '../files/no-attributes.ts';
import { isKeybox, readKeys } from '../keys/openpgp.ts';
import { bool, choice, integer, list, mode, type Param, type Params, type ParamsOf, text } from '../params.ts';

const flag = (doc: string): Param<boolean | undefined> => bool(doc).optional();
const words = (doc: string): Param<readonly string[] | undefined> => list(text('One of them.'), doc).optional();

// What becomes a field of the file.
const fields = {
  allow_downgrade_to_insecure: flag('Accept that a repository is no longer signed.'),
  allow_insecure: flag('Accept what nobody signed.'),
  allow_weak: flag('Accept weak signatures.'),
  architectures: words('Which architectures are looked for.'),
  by_hash: flag('Fetch indexes by their hashes.'),
  check_date: flag('Refuse what is signed in the future.'),
  check_valid_until: flag('Refuse what has expired.'),
  components: words('Which components are used.'),
  date_max_future: integer('Seconds by which a signature may lie in the future.').optional(),
  enabled: flag('Whether the repository is used.'),
  inrelease_path: text('Where the InRelease file is.').optional(),
  languages: words('Which translations are downloaded.'),
  name: text('The name of the repository; the file is called after it.'),
  pdiffs: flag('Download indexes by their differences.'),
  signed_by: text(
    'The key: an address, a file of the host, the armoured key itself, or fingerprints of a key that is trusted.',
  ).optional(),
  suites: words('Which releases are used; a path that ends in a slash for repositories without releases.'),
  targets: words('Which indexes are downloaded.'),
  trusted: flag('Take it as signed.'),
  types: list(choice(['deb', 'deb-src'], 'A type.'), 'Packages, sources or both.').default(['deb']),
  uris: words('Its addresses.'),
} satisfies Params;

export const deb822Params = {
  ...fields,
  mode: mode('Permissions of the files.').default('0644'),
  state: choice(['absent', 'present'], 'Whether it shall be there.').default('present'),
  install_python_debian: bool('Does nothing: Python is not needed.').default(false),
} satisfies Params;

export type Deb822Params = ParamsOf<typeof deb822Params>;

const KEYRINGS = '/etc/apt/keyrings';

/** The name as files have it: small letters, digits and hyphens. */
export const slugOf = ({ name }: Pick<Deb822Params, 'name'>): string =>
  name
    .toLowerCase()
    .replace(/[_\s]+/g, '-')
    .replace(/[^a-z0-9-]+/g, '');

const content = (path: string) => file(path, { content: 'all' });

export function deb822Looks(params: Deb822Params) {
  const slug = slugOf(params);
  return {
    source: content(`/etc/apt/sources.list.d/${slug}.sources`),
    binary: content(`${KEYRINGS}/${slug}.gpg`),
    armored: content(`${KEYRINGS}/${slug}.asc`),
    keyrings: file(KEYRINGS),
  };
}

export interface Deb822Seen {
  readonly source: FileSeen;
  readonly binary: FileSeen;
  readonly armored: FileSeen;
  readonly keyrings: FileSeen;
}

/** The plan from the files that are there. */
export function planDeb822(params: Deb822Params, seen: Deb822Seen): Plan {
  if (params.state === 'absent') return absent(seen);
  const { signed_by: key } = params;
  if (key === undefined || !/^(https?|ftp|file):\/\//.test(key)) return present(params, seen, key, []);
  const { script, stdin } = downloadRequest(key, true);
  return {
    changes: [],
    next: stage({
      looks: { fetched: costlyRun({ script, args: [], stdin }, []) },
      plan: ({ fetched }) => {
        if (fetched.code !== 0)
          return {
            changes: [],
            failed: `failed to fetch the key at ${key}: ${fetched.stderr.toString('utf8').trim()}`,
          };
        if (!readKeys(fetched.stdout) && !isKeybox(fetched.stdout))
          return { changes: [], failed: `there is no public key at ${key}` };
        const ring = fetched.stdout.includes('-----BEGIN PGP') ? seen.armored : seen.binary;
        const directory: readonly Change[] = seen.keyrings.exists
          ? []
          : [{ kind: 'directory', path: KEYRINGS, attributes: { mode: 0o755 }, before: seen.keyrings }];
        return present(params, seen, ring.path, [...directory, ...written(ring, fetched.stdout, params)], ring.path);
      },
    }),
  };
}

function absent({ source, binary, armored }: Deb822Seen): Plan {
  const gone = [source, binary, armored].filter((one) => one.exists);
  return {
    changes: gone.map((before): Change => ({ kind: 'remove', path: before.path, before })),
    result: { repo: null, dest: source.path, key_filename: [binary, armored].find((one) => one.exists)?.path ?? null },
  };
}

function present(
  params: Deb822Params,
  { source }: Deb822Seen,
  signedBy: string | undefined,
  keyChanges: readonly Change[],
  keyFile: string | null = null,
): Plan {
  const repo = deb822Text({ ...params, signed_by: signedBy });
  const changes = [...keyChanges, ...written(source, Buffer.from(repo), params)];
  return { changes, changed: changes.length > 0, result: { repo, dest: source.path, key_filename: keyFile } };
}

function written(seen: FileSeen, bytes: Buffer, params: Deb822Params): readonly Change[] {
  const attributes = { ...NO_ATTRIBUTES, mode: params.mode };
  const planned = planContent({
    seen,
    content: bytes,
    params: attributes,
    accounts: { owner: undefined, group: undefined },
  });
  return planned.ok ? planned.changes : [];
}

/** The text of the file: fields in the order of the parameters' names. */
export function deb822Text(params: Deb822Params): string {
  const values: Readonly<Record<string, unknown>> = params;
  return Object.keys(fields)
    .flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [`${fieldName(name)}: ${fieldValue(value)}\n`];
    })
    .join('');
}

function fieldName(name: string): string {
  if (name === 'name') return 'X-Repolib-Name';
  if (name === 'uris') return 'URIs';
  return name.replace(
    /(^|_)([a-z])/g,
    (_all, gap: string, letter: string) => `${gap === '' ? '' : '-'}${letter.toUpperCase()}`,
  );
}

// Of a text of several lines all but the first are indented, and an empty one is a dot.
function fieldValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(' ');
  const lines = String(value).trim().split('\n');
  if (lines.length === 1) return String(value).trim();
  return `\n${lines.map((line) => (line.trim() === '' ? ' .' : ` ${line}`)).join('\n')}`;
}
