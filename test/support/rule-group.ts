// Groups of rules of the language: playbooks in which every play is one rule, run once by each engine as its users run it.

import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { oracle } from './oracle.ts';
import { transcriptOfJson } from './oracle-playbook.ts';
import { type Transcript, transcriptLines, transcriptOfEvents } from './transcript.ts';

/** A directory of `test/parity/language/rules`: `site.yml` with its files, and `group.json` where there is something to say. */
export interface RuleGroup {
  readonly name: string;
  readonly directory: string;
  /** The names of the plays, each of which is a rule. */
  readonly rules: readonly string[];
  /** What both commands are told beside the playbook. */
  readonly args: readonly string[];
  /** Variables of the environment; `$PROJECT` in a value is the directory of the copy. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a run of a group came to. */
export interface GroupRun {
  /** The lines of each play, one list for each name: a play in two batches has two. */
  readonly plays: ReadonlyMap<string, readonly string[]>;
  readonly recap: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly exitCode: number | null;
  /** What to show where a run did not come to its end. */
  readonly complaint: string;
}

const directory = fileURLToPath(new URL('../parity/language/rules', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** All groups, by name. */
export function ruleGroups(): readonly RuleGroup[] {
  return readdirSync(directory)
    .sort()
    .map((name) => ruleGroup(join(directory, name), name));
}

/** The group of a directory. */
export function ruleGroup(path: string, name: string): RuleGroup {
  const about = join(path, 'group.json');
  const { args = [], env = {} } = existsSync(about) ? JSON.parse(readFileSync(about, 'utf8')) : {};
  const texts = filesBelow(path, path).flatMap(([file, text]) => (file.endsWith('.yml') ? [text] : []));
  const rules = texts.flatMap((text) =>
    [...text.matchAll(/^- name: (.*)\n {2}hosts:/gm)].map((match) => match[1] ?? ''),
  );
  return { name, directory: path, rules: [...new Set(rules)], args, env };
}

/** Runs a group with both engines, each on a copy of its own. */
export async function runGroup(group: RuleGroup): Promise<{ readonly oracle: GroupRun; readonly tsplay: GroupRun }> {
  const [left, right] = [copyOf(group), copyOf(group)];
  try {
    const started = startTsplay(group, right);
    const expected = runOracleOn(group, left);
    return { oracle: expected, tsplay: await resultOf(started, right) };
  } finally {
    for (const { root } of [left, right]) rmSync(root, { recursive: true, force: true });
  }
}

interface Copy {
  readonly root: string;
  readonly project: string;
  readonly home: string;
}

function copyOf(group: RuleGroup): Copy {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tsplay-rules-')));
  const [project, home] = [join(root, 'project'), join(root, 'home')];
  mkdirSync(home);
  cpSync(group.directory, project, { recursive: true });
  return { root, project, home };
}

function environmentOf({ env }: RuleGroup, { project, home }: Copy): Readonly<Record<string, string>> {
  const own = Object.entries(env).map(([name, value]) => [name, value.replaceAll('$PROJECT', project)]);
  return { ...Object.fromEntries(own), HOME: home, ANSIBLE_FORKS: '1' };
}

const commandLine = ({ args }: RuleGroup): readonly string[] =>
  args.includes('-i') ? ['site.yml', ...args] : ['site.yml', '-i', 'a,b,', '-c', 'local', ...args];

function runOracleOn(group: RuleGroup, copy: Copy): GroupRun {
  const { stdout, stderr, status } = oracle('ansible-playbook', commandLine(group), {
    cwd: copy.project,
    env: { ...environmentOf(group, copy), ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_DEPRECATION_WARNINGS: 'false' },
  });
  const start = stdout.indexOf('{\n');
  const json = start < 0 ? { plays: [], stats: {} } : JSON.parse(stdout.slice(start, stdout.lastIndexOf('}') + 1));
  return groupRun(transcriptOfJson(json), copy, { exitCode: status, complaint: stderr });
}

function startTsplay(group: RuleGroup, copy: Copy): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('ANSIBLE_'));
  return spawn(process.execPath, ['--import', TSX, MAIN, 'run', ...commandLine(group), '-o', 'json'], {
    cwd: copy.project,
    env: {
      ...Object.fromEntries(inherited),
      LC_ALL: 'C.UTF-8',
      ...environmentOf(group, copy),
      ANSIBLE_DEPRECATION_WARNINGS: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function resultOf(child: ChildProcess, copy: Copy): Promise<GroupRun> {
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (chunk: Buffer) => {
      output[name] += chunk.toString();
    });
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const events = output.stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const failed = events.filter(({ event }) => event === 'run-failed').map((event) => JSON.stringify(event.problems));
  const complaint = [...failed, output.stderr].join('\n');
  return groupRun(transcriptOfEvents(events), copy, { exitCode, complaint });
}

function groupRun(
  { plays, recap }: Transcript,
  { project, home }: Copy,
  { exitCode, complaint }: Pick<GroupRun, 'exitCode' | 'complaint'>,
): GroupRun {
  const local = (text: string): string => text.replaceAll(project, '.').replaceAll(home, '~');
  const byName = new Map<string, readonly string[]>();
  for (const play of plays) {
    const [, ...lines] = transcriptLines({ plays: [play], recap: {} });
    byName.set(play.name, [...(byName.get(play.name) ?? []), ...lines.map(local)]);
  }
  return {
    plays: byName,
    recap: transcriptLines({ plays: [], recap }),
    files: Object.fromEntries(filesBelow(project, project).map(([path, text]) => [path, local(text)])),
    exitCode,
    complaint: local(complaint),
  };
}

function filesBelow(path: string, root: string): readonly (readonly [string, string])[] {
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): readonly (readonly [string, string])[] => {
      const file = join(path, entry.name);
      if (entry.isDirectory()) return filesBelow(file, root);
      if (!entry.isFile()) return [];
      const mode = (statSync(file).mode & 0o7777).toString(8);
      return [[relative(root, file), `${mode}\n${readFileSync(file, 'utf8')}`]];
    });
}
