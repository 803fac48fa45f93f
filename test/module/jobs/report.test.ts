// The results file of a command in the background, as the host writes it and as it is read again.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type Fragment, type Reply, startDetached } from '../../../src/host/index.ts';
import { reportText } from '../../../src/module/jobs/report.ts';
import {
  completion,
  creation,
  type JobStatus,
  removal,
  statusLook,
  statusOf,
  workDirectory,
} from '../../../src/module/jobs/results-file.ts';
import type { CommandReport } from '../../../src/plan/change.ts';
import { fragmentOf } from '../../../src/plan/command.ts';
import { shells } from '../../host/support/shells.ts';
import { shellExchange } from '../../support/shell-exchange.ts';

for (const { name, path: shell = '' } of shells) {
  describe(`the results file of a job in ${name}`, () => {
    before(function () {
      if (shell === '') this.skip();
    });
    const parent = mkdtempSync(join(tmpdir(), 'tsplay-jobs-'));
    after(() => rmSync(parent, { recursive: true }));
    const directory = join(parent, 'jobs');
    const exchange = shellExchange([shell]);

    const run = async (fragment: Fragment): Promise<Reply> => {
      const { replies } = await exchange.run([fragment]);
      const [reply] = replies;
      if (!reply) throw new Error('there is no reply');
      return reply;
    };
    const status = async (id: string): Promise<JobStatus> => {
      const look = statusLook({ directory, id });
      return statusOf(await run(fragmentOf(look.command)), id);
    };
    const finished = async (id: string): Promise<JobStatus> => {
      for (let tries = 0; tries < 200; tries++) {
        const one = await status(id);
        if (one.finished) return one;
        await pause(20);
      }
      throw new Error('it never ends');
    };
    const report = async (id: string, script: string, { fields, strip }: CommandReport): Promise<JobStatus> => {
      const { stdout } = await run(creation({ directory, id }));
      const file = stdout.toString();
      const after = reportText({ fields, strip }, file);
      const fragments = [{ script }];
      await run(startDetached({ directory: `${workDirectory(file)}/1`, fragments, limitSeconds: 20, after }, shell));
      return finished(id);
    };
    const common = (id: string) => ({ ansible_job_id: id, results_file: join(directory, id), started: 1 });

    it('says that the job has started, to its owner alone', async () => {
      const { stdout } = await run(creation({ directory, id: 'j1.1' }));
      expect(stdout.toString()).to.equal(join(directory, 'j1.1'));
      expect([statSync(directory).mode & 0o777, statSync(join(directory, 'j1.1')).mode & 0o777]).to.deep.equal([
        0o700, 0o600,
      ]);
      expect(await status('j1.1')).to.deep.equal({
        resultsFile: join(directory, 'j1.1'),
        exists: true,
        finished: false,
        result: { ...common('j1.1'), finished: 0, stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] },
      });
    });

    it('has what a command put out, whatever that is', async () => {
      const text = `tab\there "q" back\\slash \\n 'é' \u001b[1m\b\f\u0001\u001f\n\nlast`;
      const script = `printf '%b' '${text.replaceAll('\\', '\\\\').replaceAll("'", "'\\''")}\\n\\r\\n'; printf 'no end' >&2; exit 3`;
      const { result } = await report('j2.1', script, { fields: { cmd: 'say' }, strip: true });
      expect(result).to.deep.include({
        ...common('j2.1'),
        finished: 1,
        changed: true,
        failed: true,
        msg: 'non-zero return code',
        rc: 3,
        cmd: 'say',
        stdout: text,
        stderr: 'no end',
        stderr_lines: ['no end'],
      });
      expect(result.start).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?$/);
      expect(result.delta).to.match(/^0:00:0\d(\.\d{6})?$/);
      // A later run of Ansible's reads the file, too.
      expect(JSON.parse(readFileSync(join(directory, 'j2.1'), 'utf8'))).to.deep.include({ rc: 3, stdout: text });
      const work = workDirectory(join(directory, 'j2.1'));
      for (let tries = 0; tries < 200 && existsSync(work); tries++) await pause(20);
      expect(existsSync(work)).to.equal(false);
    });

    it('keeps empty lines at the end where they are wanted', async () => {
      const { result } = await report('j3.1', 'printf "a\\n\\n\\r\\n"', { fields: {}, strip: false });
      expect([result.stdout, result.rc, result.msg, result.failed]).to.deep.equal(['a\n\n\r\n', 0, '', undefined]);
    });

    it('tells why a program could not be started, as Ansible does', async () => {
      const fields = { cmd: ['no such', 'x'], invocation: { module_args: { chdir: null } } };
      const { result } = await report('j4.1', 'exec "no such" x', { fields, strip: true });
      const nothing = { stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] };
      expect(result).to.deep.equal({
        ...common('j4.1'),
        ...nothing,
        finished: 1,
        changed: false,
        failed: true,
        cmd: "'no such' x",
        rc: 2,
        msg: "[Errno 2] No such file or directory: b'no such'",
      });
    });

    it('is put in place whole, and goes with all that the job left', async () => {
      const { stdout } = await run(creation({ directory, id: 'j5.1' }));
      await run({ script: 'echo x >"$1/y"', args: [workDirectory(stdout.toString())] });
      expect((await run(completion(stdout.toString(), { changed: true, ü: ['{'] }))).code).to.equal(0);
      expect((await status('j5.1')).result).to.deep.include({ finished: 1, changed: true, ü: ['{'] });
      expect(() => statSync(workDirectory(stdout.toString()))).to.throw('ENOENT');
      await run(removal(stdout.toString()));
      expect(await status('j5.1')).to.deep.include({ exists: false, finished: true });
    });

    it('is not looked for elsewhere, nor made where others are at home', async () => {
      const { result, exists } = await status('../j1.1');
      expect([exists, result.msg]).to.deep.equal([false, 'could not find job']);
      if (process.getuid?.() !== 0) return;
      const others = join(parent, 'others');
      await run({ script: 'mkdir "$1" && chown 65534 "$1"', args: [others] });
      symlinkSync(others, join(parent, 'link'));
      for (const path of [others, join(parent, 'link')]) {
        const { code, stderr } = await run(creation({ directory: path, id: 'j6.1' }));
        expect([code, stderr.toString()]).to.deep.equal([1, `the directory ${path} belongs to somebody else\n`]);
      }
    });
  });
}
