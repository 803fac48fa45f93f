// What a run cost, folded from its events: bars, sums, the shares of the processor, and the picture.

import { expect } from 'chai';
import { profileJson } from '../../src/report/profile/data.ts';
import { Profiler } from '../../src/report/profile/profile.ts';
import { costTable } from '../../src/report/profile/table.ts';
import { timeline } from '../../src/report/profile/timeline.ts';
import type { Activity, Happening, HostTaskFinished, TaskInfo } from '../../src/run/events.ts';

const play = { id: 1, name: 'site' };
const taskOf = (id: number, name: string): TaskInfo => ({
  ...{ id, play, name, action: `ansible.builtin.${name}` },
  ...{ handler: false, noLog: false, check: false, tags: [] },
});
const copy = taskOf(1, 'copy');
const include = taskOf(2, 'include_tasks');
const sleep = taskOf(3, 'sleep <&>');

type Timed = readonly [at: number, cpuMs: number, happening: Happening];

const begins = (task: TaskInfo, host: string): Happening => ({ kind: 'host-task-started', task, host });
const doing = (task: TaskInfo, host: string, activity: Activity): Happening => ({
  ...{ kind: 'host-progress', task, host, activity },
});
const ending = { outcome: 'ok', result: {}, diffs: [], changes: [], performed: [], durationMs: 0 } as const;
const ends = (task: TaskInfo, host: string, more: Partial<HostTaskFinished>): Happening => ({
  ...{ kind: 'host-task-finished', task, host, ...ending, roundTrips: 1, loop: false, ...more },
});
const recap: Happening = {
  ...{ kind: 'recap', hosts: new Map(), stats: {}, hostStats: new Map(), roundTrips: new Map() },
};

/** Two hosts connect and copy; `a` includes; both sleep, `b` fails at it. */
const RUN: readonly Timed[] = [
  [1000, 50, { kind: 'playbook-started', path: 'site.yml' }],
  [1000, 60, begins(copy, 'a')],
  [1000, 60, begins(copy, 'b')],
  [1000, 60, doing(copy, 'a', { doing: 'connecting', to: '192.0.2.1' })],
  [1040, 60, doing(copy, 'a', { doing: 'running' })],
  [1100, 80, ends(copy, 'a', { waits: [{ at: 1050, ms: 40, tripMs: 10 }] })],
  // Items that wait at the same time, and one whose clock says that it began before the task.
  [
    1110,
    80,
    {
      kind: 'item-finished',
      task: copy,
      host: 'b',
      ...ending,
      roundTrips: 2,
      label: '1',
      waits: [
        { at: 990, ms: 30, tripMs: 10 },
        { at: 1010, ms: 50, tripMs: 10 },
      ],
    },
  ],
  [1120, 90, ends(copy, 'b', { loop: true, roundTrips: 2 })],
  [1120, 90, begins(include, 'a')],
  [1130, 100, { kind: 'file-included', task: include, file: '/x.yml', role: false, hosts: ['a'] }],
  [1130, 100, begins(sleep, 'a')],
  [1150, 110, begins(copy, 'b')],
  [1170, 130, ends(copy, 'b', { roundTrips: 0 })],
  [1330, 150, ends(sleep, 'a', { waits: [{ at: 1130, ms: 200, tripMs: 200 }], outcome: 'failed' })],
  [1340, 160, recap],
  [1400, 170, { kind: 'run-ended', durationMs: 400, interrupted: false }],
];

function profiled(run: readonly Timed[] = RUN) {
  let now = 0;
  const profiler = new Profiler(() => now);
  for (const [at, cpuMs, happening] of run) {
    now = cpuMs;
    profiler.event({ ...happening, at });
  }
  return profiler.profile();
}

describe('profiles', () => {
  it('has what each task cost on each host', () => {
    const { bars } = profiled();
    expect(
      bars.map(({ host, task, from, to, outcome, roundTrips, waits, remote, connecting }) => [
        ...[host, task.name, `${from}-${to}`, outcome, roundTrips],
        ...[waits, remote, connecting].map((periods) => periods.map((period) => `${period.from}-${period.to}`).join()),
      ]),
    ).to.deep.equal([
      ['a', 'copy', '0-100', 'ok', 1, '50-90', '55-85', '0-40'],
      ['b', 'copy', '0-120', 'ok', 2, '0-60', '5-55', ''],
      ['a', 'include_tasks', '120-130', undefined, 0, '', '', ''],
      ['b', 'copy', '150-170', 'ok', 0, '', '', ''],
      ['a', 'sleep <&>', '130-330', 'failed', 1, '130-330', '135-325', ''],
    ]);
  });

  it('sums them up by task, and shares the processor among those at work', () => {
    const { tasks, elapsedMs, cpuMs } = profiled();
    expect({ elapsedMs, cpuMs }).to.deep.equal({ elapsedMs: 400, cpuMs: 110 });
    expect(tasks.map(({ task, ...cost }) => ({ name: task.name, ...cost }))).to.deep.equal([
      // 60 to 90 alone, then half of what two tasks used from 110 to 130.
      {
        name: 'copy',
        hosts: 2,
        elapsedMs: 170,
        wallMs: 240,
        waitedMs: 100,
        remoteMs: 80,
        connectingMs: 40,
        roundTrips: 3,
        cpuMs: 40,
      },
      {
        name: 'include_tasks',
        hosts: 1,
        elapsedMs: 10,
        wallMs: 10,
        waitedMs: 0,
        remoteMs: 0,
        connectingMs: 0,
        roundTrips: 0,
        cpuMs: 10,
      },
      {
        name: 'sleep <&>',
        hosts: 1,
        elapsedMs: 200,
        wallMs: 200,
        waitedMs: 200,
        remoteMs: 190,
        connectingMs: 0,
        roundTrips: 1,
        cpuMs: 40,
      },
    ]);
  });

  it('has nothing of a run in which nothing ran', () => {
    const nothing = profiled([[5, 1, recap]]);
    expect(nothing).to.deep.equal({ elapsedMs: 0, cpuMs: 0, tasks: [], bars: [], hosts: [] });
    expect(timeline(nothing)).to.match(/^<svg [\s\S]*0 hosts, 0 tasks[\s\S]*<\/svg>\n$/);
    expect(JSON.parse(profileJson(nothing)).hosts).to.deep.equal({});
  });

  it('is told as a table, the longest first', () => {
    expect(costTable(profiled(), 80)).to.equal(`
The tasks that took longest, of 400 ms in all; the controller used 110 ms of processor time, 4 round trips:
elapsed  waited  remote  connecting  trips    CPU  task
 200 ms  200 ms  190 ms        0 ms      1  40 ms  sleep <&>
 170 ms  100 ms   80 ms       40 ms      3  40 ms  copy (2 hosts)
  10 ms    0 ms    0 ms        0 ms      0  10 ms  include_tasks
`);
  });

  it('is data', () => {
    const { totals, tasks, hosts } = JSON.parse(profileJson(profiled()));
    expect(totals).to.deep.equal({ elapsed: 400, cpu: 110, waited: 300, remote: 270, connecting: 40, roundTrips: 4 });
    expect(tasks[2]).to.deep.equal({
      ...{ id: 3, name: 'sleep <&>', action: 'ansible.builtin.sleep <&>', play: 'site', hosts: 1 },
      ...{ elapsed: 200, wall: 200, waited: 200, remote: 190, connecting: 0, cpu: 40, roundTrips: 1 },
    });
    expect(hosts.a[2]).to.deep.equal({
      ...{ task: 3, start: 130, wall: 200, waited: 200, remote: 190, connecting: 0, roundTrips: 1, outcome: 'failed' },
    });
  });

  it('is a picture: a row for each host, names as text, and no more bars than can be seen', () => {
    const svg = timeline(profiled());
    expect(svg.match(/<text x="59"[^>]*>[ab]</g)).to.have.length(2);
    expect(svg).to.contain(
      "<title>sleep &lt;&amp;&gt; (failed); 200 ms, of which 200 ms waiting: 190 ms the host's work; 1 round trips</title>",
    );
    // Of 400 ms the wait from 50 to 90 is a tenth of 1600 pixels.
    expect(svg).to.contain('<rect x="265" y="64" width="160" height="14" fill="#9fc1ec"/>');
    expect(svg).to.contain('<rect x="285" y="64" width="120" height="14" fill="#3f78c4"/>');
    const many = profiled([
      ...Array.from({ length: 10_000 }, (_, index): readonly Timed[] => [
        [index, 0, begins(copy, 'a')],
        [index, 0, ends(copy, 'a', {})],
      ]).flat(),
      [10_000, 0, recap],
    ]);
    expect(timeline(many).match(/<g><title>/g)?.length).to.be.lessThan(3400);
  });
});
