// Playbook projects for tests: files in a directory of their own, loaded as a run would, shown as text.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { renderDiagnostics } from '../../../src/load/diagnostics/render.ts';
import { createLoader, type Loader } from '../../../src/load/playbook/loader.ts';
import type { LoadOptions } from '../../../src/load/playbook/options.ts';
import { templateCheck } from '../../../src/load/playbook/template-check.ts';
import { type Checked, error } from '../../../src/model/diagnostic.ts';
import type { Block, Keywords, Play, Playbook, Statement } from '../../../src/model/playbook.ts';
import type { Node } from '../../../src/model/source.ts';

const MODULES = [
  'command',
  'copy',
  'debug',
  'file',
  'include_vars',
  'set_fact',
  'shell',
  'user',
  'validate_argument_spec',
];
const LOOKUPS = ['items', 'dict', 'nested', 'first_found'];

/** Files of a project by path; removed with `remove`. */
export interface Project {
  readonly directory: string;
  readonly loader: Loader;
  /** `site.yml`, loaded. */
  load(): Promise<Checked<Playbook>>;
  /** Text about the project without the directory's own path. */
  local(text: string): string;
  remove(): void;
}

/** Writes a project and gives its loader. Names of static imports know the variable `known`, whose value is `here`. */
export function projectOf(files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): Project {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-load-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const loader = createLoader({
    modules: {
      hasGroup: () => undefined,
      kindOf: (word) =>
        MODULES.includes(word.replace('ansible.builtin.', ''))
          ? 'module'
          : word === 'pacman'
            ? 'unsupported'
            : undefined,
      words: () => MODULES,
      load: async (word) => ({ name: `ansible.builtin.${word.replace('ansible.builtin.', '')}`, check: () => [] }),
    },
    templates: { ...templateCheck, hasLookup: (name) => LOOKUPS.includes(name), lookupNames: () => LOOKUPS },
    names: {
      text: (node) =>
        String(node.value).includes('{{ known }}')
          ? { ok: true, value: String(node.value).replace('{{ known }}', 'here') }
          : { ok: false, problems: [error('only static variables can be used here', node.span)] },
    },
    rolesPath: [join(directory, 'elsewhere')],
    collectionsPath: [join(directory, 'installed')],
    ...options,
  });
  return {
    directory,
    loader,
    load: () => loader.playbook(join(directory, 'site.yml')),
    local: (text) => text.replaceAll(`${directory}/`, '').replaceAll(directory, '.'),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** Loads a project, and hands the outcome to a test; the project is removed afterwards. */
export async function withProject<T>(
  files: Readonly<Record<string, string>>,
  use: (project: Project, loaded: Checked<Playbook>) => T | Promise<T>,
  options?: Partial<LoadOptions>,
): Promise<T> {
  const project = projectOf(files, options);
  try {
    return await use(project, await project.load());
  } finally {
    project.remove();
  }
}

/** Every message about a project, as a user sees them. */
export function messagesOf(files: Readonly<Record<string, string>>, options?: Partial<LoadOptions>): Promise<string> {
  return withProject(
    files,
    (project, loaded) => project.local(renderDiagnostics(loaded.ok ? (loaded.warnings ?? []) : loaded.problems)),
    options,
  );
}

/** The tree of a project that has no mistakes. */
export function outlineOf(files: Readonly<Record<string, string>>, options?: Partial<LoadOptions>): Promise<string> {
  return withProject(
    files,
    (project, loaded) => {
      if (!loaded.ok) throw new Error(project.local(renderDiagnostics(loaded.problems)));
      return project.local(loaded.value.plays.map(outlineOfPlay).join('\n'));
    },
    options,
  );
}

function outlineOfPlay(play: Play): string {
  const sections = [
    ['pre_tasks', play.preTasks],
    ['roles', play.roles],
    ['tasks', play.tasks],
    ['post_tasks', play.postTasks],
    ['handlers', play.handlers],
  ] as const;
  const lines = sections.filter(([, statements]) => statements.length > 0);
  return [
    `play ${text(play.hosts)}${keywords(play.keywords)}`,
    ...lines.flatMap(([name, part]) => [`  ${name}`, ...outlineOfStatements(part, '    ')]),
  ].join('\n');
}

/** One line per task and per block, indented as they are nested. */
export function outlineOfStatements(statements: readonly Statement[], indent = ''): readonly string[] {
  return statements.flatMap((statement) =>
    statement.kind === 'task' ? [indent + outlineOfTask(statement)] : outlineOfBlock(statement, indent),
  );
}

function outlineOfTask({ action, keywords: own, loop, listen, handler }: Extract<Statement, { kind: 'task' }>): string {
  const parts = [
    handler ? 'handler' : 'task',
    action.name.replace('ansible.builtin.', ''),
    ...(action.freeForm ? [JSON.stringify(action.freeForm.value)] : []),
    ...(action.variableArgs ? [`<${action.variableArgs.value}>`] : []),
    ...(action.args.entries.length > 0 ? [text(action.args)] : []),
  ];
  const looped = loop ? ` ${loop.lookup === undefined ? 'loop' : `with_${loop.lookup}`}=${text(loop.terms)}` : '';
  const listens = listen.length > 0 ? ` listens=${listen.map(({ value }) => value).join(',')}` : '';
  return parts.join(' ') + looped + keywords(own, 'listen') + listens;
}

function outlineOfBlock(block: Block, indent: string): readonly string[] {
  const role = block.role ? ` ${block.role.collection ? `${block.role.collection}.` : ''}${block.role.name}` : '';
  const file = block.writtenAs === undefined ? '' : ` ${block.writtenAs}`;
  const inside = `${indent}  `;
  const parts = [
    ['rescue', block.rescue],
    ['always', block.always],
  ] as const;
  return [
    `${indent}${block.origin}${role}${file}${keywords(block.keywords)}`,
    ...outlineOfStatements(block.block, inside),
    ...parts.flatMap(([name, part]) =>
      part.length > 0 ? [`${indent}${name}`, ...outlineOfStatements(part, inside)] : [],
    ),
  ];
}

function keywords(map: Keywords, ...without: readonly string[]): string {
  const shown = [...map].filter(([name]) => !without.includes(name));
  return shown.map(([name, { value }]) => ` ${name}=${text(value)}`).join('');
}

/** A node in flow style. */
export function text(node: Node): string {
  switch (node.kind) {
    case 'scalar':
      return String(node.value);
    case 'list':
      return `[${node.items.map(text).join(', ')}]`;
    case 'map':
      return `{${node.entries.map(({ key, value }) => `${key.value}: ${text(value)}`).join(', ')}}`;
  }
}
