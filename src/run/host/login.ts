// How to reach a host and as whom: from its variables, the task's keywords and the defaults, as Ansible ranks them.

import { userInfo } from 'node:os';
import type { Become, BecomeMethod, ConnectionKind, ConnectionSpec, Identity } from '../../host/index.ts';
import { becomeMethods, login, Secret } from '../../host/index.ts';
import type { Task } from '../../model/playbook.ts';
import type { Value } from '../../model/value.ts';
import { str } from '../../template/index.ts';
import type { Evaluation } from '../scope/evaluator.ts';
import type { ConnectionDefaults } from '../settings.ts';
import { toBool, toInteger, toNumber } from '../task/convert.ts';
import { TaskError } from '../task/failure.ts';
import { boolKeyword, textKeyword } from '../task/options.ts';

/** Where a task runs. */
export interface Login {
  readonly spec: ConnectionSpec;
  readonly identity: Identity;
}

/** Where variables and keywords are read. `host` has the variables of the host to reach; with `delegate_to` that is another than the task's. */
export interface LoginRequest {
  readonly name: string;
  readonly host: Evaluation;
  readonly task: Evaluation;
  readonly statement: Task;
  readonly defaults: ConnectionDefaults;
  /** The inventory calls this name an address of this machine that nobody listed. */
  readonly implicitLocal: boolean;
}

/** Reads how to reach a host. A variable beats a keyword, a keyword beats the configuration. */
export function loginOf(request: LoginRequest): Login {
  const spec = specOf(request);
  return { spec, identity: identityOf(request, spec) };
}

function specOf(request: LoginRequest): ConnectionSpec {
  const { defaults, name } = request;
  const kind = connectionKind(request);
  const user =
    variable(request, 'ansible_user', 'ansible_ssh_user') ?? keyword(request, 'remote_user') ?? defaults.remoteUser;
  const port = integer(request, 'ansible_port', 'ansible_ssh_port') ?? portKeyword(request) ?? defaults.port;
  const password = variable(request, 'ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password');
  const shell = variable(request, 'ansible_shell_executable') ?? defaults.shell;
  const timeout = variable(request, 'ansible_timeout', 'ansible_ssh_timeout');
  return {
    name,
    kind,
    address: variable(request, 'ansible_host', 'ansible_ssh_host') ?? name,
    connectTimeoutMs: 1000 * (timeout === undefined ? defaults.timeout : toNumber(timeout, 'ansible_timeout')),
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
    ...(password !== undefined
      ? { password: new Secret(password) }
      : defaults.password && { password: defaults.password }),
    ...(shell !== undefined && { shell }),
    ...sshOptions(request),
  };
}

function sshOptions(request: LoginRequest): Partial<ConnectionSpec> {
  const { defaults } = request;
  const keyFile =
    variable(request, 'ansible_ssh_private_key_file', 'ansible_private_key_file') ?? defaults.privateKeyFile;
  const passphrase = variable(request, 'ansible_ssh_private_key_passphrase', 'ansible_private_key_passphrase');
  const args = [
    variable(request, 'ansible_ssh_args'),
    variable(request, 'ansible_ssh_common_args') ?? defaults.sshCommonArgs,
    variable(request, 'ansible_ssh_extra_args') ?? defaults.sshExtraArgs,
  ].filter((one) => one !== undefined && one !== '');
  const pins = value(request, 'tsplay_host_key');
  const checking = value(request, 'ansible_host_key_checking', 'ansible_ssh_host_key_checking');
  const keyChecking = checking === undefined ? defaults.hostKeyChecking : toBool(checking, 'ansible_host_key_checking');
  return {
    ...(keyFile !== undefined && { keyFiles: [keyFile] }),
    ...(passphrase !== undefined && { passphrase: new Secret(passphrase) }),
    ...(args.length > 0 && { sshArgs: args.join(' ') }),
    ...(pins !== undefined && { hostKeyPins: (Array.isArray(pins) ? pins : [pins]).map((pin) => str(pin)) }),
    ...(defaults.acceptNewHostKeys && { acceptNewHostKeys: true }),
    ...(!keyChecking && { ignoreHostKeys: true }),
  };
}

const KINDS: Readonly<Record<string, ConnectionKind>> = {
  smart: 'ssh',
  ssh: 'ssh',
  paramiko: 'ssh',
  paramiko_ssh: 'ssh',
  libssh: 'ssh',
  openssh: 'openssh',
  local: 'local',
  docker: 'docker',
  podman: 'podman',
  chroot: 'chroot',
  nspawn: 'nspawn',
};

function connectionKind(request: LoginRequest): ConnectionKind {
  const named = variable(request, 'ansible_connection') ?? keyword(request, 'connection');
  const word = named ?? (request.implicitLocal ? 'local' : request.defaults.connection);
  const kind = KINDS[word.slice(word.lastIndexOf('.') + 1)];
  if (kind === undefined) {
    throw new TaskError(
      `the connection '${word}' is not known; there are ${[...new Set(Object.values(KINDS))].join(', ')}`,
    );
  }
  return kind;
}

function identityOf(request: LoginRequest, spec: ConnectionSpec): Identity {
  const { defaults, task, statement } = request;
  const wanted = value(request, 'ansible_become');
  const become =
    wanted === undefined ? boolKeyword(task, statement, 'become', defaults.become) : toBool(wanted, 'ansible_become');
  if (!become) return login;
  const method = becomeMethod(
    variable(request, 'ansible_become_method') ?? keyword(request, 'become_method'),
    defaults,
  );
  const user =
    variable(request, 'ansible_become_user', `ansible_${method}_user`) ??
    keyword(request, 'become_user') ??
    defaults.becomeUser;
  if (!defaults.becomeSameUser && user === loginUser(spec)) return login;
  const flags =
    variable(request, 'ansible_become_flags', `ansible_${method}_flags`) ??
    keyword(request, 'become_flags') ??
    defaults.becomeFlags;
  const exe =
    variable(request, 'ansible_become_exe', `ansible_${method}_exe`) ??
    keyword(request, 'become_exe') ??
    defaults.becomeExe;
  const password = variable(
    request,
    'ansible_become_password',
    'ansible_become_pass',
    `ansible_${method}_password`,
    `ansible_${method}_pass`,
  );
  const secret = password === undefined ? defaults.becomePassword : new Secret(password);
  const identity: Become = {
    kind: 'become',
    method,
    user,
    ...(secret && { password: secret }),
    ...(flags !== undefined && flags !== '' && { flags }),
    ...(exe !== undefined && exe !== '' && { exe }),
  };
  return identity;
}

// Whoever that is already has nothing to become. Where only ssh knows the user, it is not taken for anybody.
function loginUser({ kind, user }: ConnectionSpec): string | undefined {
  if (kind !== 'local') return user;
  try {
    return userInfo().username;
  } catch {
    // A user id without an account, as in containers.
    return undefined;
  }
}

function becomeMethod(word: string | undefined, defaults: ConnectionDefaults): BecomeMethod {
  if (word === undefined) return defaults.becomeMethod;
  const short = word.slice(word.lastIndexOf('.') + 1);
  const method = becomeMethods.find((one) => one === short);
  if (method === undefined)
    throw new TaskError(`the become method '${word}' is not known; there are ${becomeMethods.join(', ')}`);
  return method;
}

function keyword({ task, statement }: LoginRequest, name: string): string | undefined {
  const text = textKeyword(task, statement, name);
  return text === '' ? undefined : text;
}

function portKeyword({ task, statement }: LoginRequest): number | undefined {
  const text = textKeyword(task, statement, 'port');
  return text === undefined ? undefined : toInteger(text, 'port');
}

function value({ host }: LoginRequest, ...names: readonly string[]): Value | undefined {
  for (const name of names) {
    const found = host.variable(name);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

function variable(request: LoginRequest, ...names: readonly string[]): string | undefined {
  const found = value(request, ...names);
  return found === undefined ? undefined : str(found);
}

function integer(request: LoginRequest, ...names: readonly string[]): number | undefined {
  const found = value(request, ...names);
  return found === undefined ? undefined : toInteger(found, names[0] ?? '');
}
