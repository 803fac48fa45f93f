// What a task knows of its connection: `ansible_host` and the like also where nobody set them, and `ansible_delegated_vars`.

import { inherited } from '../../model/playbook.ts';
import { Dict, type Value } from '../../model/value.ts';
import { type Binding, type Scope, ScopeObject, str } from '../../template/index.ts';
import type { HostTask } from '../context.ts';
import { type Layer, LayeredScope, valueLayer } from '../scope/layer.ts';
import { hostNamed, scopeOn } from './target.ts';

/** The spellings of what is said of a connection, each list for one thing. */
const SPELLINGS: readonly (readonly string[])[] = [
  ['ansible_host', 'ansible_ssh_host'],
  ['ansible_user', 'ansible_ssh_user'],
  ['ansible_port', 'ansible_ssh_port'],
  ['ansible_connection'],
  ['ansible_private_key_file', 'ansible_ssh_private_key_file'],
  ['ansible_timeout', 'ansible_ssh_timeout'],
  ['ansible_shell_executable'],
  ['ansible_pipelining', 'ansible_ssh_pipelining'],
];
const NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  SPELLINGS.flatMap((names) => names.map((name) => [name, names] as const)),
);

/** The same task, seeing all that in its conditions and arguments. Its loop and its name do not see it, as in Ansible. */
export async function seeingConnection(work: HostTask): Promise<HostTask> {
  const { evaluator } = work;
  const { scope } = evaluator;
  if (!(scope instanceof LayeredScope)) return work;
  const other = await delegated(work);
  const above = scope.above(connectionLayer(work, other ?? { name: work.host.name, scope }));
  return { ...work, evaluator: evaluator.in(other ? above.with(delegatedVars(work, other)) : above) };
}

interface There {
  readonly name: string;
  readonly scope: LayeredScope;
}

// Whom an undefined name means matters only if the task runs.
async function delegated(work: HostTask): Promise<There | undefined> {
  const entry = inherited(work.task, 'delegate_to');
  const value = entry && (await work.evaluator.run((evaluation) => evaluation.lenient(entry.value)));
  if (value === undefined || value === null || value === '') return undefined;
  const name = str(value);
  return { name, scope: scopeOn(work, hostNamed(work, name)) };
}

function connectionLayer(work: HostTask, { name, scope }: There): Layer {
  return {
    level: 'connection defaults',
    lookup: (wanted) => {
      const spellings = NAMES.get(wanted);
      return spellings && (otherwise(spellings, scope) ?? usual(work, spellings[0] ?? '', name));
    },
    names: () => NAMES.keys(),
  };
}

function otherwise(spellings: readonly string[], scope: Scope): Binding | undefined {
  for (const spelling of spellings) {
    const binding = scope.lookup(spelling);
    if (binding) return binding;
  }
  return undefined;
}

function usual({ run, task }: HostTask, wanted: string, name: string): Binding | undefined {
  const { connection, remoteUser, port, privateKeyFile, timeout, shell } = run.settings.connection;
  const keyword = KEYWORDS.get(wanted);
  const entry = keyword && inherited(task, keyword);
  if (entry) return { kind: 'node', node: entry.value };
  const values: Readonly<Record<string, Value | undefined>> = {
    ansible_host: name,
    ansible_user: remoteUser,
    ansible_port: port,
    ansible_connection: connection === 'smart' ? 'ssh' : connection,
    ansible_private_key_file: privateKeyFile,
    ansible_timeout: timeout,
    ansible_shell_executable: shell ?? '/bin/sh',
    ansible_pipelining: false,
  };
  const value = values[wanted];
  return value === undefined ? undefined : { kind: 'value', value };
}

const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['ansible_user', 'remote_user'],
  ['ansible_connection', 'connection'],
]);

// What is not said of how to reach the host is there all the same, and empty; as Ansible, it has the name of the task's own host.
function delegatedVars({ host }: HostTask, { name, scope }: There): Layer {
  const unsaid: readonly (readonly [string, Value])[] = [
    ['ansible_host', name],
    ['ansible_port', null],
    ['ansible_user', null],
  ];
  const missing = unsaid.filter(([variable]) => scope.lookup(variable) === undefined);
  const told = scope.with(valueLayer('magic', new Map([...missing, ['inventory_hostname', host.name]])));
  const variables = Dict.of([[name, new ScopeObject(told, 'dict')]]);
  return valueLayer('magic', new Map([['ansible_delegated_vars', variables]]));
}
