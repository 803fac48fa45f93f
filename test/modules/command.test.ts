import { expect } from 'chai';
import command from '../../modules/command.ts';
import raw from '../../modules/raw.ts';
import shell from '../../modules/shell.ts';
import { type Plain, toValue } from '../../src/model/value.ts';
import { executeModule } from '../../src/module/execute.ts';
import type { Module } from '../../src/module/module.ts';
import { World } from '../../src/plan/world.ts';
import { type LawCase, obeysTheLaws } from '../support/laws.ts';
import { shellExchange } from '../support/shell-exchange.ts';

// A command cannot be predicted, except that `creates` and `removes` decide whether it runs.
const decided: readonly LawCase[] = [
  {
    name: 'does not run where creates is there',
    given: 'touch done',
    args: { cmd: 'touch DIR/ran', creates: 'DIR/do*' },
    changed: false,
    result: { msg: "Did not run command since 'DIR/do*' exists", stdout: 'skipped, since DIR/do* exists', rc: 0 },
    files: { ran: null },
  },
  {
    name: 'does not run where removes is not there',
    args: { cmd: 'touch DIR/ran', removes: 'DIR/done' },
    changed: false,
    result: { msg: "Did not run command since 'DIR/done' does not exist" },
    files: { ran: null },
  },
  {
    name: 'runs where creates is not there',
    args: { cmd: 'touch DIR/done', creates: 'DIR/done' },
    result: { rc: 0, stdout: '' },
    files: { done: '' },
    cannotUndo: true,
  },
];

interface Ran {
  readonly args: Readonly<Record<string, Plain>>;
  readonly result: Readonly<Record<string, unknown>>;
}

const commands: Readonly<Record<string, Ran>> = {
  'splits words as a shell would, and runs none': {
    args: { cmd: `printf '%s|' "a b" c\\ d $HOME` },
    result: { cmd: ['printf', '%s|', 'a b', 'c d', '$HOME'], changed: true, rc: 0 },
  },
  'takes words as they are': {
    args: { argv: ['printf', '%s', ' x '] },
    result: { stdout: ' x ', stdout_lines: [' x '] },
  },
  'gives output and errors apart, without the last line end': {
    args: { argv: ['sh', '-c', 'echo out; echo err >&2'] },
    result: { stdout: 'out', stderr: 'err', stdout_lines: ['out'], stderr_lines: ['err'] },
  },
  'fails with the exit code': {
    args: { cmd: 'sh -c "exit 3"' },
    result: { failed: true, changed: true, rc: 3, msg: 'non-zero return code' },
  },
  'tells a program that is not there': {
    args: { argv: ["it's", 'no such', 'x=1'] },
    result: {
      failed: true,
      changed: false,
      rc: 2,
      msg: `[Errno 2] No such file or directory: b"it's"`,
      cmd: `'it'"'"'s' 'no such' x=1`,
      stderr: '',
      stderr_lines: [],
    },
  },
  'tells a program that cannot be run': {
    args: { cmd: '/tmp x' },
    result: { failed: true, changed: false, rc: 13, msg: "[Errno 13] Permission denied: b'/tmp'", cmd: '/tmp x' },
  },
  'takes what a program says of another for output': {
    args: { argv: ['sh', '-c', 'exec no-such-program'] },
    result: { failed: true, changed: true, rc: 127, msg: 'non-zero return code' },
  },
  'tells a directory that is not there': {
    args: { cmd: 'true x', chdir: '/no/such' },
    result: {
      failed: true,
      changed: false,
      rc: null,
      msg: "Unable to change directory before execution: [Errno 2] No such file or directory: b'/no/such'",
      ...{ cmd: ['true', 'x'], start: null, end: null, delta: null, stderr: '', stderr_lines: [] },
    },
  },
  'tells a directory that is none': {
    args: { cmd: 'true', chdir: '/etc/passwd' },
    result: {
      failed: true,
      msg: "Unable to change directory before execution: [Errno 20] Not a directory: b'/etc/passwd'",
    },
  },
  'splits lines as Python does': {
    args: { argv: ['printf', 'a\\fb\\vc\\n'] },
    result: { stdout_lines: ['a', 'b', 'c'] },
  },
  'runs no builtin of the shell': { args: { cmd: 'export X=1' }, result: { failed: true, rc: 2 } },
  'reads standard input': { args: { cmd: 'cat', stdin: 'hello' }, result: { stdout: 'hello' } },
};

async function execute(
  module: Module,
  args: Readonly<Record<string, Plain>>,
  world?: World,
): Promise<Readonly<Record<string, unknown>>> {
  const given = new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)]));
  const files = {
    find: () => undefined,
    searched: () => [],
    read: async () => Buffer.alloc(0),
    fetch: async () => '',
    renderFile: async () => '',
  };
  const environment = {
    lane: shellExchange(),
    diff: false,
    files,
    expandPath: (path: string) => path,
    sleep: async () => undefined,
    ...(world && { world }),
  };
  return (await executeModule(module, given, environment)).result;
}

describe('command', () => {
  obeysTheLaws(command, decided);
  for (const [name, { args, result }] of Object.entries(commands)) {
    it(name, async () => expect(await execute(command, args)).to.deep.include(result));
  }
  it('is skipped in check mode, and the result says what would have run', async () => {
    expect(await execute(command, { cmd: 'touch /nowhere' }, new World())).to.deep.include({
      ...{ skipped: true, changed: false, cmd: ['touch', '/nowhere'], rc: 0 },
      msg: 'Command would have run if not in check mode',
    });
  });
  it('wants a command', async () =>
    expect(await execute(command, {})).to.include({ failed: true, msg: 'no command given' }));
});

describe('shell', () => {
  obeysTheLaws(shell, decided);
  it('runs text in a shell', async () =>
    expect(await execute(shell, { cmd: 'echo a | tr a b; exit 2' })).to.deep.include({
      stdout: 'b',
      rc: 2,
      failed: true,
      cmd: 'echo a | tr a b; exit 2',
    }));
  it('runs it in another shell', async () =>
    expect(await execute(shell, { cmd: 'echo $((1+1)) $0', executable: '/bin/bash' })).to.deep.include({
      stdout: '2 /bin/bash',
    }));
});

describe('raw', () => {
  it('keeps the output as it came', async () =>
    expect(await execute(raw, { cmd: 'echo hi; exit 2' })).to.deep.include({
      stdout: 'hi\n',
      stdout_lines: ['hi'],
      rc: 2,
      failed: true,
      changed: true,
    }));
  it('tells a shell and a directory that are not there', async () => {
    expect(await execute(shell, { cmd: 'echo hi', executable: '/bin/no-such' })).to.deep.include({
      ...{ failed: true, changed: false, rc: 2, cmd: "/bin/no-such -c 'echo hi'", stderr: '' },
      msg: "[Errno 2] No such file or directory: b'/bin/no-such'",
    });
    expect(await execute(shell, { cmd: 'echo hi', chdir: '/no/such' })).to.deep.include({
      ...{ failed: true, changed: false, rc: null, cmd: 'echo hi' },
      msg: "Unable to change directory before execution: [Errno 2] No such file or directory: b'/no/such'",
    });
  });
});
