// The most expensive tasks of a run as a short table for the terminal.

import type { Profile, TaskCost } from './profile.ts';

const MOST = 10;
const HEADS = ['elapsed', 'waited', 'remote', 'connecting', 'trips', 'CPU'] as const;

/** The tasks that took longest, and what the controller used in all. */
export function costTable({ tasks, elapsedMs, cpuMs }: Profile, columns: number): string {
  const chosen = tasks.toSorted((a, b) => b.elapsedMs - a.elapsedMs).slice(0, MOST);
  const rows = chosen.map(cellsOf);
  const widths = HEADS.map((head, index) => Math.max(head.length, ...rows.map((row) => (row[index] ?? '').length)));
  const line = (cells: readonly string[], name: string): string =>
    `${cells.map((cell, index) => cell.padStart(widths[index] ?? 0)).join('  ')}  ${name}`.slice(
      0,
      Math.max(columns, 60),
    );
  const trips = tasks.reduce((sum, task) => sum + task.roundTrips, 0);
  return [
    '',
    `The tasks that took longest, of ${seconds(elapsedMs)} in all; the controller used ${seconds(cpuMs)} of processor time, ${trips} round trips:`,
    line(HEADS, 'task'),
    ...chosen.map((task, index) => line(rows[index] ?? [], nameOf(task))),
    '',
  ].join('\n');
}

function cellsOf(task: TaskCost): readonly string[] {
  const { elapsedMs, waitedMs, remoteMs, connectingMs, roundTrips, cpuMs } = task;
  const times = [elapsedMs, waitedMs, remoteMs, connectingMs].map(seconds);
  return [...times, String(roundTrips), seconds(cpuMs)];
}

function nameOf({ task, hosts }: TaskCost): string {
  return hosts > 1 ? `${task.name} (${hosts} hosts)` : task.name;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
