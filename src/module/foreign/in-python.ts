// Runs a Python module in the host's interpreter: in the helper that stays up, or alone where only one program runs at a time.

import { ModuleError } from '../module.ts';
import {
  type HelperAnswer,
  type ModuleCall,
  type ModuleOutput,
  singleAnswer,
  singleRun,
  type Version,
} from './helper.ts';
import { startHelper } from './helper-source.ts';
import { oldestPythons } from './interpreter.ts';
import type { Interpreter } from './interpreter-choice.ts';
import { Pythons } from './pythons.ts';
import type { Attempt, Running } from './run.ts';
import { scriptOutput } from './script.ts';

const pythons = new Pythons();

/** Runs it. Throws `ModuleError` where there is no such interpreter, or one that is too old. */
export async function inPython(
  running: Running,
  call: ModuleCall,
  interpreter: Interpreter,
): Promise<Attempt<ModuleOutput>> {
  const { module, task } = running;
  const supports = (version: Version): boolean => isSupported(version, module.version);
  const launch = startHelper(interpreter.command);
  const { identity } = task;
  const opened = await pythons.helper(task.connection, { identity, launch, environment: call.environment, supports });
  if (opened.kind === 'lost') return opened;
  if (opened.kind === 'helper') return judged(await opened.helper.run(call), running, interpreter);
  const outcome = await task.lane.run([{ script: launch, stdin: singleRun(call) }]);
  if (outcome.kind === 'lost') return { kind: 'lost', failure: outcome.failure };
  const [reply] = outcome.replies;
  if (!reply) throw new ModuleError(`the module '${module.name}' gave no answer`);
  if (reply.timedOut) return { kind: 'done', value: { ...scriptOutput(reply), stdout: '' } };
  return judged(singleAnswer(reply, supports), running, interpreter);
}

function isSupported([major, minor]: Version, core: string): boolean {
  const { two, three } = oldestPythons(core);
  return major === 2 ? two !== undefined && minor >= two : major > 3 || minor >= three;
}

async function judged(
  answer: HelperAnswer,
  { module, task }: Running,
  { command }: Interpreter,
): Promise<Attempt<ModuleOutput>> {
  if (answer.kind === 'answered') return { kind: 'done', value: answer.output };
  const { name, file, version } = module;
  if (answer.kind === 'too-old') {
    const { two, three } = oldestPythons(version);
    throw new ModuleError(
      `'${command}' on ${task.host} is Python ${answer.version.join('.')}, too old for the module '${name}': ansible-core ${version} needs ` +
        `${two === undefined ? '' : `2.${two} or `}3.${three} or newer. Install one, and set ansible_python_interpreter to it`,
    );
  }
  const { started, code, output } = answer;
  const words = output === '' ? `exit code ${code}` : output;
  if (!started)
    throw new ModuleError(
      `the module '${name}' (${file.path}) is run by Python, and '${command}' does not start on ${task.host}: ${words}. ` +
        'Install python3 there, or set ansible_python_interpreter to where it lies',
    );
  // It went with the connection, or somebody on the host ended it: the lane knows.
  const asked = await task.lane.run([{ script: ':', direct: true }]);
  if (asked.kind === 'lost') return { kind: 'lost', failure: asked.failure };
  throw new ModuleError(`the Python that ran '${name}' on ${task.host} ended before the module did: ${words}`);
}
