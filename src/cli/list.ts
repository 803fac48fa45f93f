// `--list-hosts`, `--list-tasks` and `--list-tags`: what would run, as ansible-playbook lists it.

import { collected, type Play, type Playbook, roleOf, type Statement, type Task } from '../model/playbook.ts';
import type { Node } from '../model/source.ts';
import type { HostChooser } from '../run/index.ts';
import { InputError } from './problems.ts';

export interface ListOptions {
  readonly listHosts: boolean;
  readonly listTasks: boolean;
  readonly listTags: boolean;
}

export function listPlaybooks(playbooks: readonly Playbook[], chooser: HostChooser, options: ListOptions): string {
  return playbooks.map((playbook) => listPlaybook(playbook, chooser, options)).join('');
}

function listPlaybook({ path, plays }: Playbook, chooser: HostChooser, options: ListOptions): string {
  const lines = [`\nplaybook: ${path}`];
  for (const [index, play] of plays.entries()) {
    const pattern = textsOf(play.hosts);
    const tags = [...new Set(textsOf(play.keywords.get('tags')?.value))].join(', ');
    lines.push(
      `\n  play #${index + 1} (${pattern.join(',')}): ${play.name?.value ?? pattern.join(',')}\tTAGS: [${tags}]`,
    );
    if (options.listHosts) lines.push(...hostLines(pattern, chooser));
    if (options.listTasks)
      lines.push(
        '    tasks:',
        ...tasksOf(play).map((task) => `      ${nameOf(task)}\tTAGS: [${tagsOf(task).join(', ')}]`),
      );
    if (options.listTags)
      lines.push(`      TASK TAGS: [${[...new Set(tasksOf(play).flatMap(tagsOf))].sort().join(', ')}]`);
  }
  return `${lines.join('\n')}\n`;
}

function hostLines(pattern: readonly string[], chooser: HostChooser): readonly string[] {
  const chosen = chooser.choose(pattern);
  if (!chosen.ok) throw new InputError(chosen.problems);
  const words = pattern.map((word) => `'${word}'`).join(', ');
  return [
    `    pattern: [${words}]`,
    `    hosts (${chosen.value.length}):`,
    ...chosen.value.map((host) => `      ${host.name}`),
  ];
}

function tasksOf(play: Play): readonly Task[] {
  const walk = (statements: readonly Statement[]): readonly Task[] =>
    statements.flatMap((one): readonly Task[] => {
      if (one.kind === 'block') return walk([...one.block, ...one.rescue, ...one.always]);
      return one.implicit ? [] : [one];
    });
  return walk([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks]);
}

function nameOf(task: Task): string {
  const role = roleOf(task);
  const name = typeof task.name?.value === 'string' ? task.name.value : task.action.word;
  return role ? `${role.name} : ${name}` : name;
}

function tagsOf(task: Task): readonly string[] {
  return [...new Set(collected(task, 'tags').flatMap((entry) => textsOf(entry.value)))].sort();
}

function textsOf(node: Node | undefined): readonly string[] {
  if (node === undefined || node.kind === 'map') return [];
  if (node.kind === 'list') return node.items.flatMap(textsOf);
  return String(node.value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
