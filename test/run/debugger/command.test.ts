// The debugger's commands.

import { expect } from 'chai';
import { type Command, readCommand } from '../../../src/run/debugger/command.ts';

const COMMANDS: readonly (readonly [line: string, command: Command])[] = [
  ['c', { kind: 'continue' }],
  ['  continue ', { kind: 'continue' }],
  ['r', { kind: 'redo' }],
  ['redo', { kind: 'redo' }],
  ['q', { kind: 'quit' }],
  ['quit', { kind: 'quit' }],
  ['EOF', { kind: 'quit' }],
  ['u', { kind: 'update' }],
  ['update_task', { kind: 'update' }],
  ['h', { kind: 'help' }],
  ['help p', { kind: 'help' }],
  ['?', { kind: 'help' }],
  ['p task.args', { kind: 'print', expression: 'task.args' }],
  ['pprint  result._result', { kind: 'print', expression: 'result._result' }],
  ['print host', { kind: 'print', expression: 'host' }],
  ['p', { kind: 'evaluate', expression: 'p' }],
  ['r2', { kind: 'evaluate', expression: 'r2' }],
  ['task.args', { kind: 'evaluate', expression: 'task.args' }],
  ["task.args['a'] = 1", { kind: 'assign', container: 'task.args', key: "'a'", value: '1' }],
  [`task_vars["x"]="a = b"`, { kind: 'assign', container: 'task_vars', key: '"x"', value: '"a = b"' }],
  [
    "task.args['env']['[=]'] = {'k': [1, 2]}",
    { kind: 'assign', container: "task.args['env']", key: "'[=]'", value: "{'k': [1, 2]}" },
  ],
  ["task.args['a'] == 1", { kind: 'evaluate', expression: "task.args['a'] == 1" }],
  ["task.args['a'] <= 1", { kind: 'evaluate', expression: "task.args['a'] <= 1" }],
  ['x = 1', { kind: 'evaluate', expression: 'x = 1' }],
  ["del task.args['a']", { kind: 'delete', container: 'task.args', key: "'a'" }],
];

describe("the debugger's commands", () => {
  for (const [line, command] of COMMANDS) {
    it(line, () => expect(readCommand(line)).to.deep.equal(command));
  }
});
