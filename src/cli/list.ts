// `--list-hosts`, `--list-tasks` and `--list-tags`: what would run, as ansible-playbook lists it.

import { collected, type Play, type Playbook, type Statement, type Task } from '../model/playbook.ts';
import type { Node } from '../model/source.ts';
import { type HostChooser, type TagChoice, tagsWanted, taskName } from '../run/index.ts';
import { InputError } from './problems.ts';

/** A playbook, and the path by which it was asked for. */
export interface NamedPlaybook {
  readonly name: string;
  readonly playbook: Playbook;
}

export interface ListOptions {
  readonly chooser: HostChooser;
  /** Only what these let run is listed. */
  readonly tags: TagChoice;
  readonly listHosts: boolean;
  readonly listTasks: boolean;
  readonly listTags: boolean;
}

export function listPlaybooks(playbooks: readonly NamedPlaybook[], options: ListOptions): string {
  return playbooks.map((playbook) => listPlaybook(playbook, options)).join('');
}

function listPlaybook({ name, playbook }: NamedPlaybook, options: ListOptions): string {
  const lines = [`\nplaybook: ${name}`];
  for (const [index, play] of playbook.plays.entries()) {
    const pattern = textsOf(play.hosts);
    const tags = [...new Set(textsOf(play.keywords.get('tags')?.value))].join(', ');
    lines.push(
      `\n  play #${index + 1} (${pattern.join(',')}): ${play.name?.value ?? pattern.join(',')}\tTAGS: [${tags}]`,
    );
    if (options.listHosts) lines.push(...hostLines(pattern, options.chooser));
    const tasks = tasksOf(play).filter((task) => tagsWanted(tagsOf(task), options.tags));
    if (options.listTasks)
      lines.push('    tasks:', ...tasks.map((task) => `      ${nameOf(task)}\tTAGS: [${tagsOf(task).join(', ')}]`));
    if (options.listTags) lines.push(`      TASK TAGS: [${[...new Set(tasks.flatMap(tagsOf))].sort().join(', ')}]`);
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

// `rescue` and `always` are not listed, as Ansible does not.
function tasksOf(play: Play): readonly Task[] {
  const walk = (statements: readonly Statement[]): readonly Task[] =>
    statements.flatMap((one) => (one.kind === 'block' ? walk(one.block) : [one]));
  return walk([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks]);
}

function nameOf(task: Task): string {
  return typeof task.name?.value === 'string' ? taskName(task) : task.action.word;
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
