// What the reply of a fragment says that performed several changes: which of them were done, what they left, and which one failed.

import type { Reply } from '../../host/index.ts';
import type { Change, Performed } from '../change.ts';
import { Records } from '../looks/records.ts';
import { performed, type Times } from './index.ts';

/** What became of changes whose fragment answers with the records `placed INDEX...`, `left LINES` and `stopped INDEX`. */
export function placedTogether(changes: readonly Change[], reply: Reply, times: Times): readonly Performed[] {
  const { placed, lines, stopped } = report(reply);
  const fine = { ...reply, code: 0, stderr: Buffer.alloc(0) };
  const lineOf = new Map(placed.map((index, position) => [index, lines[position] ?? '']));
  const failed =
    reply.code === 0 && !reply.timedOut ? undefined : (stopped ?? changes.findIndex((_, index) => !lineOf.has(index)));
  return changes.flatMap((change, index) => {
    if (index === failed) return [performed(change, { ...reply, stdout: Buffer.alloc(0) }, times)];
    const line = lineOf.get(index);
    if (line === undefined) return [];
    return [performed(change, { ...fine, stdout: Buffer.from(line === '' ? '' : `left ${line}\0`) }, times)];
  });
}

interface Report {
  readonly placed: readonly number[];
  /** A line of stat for each that was placed. */
  readonly lines: readonly string[];
  readonly stopped: number | undefined;
}

function report({ stdout }: Reply): Report {
  const records = new Records(stdout);
  const said = new Map<string, string>();
  for (let record = records.next(); record !== undefined; record = records.next()) {
    const end = `${record} `.indexOf(' ');
    said.set(record.slice(0, end), record.slice(end + 1));
  }
  const stopped = said.get('stopped');
  return {
    placed: (said.get('placed') ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map(Number),
    lines: (said.get('left') ?? '').split('\n'),
    stopped: stopped === undefined ? undefined : Number(stopped),
  };
}
