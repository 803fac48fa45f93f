// Asks how a task in the background is doing.

import {
  type ActionContext,
  choice,
  defineAction,
  type JobFile,
  type JobStatus,
  jobCleanup,
  jobStatusLook,
  jobStatusOf,
  text,
} from '../src/module/index.ts';

/** Milliseconds in which a small job ends. */
const YOUNG = 500;

// Whoever asks in a loop waits for seconds when told that a job is not done; one that has just been started deserves a moment.
async function statusOf(job: JobFile, { jobs, remote, sleep }: ActionContext): Promise<JobStatus> {
  for (let wait = 0.05; ; wait *= 2) {
    const status = jobStatusOf((await remote.look({ job: jobStatusLook(job) })).job, job.id);
    const age = jobs.age(job.id);
    if (status.finished || age === undefined || age > YOUNG) return status;
    await sleep(wait);
  }
}

const SILENCE = { stdout: '', stderr: '', stdout_lines: [], stderr_lines: [] };

export default defineAction({
  summary: 'Ask how a task in the background is doing',
  description:
    'A job is known by the file that it leaves on its host, so that one of an earlier run, or of Ansible, can be asked about, too. Ask as the identity that started it. In check mode nothing was started: the answer is what the job would come to.',
  params: {
    jid: text('The `ansible_job_id` of the result of the task that started it.'),
    mode: choice(['status', 'cleanup'], 'Whether to ask, or to remove what the job left.').default('status'),
  },
  returns: {
    ansible_job_id: 'the job',
    started: 'whether it has started: 1',
    finished: 'whether it has finished: 1 or 0; when it has, the result of its task is there, too',
    stdout: 'output of a command that has finished',
    stderr: 'its errors',
    results_file: 'the file on the host',
    erased: 'the file that was removed',
  },
  examples: [
    {
      name: 'Wait for a job',
      yaml: 'async_status:\n  jid: "{{ job.ansible_job_id }}"\nregister: result\nuntil: result is finished\nretries: 100\ndelay: 10',
    },
  ],
  needsHost: true,
  run: async ({ jid, mode }, context) => {
    const { jobs, remote } = context;
    const predicted = jobs.predicted(jid);
    if (predicted) {
      const result = mode === 'status' ? { ...predicted, started: 1, finished: 1 } : { ansible_job_id: jid };
      return { changed: mode === 'status' && predicted.changed === true, result };
    }
    const job = { directory: jobs.directory, id: jid };
    const { resultsFile, exists, finished, result } = await statusOf(job, context);
    if (finished) jobs.ended(jid);
    if (mode === 'status') return { changed: result.changed === true, result };
    const { results_file: _, ...rest } = result;
    if (!exists) return { changed: false, result: { ...rest, erased: resultsFile } };
    const [removed] = await remote.perform([jobCleanup(job, resultsFile)]);
    return {
      changed: false,
      ...(removed?.failed !== undefined && { failed: removed.failed }),
      result: { ansible_job_id: jid, erased: resultsFile, started: 0, finished: 0, ...SILENCE },
    };
  },
});
