// Runs one foreign module on one host: arguments in, result out.

import type { Connection, HostFailure, Identity } from '../../host/index.ts';
import { Dict, type Value } from '../../model/value.ts';
import type { Exchange } from '../../plan/exchange.ts';
import { str } from '../../template/index.ts';
import { resultOf } from './answer.ts';
import { moduleArguments, pythonArguments, type RunArguments } from './arguments.ts';
import type { Bundle } from './bundle.ts';
import type { ModuleCall, ModuleOutput } from './helper.ts';
import { inPython } from './in-python.ts';
import { type FoundInterpreter, interpreterOf } from './interpreter-choice.ts';
import type { ModuleFile } from './module-file.ts';
import { scriptFragment, scriptOutput } from './script.ts';

/** What configuration says of foreign modules. */
export interface ForeignSettings {
  /** INTERPRETER_PYTHON. */
  readonly interpreter: string;
  readonly interpreterFallback: readonly string[];
  readonly syslogFacility: string;
  readonly noTargetSyslog: boolean;
  readonly selinuxSpecialFilesystems: readonly string[];
}

/** A module that is to be run. */
export interface ForeignModule {
  readonly name: string;
  readonly file: ModuleFile;
  /** Version of the ansible-core whose utilities it uses. */
  readonly version: string;
  readonly settings: ForeignSettings;
  /** Of Python modules. Throws `ModuleError` where something is missing. */
  readonly bundle: () => Bundle;
}

/** The host and the task that a module is run for. */
export interface ForeignTask {
  /** Inventory name of the host on which it runs. */
  readonly host: string;
  readonly lane: Exchange;
  readonly connection: Connection;
  readonly identity: Identity;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds; 0 is no limit. */
  readonly timeoutMs: number;
  readonly check: boolean;
  readonly diff: boolean;
  readonly noLog: boolean;
  readonly verbosity: number;
  /** Variables of the host on which it runs, by name; those that are not set are left out. */
  readonly variables: (names: readonly string[]) => Promise<ReadonlyMap<string, Value>>;
}

/** What came of an attempt to run something: that, or the connection went away. */
export type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'lost'; readonly failure: HostFailure };

export interface ForeignEnd {
  readonly result: Dict;
  readonly timedOut: boolean;
}

/** A module under way. */
export interface Running {
  readonly module: ForeignModule;
  readonly args: ReadonlyMap<string, Value>;
  readonly task: ForeignTask;
  /** The host's variables that matter. */
  readonly known: ReadonlyMap<string, string>;
}

interface Ran {
  readonly output: ModuleOutput;
  /** The interpreter, where it was looked for just now. */
  readonly found?: FoundInterpreter;
}

/** Runs a module. Throws `ModuleError` for what its user can mend. */
export async function runForeign(
  module: ForeignModule,
  args: ReadonlyMap<string, Value>,
  task: ForeignTask,
): Promise<Attempt<ForeignEnd>> {
  const running = { module, args, task, known: await variablesFor(module, task) };
  const ran = await (module.file.style === 'python' ? runPython(running) : runProgram(running));
  if (ran.kind === 'lost') return ran;
  const { output, found } = ran.value;
  const result = resultOf(output);
  if (found) note(result, found);
  return { kind: 'done', value: { result, timedOut: output.timedOut ?? false } };
}

async function runPython(running: Running): Promise<Attempt<Ran>> {
  const { module, args, task, known } = running;
  const bundle = module.bundle();
  const interpreter = await interpreterOf(running);
  if (interpreter.kind === 'lost') return interpreter;
  const about = runArguments(running);
  const temporary = known.get('ansible_remote_tmp');
  const call: ModuleCall = {
    bundle,
    args: (token) => pythonArguments(moduleArguments(args, { ...about, remoteTemporary: temporary ?? token })),
    environment: task.environment,
    timeoutMs: task.timeoutMs,
  };
  const output = await inPython(running, call, interpreter.value);
  return output.kind === 'lost' ? output : { kind: 'done', value: { ...interpreter.value, output: output.value } };
}

async function runProgram(running: Running): Promise<Attempt<Ran>> {
  const { module, args, task } = running;
  const interpreter = await programInterpreter(running);
  if (interpreter.kind === 'lost') return interpreter;
  const all = moduleArguments(args, runArguments(running));
  const { words, found } = interpreter.value;
  const outcome = await task.lane.run([scriptFragment({ module: module.file, name: module.name, args: all, words })]);
  if (outcome.kind === 'lost') return { kind: 'lost', failure: outcome.failure };
  const [reply] = outcome.replies;
  const output = reply ? scriptOutput(reply) : { code: 1, stdout: '', stderr: '' };
  return { kind: 'done', value: { output, ...(found && { found }) } };
}

interface ProgramInterpreter {
  /** The program that runs the module, and that program's arguments; empty where the module runs by itself. */
  readonly words: readonly string[];
  readonly found?: FoundInterpreter;
}

// `ansible_ruby_interpreter` replaces what a Ruby module's first line says; Python has its own rules.
async function programInterpreter(running: Running): Promise<Attempt<ProgramInterpreter>> {
  const { file } = running.module;
  const [program, ...rest] = file.shebang;
  if (program === undefined || file.style === 'binary') return { kind: 'done', value: { words: [] } };
  const name = interpreterName(file);
  if (!name.startsWith('python')) {
    const own = running.known.get(`ansible_${name}_interpreter`);
    return { kind: 'done', value: { words: own === undefined ? [program, ...rest] : [own, ...rest] } };
  }
  const interpreter = await interpreterOf(running);
  if (interpreter.kind === 'lost') return interpreter;
  const { command, found } = interpreter.value;
  return { kind: 'done', value: { words: ['/bin/sh', '-c', `exec ${command} "$@"`, 'sh'], ...(found && { found }) } };
}

function interpreterName({ shebang: [program = '', first = ''] }: ModuleFile): string {
  return (program.endsWith('/env') ? first : program).split('/').at(-1) ?? '';
}

async function variablesFor({ file }: ForeignModule, task: ForeignTask): Promise<ReadonlyMap<string, string>> {
  const names = ['ansible_python_interpreter', 'ansible_remote_tmp', 'ansible_shell_executable'];
  const values = await task.variables([...names, `ansible_${interpreterName(file)}_interpreter`]);
  return new Map([...values].flatMap(([name, value]) => (value === null ? [] : [[name, str(value)] as const])));
}

function runArguments({ module, task, known }: Running): RunArguments {
  const { settings, name, version } = module;
  return {
    ...{ name, version, check: task.check, diff: task.diff, verbosity: task.verbosity },
    noLog: task.noLog || settings.noTargetSyslog,
    shell: known.get('ansible_shell_executable') ?? '/bin/sh',
    remoteTemporary: known.get('ansible_remote_tmp') ?? '~/.ansible/tmp',
    syslogFacility: settings.syslogFacility,
    selinuxSpecialFilesystems: settings.selinuxSpecialFilesystems,
  };
}

// As Ansible tells of it: a fact of the host, in the result of the task that needed it first.
function note(result: Dict, { path, warning }: FoundInterpreter): void {
  const facts = result.get('ansible_facts');
  const dict = facts instanceof Dict ? facts : new Dict();
  result.set('ansible_facts', dict.set('discovered_interpreter_python', path));
  if (warning === undefined) return;
  const warnings = result.get('warnings');
  result.set('warnings', [...(Array.isArray(warnings) ? warnings : []), warning]);
}
