// How the modules of Docker reach a daemon: by the docker program on the host, with the daemon's address and certificates as its options.

import type { Plain } from '../../model/value.ts';
import { run } from '../../plan/ask.ts';
import type { Performed, RunCommand } from '../../plan/change.ts';
import type { Command } from '../../plan/command.ts';
import type { RunLook, RunSeen } from '../../plan/look.ts';
import type { Result } from '../../plan/plan.ts';
import type { ResourceName } from '../../plan/resource.ts';
import { bool, integer, type ParamsOf, path, text } from '../params.ts';

/** The parameters by which all of them reach the daemon. */
export const dockerParams = {
  docker_host: text(
    'The address of the daemon; $DOCKER_HOST, or else unix:///var/run/docker.sock, where it is left out.',
  )
    .alias('docker_url')
    .optional(),
  tls: bool('Encrypt the connection, without proof of the daemon.').default(false),
  validate_certs: bool('Encrypt the connection, and have the daemon prove itself.').alias('tls_verify').default(false),
  ca_cert: path('The certificate of the authority that vouches for the daemon.')
    .alias('tls_ca_cert', 'cacert_path')
    .optional(),
  client_cert: path('The certificate of the client.').alias('tls_client_cert', 'cert_path').optional(),
  client_key: path('The key of the client.').alias('tls_client_key', 'key_path').optional(),
  api_version: text('The version of the interface to speak.').alias('docker_api_version').default('auto'),
  timeout: integer('Seconds to wait for an answer.').obsolete('the docker program has no limit of its own'),
  tls_hostname: text("The name in the daemon's certificate.").obsolete(
    'the docker program goes by the name in docker_host',
  ),
  ssl_version: text('The version of TLS.').obsolete('the docker program chooses it'),
  use_ssh_client: bool('Use the program ssh.').obsolete('the docker program always does'),
  debug: bool('Tell more.').obsolete('run with -vvv to see the commands'),
};

export type DockerLogin = Pick<
  ParamsOf<typeof dockerParams>,
  'docker_host' | 'tls' | 'validate_certs' | 'ca_cert' | 'client_cert' | 'client_key' | 'api_version'
>;

/** What a look reads and a change touches here. */
export const DOCKER: ResourceName = 'command:docker';

const NO_DOCKER = 127;

/** A command of docker; what follows the options of the connection. */
export function dockerCommand(login: DockerLogin, words: readonly string[]): Command {
  return { argv: ['docker', ...connection(login), ...words], ...surroundings(login) };
}

// Whatever is not there is an empty answer, so that it can be told from a daemon that does not answer.
const INSPECT = `command -v docker >/dev/null 2>&1 || exit ${NO_DOCKER}
answer=$("$@" 2>&1) && { printf '%s\\n' "$answer"; exit 0; }
case $answer in *[Nn]'o such '*|*' not found'*) echo '[]'; exit 0;; esac
printf '%s\\n' "$answer" >&2; exit 1`;

/** The look that inspects an object by its name. */
export function dockerLook(
  login: DockerLogin,
  kind: 'container' | 'image' | 'network' | 'volume',
  name: string,
): RunLook {
  const args = ['docker', ...connection(login), kind, 'inspect', name];
  return run({ script: INSPECT, args, ...surroundings(login) }, [DOCKER, 'anything']);
}

/** Why a look was not answered, as a sentence; `undefined` where it was. */
export function dockerTrouble({ code, stderr }: RunSeen): string | undefined {
  if (code === 0) return undefined;
  if (code === NO_DOCKER) return 'the host has no docker; install docker-ce-cli (on Debian: docker.io)';
  return `Error connecting: ${stderr
    .toString('utf8')
    .replace(/^\[\]\n/, '')
    .trim()}`;
}

export type Inspected = Readonly<Record<string, Plain>>;

/** What was inspected; `undefined` where it is not there. */
export function inspected(seen: RunSeen, name: string): Inspected | undefined {
  return allInspected(seen).find((one) => one.Name === name || one.Id === name);
}

/** What was inspected by a name that need not be the object's own, such as the short id of a container. */
export function inspectedFirst(seen: RunSeen): Inspected | undefined {
  return allInspected(seen)[0];
}

function allInspected({ stdout }: RunSeen): readonly Inspected[] {
  const text = stdout.toString('utf8');
  const all: unknown = JSON.parse(text.slice(Math.max(text.indexOf('['), 0)) || '[]');
  return Array.isArray(all) ? all.filter(isDict) : [];
}

/** A dict, as inspection has it in many places. */
export function isDict(value: unknown): value is Inspected {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a path of member names; `undefined` where there is nothing. */
export function at(object: unknown, ...path: readonly string[]): Plain | undefined {
  const [name, ...rest] = path;
  if (name === undefined || !isDict(object)) return undefined;
  const member = object[name] ?? undefined;
  return rest.length === 0 ? member : at(member, ...rest);
}

/** A list there, or an empty one. */
export function listAt(object: unknown, ...path: readonly string[]): readonly Plain[] {
  const found = at(object, ...path);
  return Array.isArray(found) ? found : [];
}

/** A dict there, or an empty one. */
export function dictAt(object: unknown, ...path: readonly string[]): Inspected {
  const found = at(object, ...path);
  return isDict(found) ? found : {};
}

/** The members of a dict as text; none where there is none. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isDict(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, textOf(one)]));
}

/** Options are texts to the daemon: yes and no as it spells them. */
export function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** The words of a repeated option, `--label a=b`. */
export function pairs(option: string, values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${textOf(value)}`]);
}

/** The names of wanted members that an object has not, or has otherwise. */
export function differing(wanted: Readonly<Record<string, unknown>>, now: unknown): readonly string[] {
  const known = textsOf(now);
  return Object.keys(wanted).filter((name) => known[name] !== textOf(wanted[name]));
}

/** A change that runs docker. */
export function dockerChange(
  login: DockerLogin,
  change: {
    readonly title: string;
    readonly words: readonly string[] | Command;
    readonly undo: readonly string[] | Command | { readonly cannot: string };
    readonly leaves: RunCommand['leaves'];
    readonly before?: string;
    readonly after?: string;
  },
): RunCommand {
  const { title, words, undo, leaves, before = '', after = '' } = change;
  return {
    kind: 'run',
    title,
    command: commandOf(login, words),
    touches: [DOCKER],
    accept: [0],
    predictable: true,
    leaves,
    undo: 'cannot' in undo ? undo : commandOf(login, undo),
    diff: { before, after, header: 'docker' },
  };
}

function commandOf(login: DockerLogin, words: readonly string[] | Command): Command {
  return 'argv' in words || 'script' in words ? words : dockerCommand(login, words);
}

/** The result of a task whose change failed, in a sentence of its own and the daemon's words. */
export function dockerFailure({ code, stdout, stderr }: Performed, title: string): Result {
  const errors = stderr.toString('utf8');
  const why = errors.trim().replace(/^Error response from daemon: /, '') || stdout.toString('utf8').trim();
  return { msg: `${title} - ${why}`, rc: code, stdout: stdout.toString('utf8'), stderr: errors };
}

/** What a look at an object will answer. */
export function leaving(look: RunLook, object: Inspected | undefined): RunCommand['leaves'] {
  const stdout = Buffer.from(JSON.stringify(object ? [object] : []));
  return [{ kind: 'run', look, value: { code: 0, stdout, stderr: Buffer.alloc(0) } }];
}

/** The options by which docker reaches the daemon. Ansible's default has a slash fewer than the program wants. */
export function connection(login: DockerLogin): readonly string[] {
  const { docker_host, tls, validate_certs, ca_cert, client_cert, client_key } = login;
  const given = (option: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [option, value];
  return [
    ...given('--host', docker_host?.replace(/^unix:\/\/(?!\/)/, 'unix:///')),
    ...(validate_certs ? ['--tlsverify'] : tls ? ['--tls'] : []),
    ...given('--tlscacert', ca_cert),
    ...given('--tlscert', client_cert),
    ...given('--tlskey', client_key),
  ];
}

// A context that somebody has chosen for themselves is not meant.
const HOME_DAEMON = { DOCKER_CONTEXT: 'default' };

/** The environment in which docker runs. */
export function surroundings({ api_version }: Pick<DockerLogin, 'api_version'>): {
  readonly env: Readonly<Record<string, string>>;
} {
  return { env: { LC_ALL: 'C', ...HOME_DAEMON, ...(api_version !== 'auto' && { DOCKER_API_VERSION: api_version }) } };
}
