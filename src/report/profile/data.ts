// A profile as plain data, for programs.

import { placeOf } from '../../model/source.ts';
import { type Bar, groupedBy, lengthOf, type Profile, remoteOf, sumOf, type TaskCost, waitedOf } from './profile.ts';

/** Times are in milliseconds, `start` since the run began. */
export function profileJson({ elapsedMs, cpuMs, tasks, bars }: Profile): string {
  const sum = (of: (task: TaskCost) => number): number => tasks.reduce((total, task) => total + of(task), 0);
  const totals = {
    elapsed: rounded(elapsedMs),
    cpu: rounded(cpuMs),
    waited: rounded(sum((task) => task.waitedMs)),
    remote: rounded(sum((task) => task.remoteMs)),
    connecting: rounded(sum((task) => task.connectingMs)),
    roundTrips: sum((task) => task.roundTrips),
  };
  const hosts = Object.fromEntries(
    [...groupedBy(bars, (bar) => bar.host)].map(([host, own]) => [host, own.map(barJson)]),
  );
  return `${JSON.stringify({ totals, tasks: tasks.map(taskJson), hosts }, undefined, 1)}\n`;
}

function taskJson({ task, ...cost }: TaskCost): object {
  return {
    id: task.id,
    name: task.name,
    action: task.action,
    play: task.play.name,
    place: task.span && placeOf(task.span),
    hosts: cost.hosts,
    elapsed: rounded(cost.elapsedMs),
    wall: rounded(cost.wallMs),
    waited: rounded(cost.waitedMs),
    remote: rounded(cost.remoteMs),
    connecting: rounded(cost.connectingMs),
    cpu: rounded(cost.cpuMs),
    roundTrips: cost.roundTrips,
  };
}

function barJson(bar: Bar): object {
  return {
    task: bar.task.id,
    start: rounded(bar.from),
    wall: rounded(lengthOf(bar)),
    waited: rounded(waitedOf(bar)),
    remote: rounded(remoteOf(bar)),
    connecting: rounded(sumOf(bar.connecting)),
    roundTrips: bar.roundTrips,
    outcome: bar.outcome,
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
