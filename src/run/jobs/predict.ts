// Check mode of a task in the background: it is predicted at once, and whoever asks for its job later gets that.

import type { Dict } from '../../model/value.ts';
import { type Ended, flag, plainResult } from '../task/result.ts';
import type { Jobs } from './jobs.ts';

interface Asked {
  readonly id: string;
  readonly directory: string;
  /** Seconds; 0 where nobody waits for the job. */
  readonly poll: number;
}

/** What the task comes to: like the real one, it does not fail for what its job would fail for, unless that is waited for. */
export function predict(jobs: Jobs, { id, directory, poll }: Asked, end: Ended): Ended {
  const resultsFile = `${directory}/${id}`;
  jobs.predict(id, { ...plainResult(end.result), ansible_job_id: id, results_file: resultsFile });
  const result = end.result.copy().set('ansible_job_id', id).set('results_file', resultsFile).set('started', 1);
  if (poll > 0) return { ...end, result: result.set('finished', 1) };
  return { ...end, result: withoutFailure(result.set('finished', 0)) };
}

function withoutFailure(result: Dict): Dict {
  if (!flag(result, 'failed')) return result;
  const message = `in the background this would fail: ${String(result.get('msg') ?? '')}`;
  return result.set('failed', 0).set('rc', 0).set('warnings', [message]);
}
