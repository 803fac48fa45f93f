// The helper in this machine's Python, with module utilities of the test's own: it needs no Ansible.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Connection, login } from '../../../src/host/index.ts';
import { Bundler } from '../../../src/module/foreign/bundle.ts';
import {
  Helper,
  type HelperAnswer,
  type ModuleCall,
  singleAnswer,
  singleRun,
} from '../../../src/module/foreign/helper.ts';
import { startHelper } from '../../../src/module/foreign/helper-source.ts';
import { PythonTree } from '../../../src/module/foreign/python-tree.ts';
import { laneOf, localConnection } from '../../host/support/shells.ts';
import { scratch } from '../../support/scratch.ts';

const PYTHON = '/usr/bin/python3';

describe('the helper', function suite(this: void) {
  const place = scratch();
  let connection: Connection;
  let bundler: Bundler;

  before(function () {
    if (!existsSync(PYTHON)) this.skip();
  });

  beforeEach(async () => {
    connection = await localConnection();
    place.write('core/module_utils/basic.py', '_ANSIBLE_ARGS = None\ncount = [0]\n');
    place.write('core/module_utils/deep/__init__.py', '');
    place.write(
      'core/module_utils/deep/er.py',
      'from ..basic import _ANSIBLE_ARGS as args\nfrom . import __name__ as here\n',
    );
    bundler = new Bundler(new PythonTree({ core: place.path('core'), collectionRoots: [], utilities: [] }), '2.14.0');
  });

  afterEach(() => connection.close());

  const start = async (supports = true, interpreter = PYTHON): Promise<Helper> => {
    const started = await connection.start(login, startHelper(interpreter));
    if (!started.ok) throw new Error(started.failure.kind);
    return new Helper(started.value, () => supports);
  };
  const call = (source: string, more: Partial<ModuleCall> = {}): ModuleCall => {
    const path = place.write(`${source.length}.py`, source);
    const bundle = bundler.of(`ansible.modules.m${source.length}`, { path, source: readFileSync(path) });
    return { bundle, args: () => '{}', environment: {}, timeoutMs: 0, ...more };
  };
  const outputOf = (answer: HelperAnswer): readonly [code: number, stdout: string, stderr: string] => {
    if (answer.kind !== 'answered') throw new Error(JSON.stringify(answer));
    return [answer.output.code, answer.output.stdout, answer.output.stderr];
  };
  const END = '{"failed": true, "msg": "New-style module did not handle its own exit"}\n';

  it('runs modules one after the other, none of which sees another', async () => {
    const helper = await start();
    const source = `import os, sys
from ansible.module_utils import basic
basic.count[0] += 1
os.environ['LEFT'] = os.environ.get('LEFT', '') + 'x'
print(basic.count, os.environ['LEFT'], __name__, __package__, os.path.basename(sys.argv[0]), repr(sys.stdin.read()))
sys.exit(3)`;
    for (const _ of [1, 2, 3])
      expect(outputOf(await helper.run(call(source)))).to.deep.equal([
        3,
        "[1] x __main__ ansible.modules 256.py ''\n",
        '',
      ]);
  });

  it('gives arguments and environment, and imports from packages', async () => {
    const helper = await start();
    const source = `import os
from ansible.module_utils.deep import er
print(er.args.decode(), er.here, os.environ['GREETING'])`;
    const more = {
      args: (token: string) => JSON.stringify({ a: 'ä', token: token.length }),
      environment: { GREETING: "it's\nü" },
    };
    const [code, stdout] = outputOf(await helper.run(call(source, more)));
    expect(code).to.equal(1);
    expect(stdout).to.equal(`{"a":"ä","token":32} ansible.module_utils.deep it's\nü\n${END}`);
  });

  it('puts the place for a directory where the word stands', async () => {
    const helper = await start();
    const source = `import sys\nfrom ansible.module_utils import basic\nsys.exit(basic._ANSIBLE_ARGS.decode())`;
    const answer = await helper.run(call(source, { args: (token) => JSON.stringify({ at: token }) }));
    expect(outputOf(answer)).to.deep.equal([1, '', `{"at":"${process.env.HOME}"}\n`]);
  });

  it('tells where a module broke, and nothing of itself', async () => {
    const helper = await start();
    const [code, , stderr] = outputOf(await helper.run(call('def f():\n    raise ValueError("boom")\nf()\n')));
    expect(code).to.equal(1);
    expect(stderr.replaceAll(place.path(), 'DIR')).to.equal(`Traceback (most recent call last):
  File "DIR/42.py", line 3, in <module>
    f()
  File "DIR/42.py", line 2, in f
    raise ValueError("boom")
ValueError: boom
`);
  });

  it('runs several at once', async () => {
    const helper = await start();
    const fifo = place.path('fifo');
    const reader = `import sys\nprint(open(${JSON.stringify(fifo)}).read())\nsys.exit()`;
    const writer = `import sys\nopen(${JSON.stringify(fifo)}, 'w').write('met')\nsys.exit()`;
    execFileSync('mkfifo', [fifo]);
    const answers = await Promise.all([helper.run(call(reader)), helper.run(call(writer))]);
    expect(answers.map((answer) => outputOf(answer)[1])).to.deep.equal(['met\n', '']);
  });

  it('waits for no process that a module leaves behind, and takes large output whole', async () => {
    const helper = await start();
    const source = `import subprocess, sys
subprocess.Popen(['sleep', '5'])
sys.stdout.write('x' * 3000000)
sys.stderr.write('y' * 100000)
sys.exit(0)`;
    const [code, stdout, stderr] = outputOf(await helper.run(call(source)));
    expect([code, stdout.length, stderr.length]).to.deep.equal([0, 3_000_000, 100_000]);
  });

  it('ends a module whose time is over, which cleans up', async () => {
    const helper = await start();
    const left = place.path('left');
    const source = `import atexit, os, time
open(${JSON.stringify(left)}, 'w')
atexit.register(os.remove, ${JSON.stringify(left)})
time.sleep(60)`;
    const answer = await helper.run(call(source, { timeoutMs: 300 }));
    expect(answer).to.deep.equal({ kind: 'answered', output: { code: 143, stdout: '', stderr: '', timedOut: true } });
    expect(existsSync(left)).to.equal(false);
    expect(outputOf(await helper.run(call('raise SystemExit(0)')))).to.deep.equal([0, '', '']);
  });

  it('ends what runs when it is closed', async () => {
    const helper = await start();
    const pid = place.path('pid');
    const source = `import os, time\nopen(${JSON.stringify(pid)}, 'w').write(str(os.getpid()))\nos.kill(os.getppid(), 0)\ntime.sleep(60)`;
    const running = helper.run(call(source));
    while (!existsSync(pid) || readFileSync(pid, 'utf8') === '') await new Promise((resolve) => setImmediate(resolve));
    helper.close();
    expect(await running).to.include({ kind: 'ended', started: true });
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).to.throw('ESRCH');
    expect(helper.open).to.equal(false);
  });

  it('runs a single module on a lane, where only one program runs at a time', async () => {
    const lane = await laneOf(connection);
    const once = call('import sys\nsys.stderr.write("e")\nprint("o")\nsys.exit(4)\n');
    const outcome = await lane.run([{ script: startHelper(PYTHON), stdin: singleRun(once) }]);
    const [reply] = outcome.replies;
    if (!reply) throw new Error(outcome.kind);
    expect(outputOf(singleAnswer(reply, () => true))).to.deep.equal([4, 'o\n', 'e']);
    expect(singleAnswer(reply, () => false)).to.have.property('kind', 'too-old');
  });

  it('tells an interpreter that is not there from one that is too old', async () => {
    const missing = await (await start(true, '/nowhere/python3')).run(call(''));
    expect(missing).to.include({ kind: 'ended', started: false, code: 127 });
    expect(missing)
      .to.have.property('output')
      .that.matches(/\/nowhere\/python3/);
    expect(await (await start(false)).run(call(''))).to.have.property('kind', 'too-old');
  });

  it('tells what an interpreter says that is no interpreter', async () => {
    expect(await (await start(true, '/bin/echo')).run(call(''))).to.include({ kind: 'ended', started: false });
  });
});
