// `--list-hosts`, `--list-tasks` and `--list-tags`: what would run, as ansible-playbook lists it.

import type { PlaybookPreview, PlayPreview } from '../run/index.ts';

export interface ListOptions {
  readonly listHosts: boolean;
  readonly listTasks: boolean;
  readonly listTags: boolean;
}

/** The listing of one playbook. `name`: as it was asked for. */
export function listPlaybook(name: string, { plays }: PlaybookPreview, options: ListOptions): string {
  const lines = [`\nplaybook: ${name}`];
  for (const [index, play] of plays.entries()) {
    lines.push(`\n  play #${index + 1} (${play.patterns.join(',')}): ${play.name}\tTAGS: [${play.tags.join(',')}]`);
    if (options.listHosts) lines.push(...hostLines(play));
    if (options.listTasks)
      lines.push('    tasks:', ...play.tasks.map((task) => `      ${task.name}\tTAGS: [${task.tags.join(', ')}]`));
    if (options.listTags) lines.push(`      TASK TAGS: [${taskTags(play).join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

function hostLines({ patterns, hosts }: PlayPreview): readonly string[] {
  const words = patterns.map((word) => `'${word}'`).join(', ');
  return [`    pattern: [${words}]`, `    hosts (${hosts.length}):`, ...hosts.map((host) => `      ${host}`)];
}

// Those of the play are among them even where none of its tasks is listed, as in Ansible.
function taskTags({ tags, tasks }: PlayPreview): readonly string[] {
  return [...new Set([...tags, ...tasks.flatMap((task) => task.tags)])].toSorted();
}
