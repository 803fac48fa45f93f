// `tsplay lint`: tells before a run what a playbook needs, and everything that is wrong with it.

import { dirname, resolve } from 'node:path';
import { renderDiagnostics } from '../load/diagnostics/render.ts';
import { inventorySettings } from '../load/inventory/options.ts';
import { type UsedModule, usedModules } from '../load/lint/modules.ts';
import { everythingIn } from '../load/lint/tasks.ts';
import { undefinedVariables } from '../load/lint/undefined-variables.ts';
import { openVarsDirectory } from '../load/vars/vars-directory.ts';
import { displayPath } from '../load/yaml/read-source.ts';
import { type Diagnostic, error } from '../model/diagnostic.ts';
import { type Inventory, localhostNames, type VarsDirectory } from '../model/inventory.ts';
import type { Playbook } from '../model/playbook.ts';
import { placeOf, type Span } from '../model/source.ts';
import { Catalogue } from '../module/registry.ts';
import { EXIT } from '../report/exit-code.ts';
import { foreignModules } from './foreign.ts';
import type { SourceOptions } from './options.ts';
import { loaderFor, moduleDirectories } from './run.ts';
import { openSession, type Session } from './session.ts';

export interface LintOptions extends SourceOptions {
  readonly json: boolean;
  readonly modulePath: readonly string[];
}

/** What was found, to be printed, and the exit code. Throws `InputError` where the inventory or the configuration is wrong. */
export async function lint(
  paths: readonly string[],
  options: LintOptions,
): Promise<{ readonly text: string; readonly code: number }> {
  const found = await inspect(paths, options);
  const failed = found.problems.some(({ severity }) => severity === 'error');
  return { text: options.json ? asJson(found) : asText(found), code: failed ? EXIT.input : EXIT.fine };
}

interface Found {
  readonly modules: readonly UsedModule[];
  readonly problems: readonly Diagnostic[];
}

async function inspect(paths: readonly string[], options: LintOptions): Promise<Found> {
  const session = await openSession(options);
  const inventory = await session.inventory();
  const catalogue = new Catalogue(moduleDirectories(session, options), foreignModules(session.config, paths[0]));
  const playbookDir = dirname(resolve(paths[0] ?? 'none'));
  const loader = loaderFor(session, catalogue, playbookDir);
  const modules = new Map<string, UsedModule>();
  const problems: Diagnostic[] = [];
  for (const path of paths) {
    const loaded = await loader.playbook(path);
    problems.push(...(loaded.ok ? (loaded.warnings ?? []) : loaded.problems));
    if (!loaded.ok) continue;
    const everything = await everythingIn(loaded.value, loader, playbookDir);
    const used = await usedModules(everything.tasks, catalogue);
    for (const one of used)
      modules.set(one.name, { ...one, uses: [...(modules.get(one.name)?.uses ?? []), ...one.uses] });
    const outside = namesOutside(session, inventory, loaded.value);
    const sources = { playbook: loaded.value, everything, modules: used, outside };
    problems.push(...everything.problems, ...undefinedVariables(sources));
  }
  return {
    modules: [...modules.values()],
    problems: unique([...problems, ...[...modules.values()].flatMap(cannotRun)]),
  };
}

// A warning while loading, as the task may never come to run; here it is the answer.
function cannotRun({ name, need, remedy, uses }: UsedModule): readonly Diagnostic[] {
  const [span] = uses;
  if (need === 'missing') return [error(`there is no module '${name}'`, span, remedy)];
  return need === 'refused' ? [error(remedy ?? `the module '${name}' cannot be run`, span)] : [];
}

function unique(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const isTold = new Set(problems.filter(({ severity }) => severity === 'error').map(placeKey));
  const byKey = new Map(problems.map((one) => [`${placeKey(one)}\0${one.message}`, one]));
  // What loading warns of at the place of an error is the same, told more kindly.
  const told = [...byKey.values()].filter((one) => one.severity === 'error' || !isTold.has(placeKey(one)));
  return told.sort((a, b) => compare(a.span, b.span));
}

function compare(a: Span | undefined, b: Span | undefined): number {
  const [one = '', other = ''] = [a?.file.path, b?.file.path];
  return one === other ? (a?.start ?? 0) - (b?.start ?? 0) : one < other ? -1 : 1;
}

function placeKey({ span }: Diagnostic): string {
  return `${span?.file.path}\0${span?.start}`;
}

/** Names that are defined for some host by what is not the playbook. */
function namesOutside(session: Session, inventory: Inventory, { plays }: Playbook): ReadonlySet<string> {
  const names = new Set(session.extraVars.map(({ name }) => name));
  const add = (variables: readonly { readonly name: string }[]): void =>
    variables.forEach(({ name }) => {
      names.add(name);
    });
  const { varsExtensions: extensions } = inventorySettings(session.config);
  const open = (directory: string): VarsDirectory => openVarsDirectory(directory, { read: session.read, extensions });
  const directories = [
    ...inventory.sources.flatMap(({ vars }) => vars ?? []),
    ...[...new Set(plays.map(({ path }) => dirname(path)))].map(open),
  ];
  for (const { name, variables } of inventory.groups.values()) {
    add(variables);
    for (const directory of directories) add(read(directory.group(name)));
  }
  for (const name of [...inventory.hosts.keys(), ...localhostNames]) {
    add(inventory.host(name)?.variables ?? []);
    for (const directory of directories) add(read(directory.host(name)));
  }
  return names;
}

function read(checked: ReturnType<VarsDirectory['group']>): readonly { readonly name: string }[] {
  return checked.ok ? checked.value : [];
}

const TITLES = {
  native: 'Native: nothing is needed on the hosts but a POSIX shell',
  python: 'Foreign: run by the Python of the hosts',
  host: 'Foreign: programs that the hosts run by themselves',
  missing: 'Missing',
  refused: 'Cannot be run',
} as const;
const NEEDS = ['native', 'python', 'host', 'missing', 'refused'] as const;

// Why some are missing or cannot be run stands among the problems, with the place.
function asText({ modules, problems }: Found): string {
  const sections = NEEDS.flatMap((need) => {
    const members = modules.filter((one) => one.need === need);
    return members.length === 0 ? [] : [[TITLES[need], ...rows(members), ''].join('\n')];
  });
  return [...sections, ...(problems.length === 0 ? [] : [`${renderDiagnostics(problems)}\n`])].join('\n');
}

function rows(modules: readonly UsedModule[]): readonly string[] {
  const width = Math.max(...modules.map(({ name }) => name.length));
  return modules.map(({ name, uses, path }) => {
    const count = uses.length === 1 ? '1 task' : `${uses.length} tasks`;
    return `  ${name.padEnd(width)}  ${count}${path === undefined ? '' : `: ${displayPath(path)}`}`;
  });
}

function asJson({ modules, problems }: Found): string {
  const listed = {
    modules: modules.map(({ uses, ...module }) => ({ ...module, uses: uses.map(written) })),
    problems: problems.map(({ severity, message, span, hint }) => ({
      severity,
      message,
      ...(span && { place: written(span) }),
      hint,
    })),
  };
  return `${JSON.stringify(listed, null, 2)}\n`;
}

const written = (span: Span): string => placeOf(span);
