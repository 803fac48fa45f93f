// Tasks in the background: what is registered, what outlives the run, what check mode says.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { RunSettings } from '../../src/run/index.ts';
import { noSshd, startSshd, type TestSshd } from '../host/support/sshd.ts';
import { type PlaybookEnd, type PlaybookRun, runPlaybook } from '../support/run-playbook.ts';

type Fields = Readonly<Record<string, unknown>>;

describe('a task in the background', () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-background-')));
  after(() => rmSync(directory, { recursive: true }));
  let runs = 0;

  /** Runs tasks on this machine; `DIR` in them is a directory of the run, `JOBS` the one of its jobs. */
  async function run(tasks: string, settings: Partial<RunSettings> = {}, more: Partial<PlaybookRun> = {}) {
    const own = join(directory, String(++runs));
    mkdirSync(own);
    const jobs = join(own, 'jobs');
    const site = `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}`
      .replaceAll('DIR', own)
      .replaceAll('JOBS', jobs);
    writeFileSync(join(own, 'site.yml'), site);
    const end = await runPlaybook({
      path: join(own, 'site.yml'),
      hosts: ['a'],
      settings: { asyncDirectory: jobs, ...settings },
      ...more,
    });
    return { ...end, own, jobs, results: resultsOf(end) };
  }

  /** Results by the names of their tasks, without what differs from run to run. */
  function resultsOf({ events }: PlaybookEnd): Readonly<Record<string, Fields>> {
    return Object.fromEntries(
      events.flatMap((event) => {
        if (event.kind !== 'host-task-finished') return [];
        const { start: _start, end: _end, delta: _delta, ...result } = event.result;
        return [[event.task.name, result]];
      }),
    );
  }

  async function eventually(holds: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200 && !holds(); tries++) await pause(25);
    expect(holds()).to.equal(true);
  }

  const silence = { stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] };

  it('is started, asked about, and cleaned up after', async () => {
    const { results, jobs } = await run(`
    - { name: start, shell: 'while [ ! -e DIR/go ]; do sleep 0.1; done; echo out; echo err >&2; exit 3', async: 20, poll: 0, register: job }
    - { name: asked, async_status: { jid: "{{ job.ansible_job_id }}" } }
    - { name: go, file: { path: DIR/go, state: touch } }
    - name: done
      async_status: { jid: "{{ job.ansible_job_id }}" }
      register: status
      until: status is finished
      retries: 50
      delay: 0.1
      failed_when: false
    - { name: clean, async_status: { jid: "{{ job.ansible_job_id }}", mode: cleanup } }
    - { name: again, async_status: { jid: "{{ job.ansible_job_id }}", mode: cleanup }, ignore_errors: true }
    - { name: gone, async_status: { jid: "{{ job.ansible_job_id }}" }, ignore_errors: true }
`);
    const id = String(results.start?.ansible_job_id);
    expect(id).to.match(/^j\d+\.\d+$/);
    const job = { ansible_job_id: id, results_file: join(jobs, id) };
    const { attempts: _, ...done } = results.done ?? {};
    expect({ ...results, done }).to.deep.include({
      start: { ...job, started: 1, finished: 0, changed: true, failed: 0 },
      asked: { ...job, ...silence, started: 1, finished: 0, changed: false, failed: false },
      done: {
        ...{ ...job, started: 1, finished: 1, changed: true, failed: false, failed_when_result: false },
        ...{ rc: 3, stdout: 'out', stdout_lines: ['out'], stderr: 'err', stderr_lines: ['err'] },
        msg: 'non-zero return code',
        cmd: `while [ ! -e ${jobs.replace('/jobs', '/go')} ]; do sleep 0.1; done; echo out; echo err >&2; exit 3`,
      },
      clean: {
        ansible_job_id: id,
        erased: join(jobs, id),
        ...silence,
        started: 0,
        finished: 0,
        changed: false,
        failed: false,
      },
      again: {
        ...{
          ansible_job_id: id,
          erased: join(jobs, id),
          ...silence,
          started: 1,
          finished: 1,
          changed: false,
          failed: true,
        },
        msg: 'could not find job',
      },
      gone: { ...job, ...silence, started: 1, finished: 1, changed: false, failed: true, msg: 'could not find job' },
    });
    expect(readdirSync(jobs)).to.deep.equal([]);
  });

  it('outlives the run, and a later one finds its result', async () => {
    const { own, jobs, results } = await run(`
    - { name: start, shell: 'while [ ! -e DIR/go ]; do sleep 0.1; done; touch DIR/done', async: 20, poll: 0 }
`);
    const id = String(results.start?.ansible_job_id);
    expect(existsSync(join(own, 'done'))).to.equal(false);
    writeFileSync(join(own, 'go'), '');
    await eventually(() => readdirSync(jobs).length === 1);
    expect(readdirSync(jobs)).to.deep.equal([id]);
    expect(JSON.parse(readFileSync(join(jobs, id), 'utf8'))).to.include({ rc: 0 });
    expect(existsSync(join(own, 'done'))).to.equal(true);
    const later = await run(`    - { name: ask, async_status: { jid: ${id} } }\n`, { asyncDirectory: jobs });
    expect(later.results.ask).to.deep.include({ finished: 1, rc: 0, changed: true, ansible_job_id: id });
  });

  it('outlives an interruption', async () => {
    const controller = new AbortController();
    const { own, summary } = await run(
      `
    - { name: start, shell: 'while [ ! -e DIR/go ]; do sleep 0.1; done; touch DIR/done', async: 20, poll: 0 }
    - { name: long, command: sleep 60 }
`,
      {},
      {
        signal: controller.signal,
        onEvent: (event) => {
          if (event.kind === 'host-task-started' && event.task.name === 'long')
            setTimeout(() => controller.abort(), 200);
        },
      },
    );
    expect(summary.interrupted).to.equal(true);
    writeFileSync(join(own, 'go'), '');
    await eventually(() => existsSync(join(own, 'done')));
  });

  it('of several steps is taken to its end by the run, while the play goes on', async () => {
    const { own, jobs, results } = await run(`
    - { name: start, file: { path: DIR/made/by/job, state: directory, mode: '0701' }, async: 20, poll: 0 }
    - { name: wait, wait_for: { path: DIR/go, timeout: 10 }, async: 20, poll: 0, register: waiting }
    - { name: asked, async_status: { jid: "{{ waiting.ansible_job_id }}" } }
    - { name: go, file: { path: DIR/go, state: touch } }
`);
    expect(existsSync(join(own, 'made/by/job'))).to.equal(true);
    expect(results.asked).to.include({ finished: 0 });
    const left = ['start', 'wait'].map(
      (name): Fields => JSON.parse(readFileSync(join(jobs, String(results[name]?.ansible_job_id)), 'utf8')),
    );
    expect(left[0]).to.deep.include({
      changed: true,
      path: join(own, 'made/by/job'),
      mode: '0701',
      state: 'directory',
    });
    expect(left[1]).to.deep.include({ changed: false, path: join(own, 'go') });
    expect(readdirSync(jobs)).to.have.length(2);
  });

  it('is waited for with a poll above 0, in time', async () => {
    const { results, jobs, events } = await run(`
    - { name: quick, command: echo hi, async: 20, poll: 15 }
    - { name: module, stat: { path: DIR }, async: 20, poll: 15 }
    - { name: slow, shell: 'echo $$ >DIR/pid; sleep 30', async: 1, poll: 1, ignore_errors: true }
`);
    const { ansible_job_id, results_file, ...quick } = results.quick ?? {};
    expect(results_file).to.equal(join(jobs, String(ansible_job_id)));
    expect(quick).to.deep.equal({
      ...{ ...silence, cmd: ['echo', 'hi'], rc: 0, stdout: 'hi', stdout_lines: ['hi'], msg: '' },
      ...{ started: 1, finished: 1, changed: true, failed: false },
    });
    expect(results.module).to.deep.include({ ...silence, finished: 1, changed: false, failed: false });
    expect(results.slow).to.deep.include({
      failed: true,
      changed: false,
      msg: 'async task did not complete within the requested time - 1s',
    });
    expect(results.slow?.async_result).to.include({ started: 1, finished: 0 });
    const polled = events.flatMap((event) => (event.kind === 'host-polled' ? [[event.task.name, event.finished]] : []));
    expect(polled).to.deep.include.members([
      ['quick', true],
      ['module', true],
      ['slow', false],
    ]);
    expect(readdirSync(jobs).filter((name) => !name.startsWith('.'))).to.have.length(1);
  });

  it('does not wait for what runs in the foreground, nor that for it', async () => {
    const { results } = await run(`
    - { name: start, shell: 'touch DIR/running; while [ ! -e DIR/go ]; do sleep 0.05; done', async: 20, poll: 0, register: job }
    - { name: meet, shell: 'while [ ! -e DIR/running ]; do sleep 0.05; done; touch DIR/go', timeout: 15 }
    - { name: ask, async_status: { jid: "{{ job.ansible_job_id }}" }, register: status, until: status is finished, retries: 50, delay: 0.1 }
`);
    expect([results.meet?.failed, results.ask?.rc]).to.deep.equal([false, 0]);
  });

  it('has its own environment, and its results in the directory that a variable names', async () => {
    const { own, results } = await run(`
    - { name: start, shell: 'echo "$WORD"', environment: { WORD: hello }, vars: { ansible_async_dir: DIR/other }, async: 20, poll: 1 }
`);
    expect(results.start).to.include({ stdout: 'hello' });
    expect(results.start?.results_file).to.match(new RegExp(`^${own}/other/j`));
  });

  it('is predicted in check mode, and nothing is started', async () => {
    const { results, own } = await run(
      `
    - { name: start, file: { path: DIR/made, state: directory }, async: 20, poll: 0, register: job }
    - { name: ask, async_status: { jid: "{{ job.ansible_job_id }}" }, register: status, until: status is finished, retries: 1 }
    - { name: there, stat: { path: DIR/made } }
    - { name: fails, file: { path: /etc/passwd, state: directory }, async: 20, poll: 0 }
    - { name: waited, command: echo hi, async: 20, poll: 5 }
`,
      { check: true },
    );
    expect(results.start).to.include({ changed: true, started: 1, finished: 0 });
    expect(results.ask).to.include({ changed: true, finished: 1, path: join(own, 'made') });
    expect(results.there?.stat).to.include({ exists: true });
    expect(results.waited).to.include({ skipped: true, finished: 1 });
    expect(results.fails?.failed).to.equal(0);
    expect(results.fails?.warnings).to.have.length(1);
    expect(readdirSync(own)).to.deep.equal(['site.yml']);
  });

  it('is refused where Ansible refuses it, and where it cannot leave its result', async () => {
    const { results, own } = await run(`
    - { name: copy, copy: { content: x, dest: DIR/copy }, async: 20, poll: 0, ignore_errors: true }
    - { name: debug, debug: { msg: x }, async: 20, poll: 5, ignore_errors: true }
    - { name: nowhere, command: echo, vars: { ansible_async_dir: DIR/site.yml }, async: 20, poll: 0, ignore_errors: true }
`);
    for (const name of ['copy', 'debug'])
      expect(results[name]).to.deep.equal({
        failed: true,
        changed: false,
        msg: 'async is not supported for this task.',
      });
    expect(results.nowhere?.msg).to.include(`could not create the job in ${own}/site.yml: `);
  });

  it('loops, each item a job of its own', async () => {
    const { results } = await run(`
    - { name: start, command: "echo {{ item }}", loop: [1, 2, 3], async: 20, poll: 0, register: jobs }
    - name: ask
      async_status: { jid: "{{ item.ansible_job_id }}" }
      loop: "{{ jobs.results }}"
      register: status
      until: status is finished
      retries: 50
      delay: 0.1
    - { name: outputs, debug: { msg: "{{ status.results | map(attribute='stdout') }} {{ status.results | map(attribute='item.item') }}" } }
`);
    expect(results.outputs?.msg).to.equal("['1', '2', '3'] [1, 2, 3]");
  });

  describe('over ssh', () => {
    let sshd: TestSshd;
    before(async function () {
      if (noSshd() !== undefined) this.skip();
      sshd = await startSshd();
    });
    after(() => sshd?.stop());

    it('goes on when its connection is cut, and is asked about over a new one', async () => {
      const { results } = await run(
        `
    - { name: session, shell: 'p=$$; while [ "$(ps -o comm= $p)" != sshd ]; do p=$(ps -o ppid= $p); done; echo $p', register: session }
    - { name: named, command: 'ps -o comm= {{ session.stdout }}' }
    - { name: cut, shell: 'kill -KILL {{ session.stdout }}; sleep 0.5; echo "$(ps -o tty= $$) survived" >DIR/survived; cat DIR/survived', async: 20, poll: 1 }
    - { name: after, command: cat DIR/survived }
`,
        {},
        {
          hostVars: {
            a: {
              ansible_connection: 'ssh',
              ansible_host: '127.0.0.1',
              ansible_port: String(sshd.port),
              ansible_ssh_private_key_file: sshd.keyFile,
              tsplay_host_key: await sshd.fingerprint('ed25519'),
            },
          },
        },
      );
      // It is the session that was ended, and no terminal is left to the job.
      expect([results.named?.stdout, results.cut?.stdout, results.after?.stdout]).to.deep.equal([
        'sshd',
        '? survived',
        '? survived',
      ]);
    });
  });
});
