// The parameters of yum_repository, and the plan for its file.

import type { FileSeen } from '../../plan/look.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Accounts, attributeParams } from '../files/attributes.ts';
import { planContent, unreadable } from '../files/content.ts';
import { bool, choice, list, type Param, type Params, type ParamsOf, path, text } from '../params.ts';
import { isSameSection, type Section, sectionOf, withoutSection, withSection } from './yum-file.ts';

const texts = (doc: string): Param<readonly string[] | undefined> => list(text('One of them.'), doc).optional();
const word = (doc: string): Param<string | undefined> => text(doc).optional();
const flag = (doc: string): Param<boolean | undefined> => bool(doc).optional();

// What goes into the file under its own name.
const options = {
  async: flag('Download in parallel.'),
  bandwidth: word('Most bytes a second.'),
  baseurl: texts('Addresses of the repository.'),
  cost: word('What it costs to use it.'),
  deltarpm_metadata_percentage: word('Up to which size metadata of deltas is downloaded.'),
  deltarpm_percentage: word('Up to which size deltas are downloaded.'),
  enabled: flag('Whether it is used.'),
  enablegroups: flag('Whether its groups are used.'),
  exclude: texts('Packages that are not taken from it.'),
  failovermethod: choice(['roundrobin', 'priority'], 'In which order addresses are tried.').optional(),
  gpgcakey: word('Address of the key of its authority.'),
  gpgcheck: flag('Check signatures of packages.'),
  gpgkey: texts('Addresses of keys.'),
  http_caching: choice(['all', 'packages', 'none'], 'What caches on the way may keep.').optional(),
  include: word('Another configuration to include.'),
  includepkgs: texts('The only packages that are taken from it.'),
  ip_resolve: choice(['4', '6', 'IPv4', 'IPv6', 'whatever'], 'How names are resolved.').optional(),
  keepalive: flag('Keep connections.'),
  keepcache: choice(['0', '1'], 'Keep packages after they were installed.').optional(),
  metadata_expire: word('For how long metadata is good.'),
  metadata_expire_filter: choice(
    ['never', 'read-only:past', 'read-only:present', 'read-only:future'],
    'Which commands may go by old metadata.',
  ).optional(),
  metalink: word('Address of a metalink file.'),
  mirrorlist: word('Address of a list of mirrors.'),
  mirrorlist_expire: word('For how long that list is good.'),
  module_hotfixes: flag('Offer packages that modules hide.'),
  password: text('Password for HTTP authentication.').secret().optional(),
  priority: word('Its priority.'),
  protect: flag('Protect its packages from updates of others.'),
  proxy: word('Address of a proxy, or _none_.'),
  proxy_password: text('Password of the proxy.').secret().optional(),
  proxy_username: word('Name for the proxy.'),
  repo_gpgcheck: flag('Check the signature of its metadata.'),
  retries: word('How often to try.'),
  s3_enabled: flag('Use it by S3.'),
  skip_if_unavailable: flag('Go on where it cannot be reached.'),
  ssl_check_cert_permissions: flag('Check permissions of certificates.'),
  sslcacert: text('Certificates of authorities.').alias('ca_cert').optional(),
  sslclientcert: text('Certificate of the client.').alias('client_cert').optional(),
  sslclientkey: text('Key of the client.').alias('client_key').optional(),
  sslverify: bool("Check the server's certificate.").alias('validate_certs').optional(),
  throttle: word('Most bytes a second, or a share of bandwidth.'),
  timeout: word('Seconds to wait for a connection.'),
  ui_repoid_vars: word('Variables that are shown behind its name.'),
  username: word('Name for HTTP authentication.'),
} satisfies Params;

export const yumRepositoryParams = {
  name: text('The short name of the repository.'),
  description: text('Its name for people.').optional(),
  file: text('The file, without .repo; by default called as the repository.').optional(),
  reposdir: path('The directory of such files.').default('/etc/yum.repos.d'),
  state: choice(['present', 'absent'], 'Whether it shall be there.').default('present'),
  ...options,
  ...attributeParams,
} satisfies Params;

export type YumRepositoryParams = ParamsOf<typeof yumRepositoryParams>;

export const yumFile = ({ reposdir, file, name }: YumRepositoryParams): string => `${reposdir}/${file ?? name}.repo`;

const NEWLINES: ReadonlySet<string> = new Set(['baseurl', 'gpgkey']);

function wanted(params: YumRepositoryParams): Section {
  const section = new Map<string, string>([['name', params.description ?? '']]);
  const values: Readonly<Record<string, unknown>> = params;
  for (const name of Object.keys(options)) {
    const value = values[name];
    if (value === undefined) continue;
    if (typeof value === 'boolean') section.set(name, value ? '1' : '0');
    else section.set(name, Array.isArray(value) ? value.join(NEWLINES.has(name) ? '\n' : ' ') : String(value));
  }
  return section;
}

/** The plan from the file that is there. */
export function planYumRepository(
  params: YumRepositoryParams,
  { file, directory, accounts }: { readonly file: FileSeen; readonly directory: FileSeen; readonly accounts: Accounts },
): Plan {
  const result = { repo: params.name, state: params.state };
  if (!directory.exists) return { changes: [], failed: `Repo directory '${params.reposdir}' does not exist.` };
  const problem = unreadable(file);
  if (problem !== undefined) return { changes: [], failed: problem };
  const old = file.exists ? (file.content?.toString('utf8') ?? '') : '';
  const fresh = freshText(params, old);
  if (fresh === '' && params.state === 'absent')
    return { changes: file.exists ? [{ kind: 'remove', path: file.path, before: file }] : [], result };
  const content = fresh === old ? undefined : Buffer.from(fresh);
  const planned = planContent({ seen: file, content, params, accounts });
  return planned.ok ? { changes: planned.changes, result } : { changes: [], failed: planned.problem };
}

function freshText(params: YumRepositoryParams, old: string): string {
  const { name, state } = params;
  const there = sectionOf(old, name);
  if (state === 'absent') return there === undefined && old !== '' ? old : withoutSection(old, name);
  const section = wanted(params);
  return isSameSection(there, section) ? old : withSection(old, name, section);
}
