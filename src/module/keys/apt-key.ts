// Plans for the keys that apt trusts: its keyrings are read and written as files, so that the host needs neither gpg nor apt-key.

import { costlyRun, file, tree } from '../../plan/ask.ts';
import type { Change } from '../../plan/change.ts';
import type { FileSeen, RunLook, TreeSeen } from '../../plan/look.ts';
import { type Plan, stage } from '../../plan/plan.ts';
import { planContent } from '../files/content.ts';
import { downloadRequest } from '../files/download/request.ts';
import { NO_ATTRIBUTES } from '../files/no-attributes.ts';
import { bool, choice, type Params, type ParamsOf, path, text } from '../params.ts';
import { isKeybox, longId, type PublicKey, readKeys } from './openpgp.ts';

export const aptKeyParams = {
  id: text('The key: 8, 16 or 40 hexadecimal digits. Where it is there, nothing is fetched.').optional(),
  data: text('The key itself.').optional(),
  file: path('A file of the host with the key.').optional(),
  url: text('Where the key can be had.').optional(),
  keyserver: text('A server of keys that is asked for id.').optional(),
  keyring: path('The keyring to use; by default /etc/apt/trusted.gpg, and to look at all that apt trusts.').optional(),
  state: choice(['absent', 'present'], 'Whether the key shall be trusted.').default('present'),
  validate_certs: bool("Check the server's certificate.").default(true),
} satisfies Params;

export type AptKeyParams = ParamsOf<typeof aptKeyParams>;

const RING = '/etc/apt/trusted.gpg';
const RINGS = '/etc/apt/trusted.gpg.d';
const content = (at: string) => file(at, { content: 'all' });

export function aptKeyLooks({ keyring, file: at }: AptKeyParams) {
  return {
    ring: content(keyring ?? RING),
    rings: keyring === undefined ? tree(RINGS, { depth: 1 }) : undefined,
    file: at === undefined ? undefined : content(at),
  };
}

export interface AptKeySeen {
  readonly ring: FileSeen;
  readonly rings: TreeSeen | undefined;
  readonly file: FileSeen | undefined;
}

/** The identifier as it is compared: capitals, without what stands before it; `undefined` where it is none. */
export function keyId(id: string): string | undefined {
  const plain = id.toUpperCase().replace(/^0X/, '').replace(/\s/g, '');
  return /^([0-9A-F]{8}|[0-9A-F]{16,})$/.test(plain) ? plain : undefined;
}

interface Course {
  readonly params: AptKeyParams;
  readonly seen: AptKeySeen;
  readonly rings: readonly FileSeen[];
}

/** The plan from the keyrings that are there. */
export function planAptKey(params: AptKeyParams, seen: AptKeySeen): Plan {
  const others = (seen.rings?.entries ?? []).filter(
    ({ path: at, type }) => /\.(gpg|asc)$/.test(at) && type !== 'directory',
  );
  if (others.length === 0) return withRings({ params, seen, rings: [seen.ring] });
  return {
    changes: [],
    next: stage({
      looks: { rings: others.map((one) => content(one.path)) },
      plan: ({ rings }) => withRings({ params, seen, rings: [seen.ring, ...rings] }),
    }),
  };
}

function withRings(course: Course): Plan {
  const { params } = course;
  const id = params.id === undefined ? undefined : keyId(params.id);
  if (id !== undefined && (params.state === 'absent' || trusts(course, id))) return settle(course, id, undefined);
  return fetched(course, id);
}

const bytesOf = (seen: FileSeen): Buffer => (seen.exists ? (seen.content ?? Buffer.alloc(0)) : Buffer.alloc(0));

const keysIn = (seen: FileSeen): readonly PublicKey[] => readKeys(bytesOf(seen)) ?? [];

const isKey = (key: PublicKey, id: string): boolean =>
  [key.fingerprint, ...key.subkeys].some((one) => matches(one, id));

const matches = (fingerprint: string, id: string): boolean =>
  id.length > 16 ? fingerprint === id : longId(fingerprint).endsWith(id);

const isGood = ({ expires }: PublicKey): boolean => expires === undefined || expires * 1000 > Date.now();

function trusts({ rings }: Course, id: string): boolean {
  return rings.some((ring) => keysIn(ring).some((key) => isKey(key, id) && isGood(key)));
}

function fetched(course: Course, id: string | undefined): Plan {
  const { params, seen } = course;
  const { data, url, keyserver } = params;
  if (data !== undefined) return found(course, id, Buffer.from(data), 'inline data');
  if (seen.file) {
    if (!seen.file.exists)
      return { changes: [], failed: `Unable to extract key from '${params.file}': there is no such file` };
    return found(course, id, bytesOf(seen.file), params.file ?? '');
  }
  const from = url ?? (keyserver === undefined || id === undefined ? undefined : lookup(keyserver, id));
  if (from === undefined)
    return {
      changes: [],
      failed: `the key ${id ?? ''} is not there, and nothing says where it can be had; give url, data, file or keyserver`,
    };
  return {
    changes: [],
    next: stage({
      looks: { key: fetching(from, params) },
      plan: ({ key }) =>
        key.code === 0
          ? found(course, id, key.stdout, from)
          : { changes: [], failed: `Failed to download key at ${from}: ${key.stderr.toString('utf8').trim()}` },
    }),
  };
}

function fetching(from: string, { validate_certs }: AptKeyParams): RunLook {
  const { script, stdin } = downloadRequest(from, validate_certs);
  return costlyRun({ script, args: [], stdin }, []);
}

// Servers of keys speak HTTP, whatever their addresses are called.
function lookup(keyserver: string, id: string): string {
  const [, scheme = 'hkp', rest = keyserver] = /^(\w+):\/\/(.*)$/.exec(keyserver) ?? [];
  const secure = scheme === 'hkps' || scheme === 'https';
  const host = rest.replace(/\/+$/, '');
  const port = scheme === 'hkp' && !/:\d+$/.test(host) ? ':11371' : '';
  return `${secure ? 'https' : 'http'}://${host}${port}/pks/lookup?op=get&options=mr&search=0x${id}`;
}

function found(course: Course, wanted: string | undefined, bytes: Buffer, from: string): Plan {
  const [first, ...rest] = readKeys(bytes) ?? [];
  if (!first) return { changes: [], failed: `Unable to extract key from '${from}': there is no public key in it` };
  const keys = [first, ...rest];
  const id = wanted ?? longId(first.fingerprint);
  if (course.params.state === 'present' && !keys.some((key) => isKey(key, id)))
    return {
      changes: [],
      failed: `the key at '${from}' is not ${id} but ${keys.map((key) => key.fingerprint).join(', ')}`,
    };
  return settle(course, id, keys);
}

function settle(course: Course, id: string, keys: readonly PublicKey[] | undefined): Plan {
  const { params } = course;
  const before = listed(course.rings.map(keysIn), id);
  const result = {
    id: params.id ?? id,
    key_id: id,
    short_id: id.slice(-8),
    fp: id.length > 16 ? id.slice(-16) : id,
    before,
  };
  if (params.state === 'present' && (keys === undefined || trusts(course, id)))
    return { changes: [], changed: false, result };
  const edited = params.state === 'present' ? added(course, keys ?? []) : removed(course, id);
  if ('problem' in edited) return { changes: [], failed: edited.problem, result };
  if (edited.changes.length === 0) return { changes: [], changed: false, result };
  return { changes: edited.changes, changed: true, result: { ...result, after: listed(edited.after, id) } };
}

// As long or as short as what was asked for.
function listed(rings: readonly (readonly PublicKey[])[], id: string): readonly string[] {
  const ids = rings
    .flat()
    .filter(isGood)
    .flatMap((key) => [key.fingerprint, ...key.subkeys].map(longId));
  return id.length === 8 ? ids.map((one) => one.slice(-8)) : ids;
}

type Edited =
  | { readonly changes: readonly Change[]; readonly after: readonly (readonly PublicKey[])[] }
  | { readonly problem: string };

// A key that has expired is replaced by what was fetched.
function added({ seen, rings }: Course, keys: readonly PublicKey[]): Edited {
  const { ring } = seen;
  if (isKeybox(bytesOf(ring)))
    return { problem: `${ring.path} is a keybox, which only gpg can edit; give another keyring` };
  const kept = keysIn(ring).filter((one) => !keys.some((key) => key.fingerprint === one.fingerprint));
  const written = [...kept, ...keys];
  const changes = write(ring, Buffer.concat(written.map((key) => key.bytes)));
  return { changes, after: [written, ...rings.slice(1).map(keysIn)] };
}

function removed({ rings, params }: Course, id: string): Edited {
  const changes: Change[] = [];
  const after: (readonly PublicKey[])[] = [];
  for (const ring of rings) {
    const keys = keysIn(ring);
    const kept = keys.filter((key) => !matches(key.fingerprint, id));
    after.push(kept);
    if (kept.length === keys.length) continue;
    // A file of one's own stays, even empty; of those in a directory only what is in them counts.
    if (kept.length === 0 && ring.path !== params.keyring)
      changes.push({ kind: 'remove', path: ring.path, before: ring });
    else if (bytesOf(ring).includes('-----BEGIN PGP'))
      return { problem: `${ring.path} has other keys too, and is armoured; remove the file, or edit it` };
    else changes.push(...write(ring, Buffer.concat(kept.map((key) => key.bytes))));
  }
  return { changes, after };
}

function write(ring: FileSeen, bytes: Buffer): readonly Change[] {
  const planned = planContent({
    seen: ring,
    content: bytes,
    params: { ...NO_ATTRIBUTES, mode: ring.exists ? undefined : '0644' },
    accounts: { owner: undefined, group: undefined },
  });
  return planned.ok ? planned.changes : [];
}
