// Reads ssh_config files: which options they give a host. ssh's own rules: the first value wins; IdentityFile and SendEnv add up.
//
// Read here and not by `ssh -G`: that costs 9 ms of CPU for every host, and there may be no ssh client. The package ssh-config
// leaves out Include and tokens, and runs `Match exec` synchronously, which would stop all other hosts meanwhile.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type HostServices, madeOnce, perRun } from '../services.ts';
import { splitWords } from '../words.ts';

/** One `Keyword arguments` line. */
export interface ConfigLine {
  /** In lower case. */
  readonly keyword: string;
  readonly words: readonly string[];
  /** The arguments as written: a command keeps its own quotes. */
  readonly text: string;
}

/** Options by lower-case keyword, as far as they are known. */
export type Options = Map<string, readonly string[]>;

/** Whom the options are for, for patterns and tokens. */
export interface ConfigSubject {
  /** As the user wrote it: what `Host` patterns are matched with. */
  readonly alias: string;
  readonly localUser: string;
}

const accumulating = new Set(['identityfile', 'certificatefile', 'sendenv']);
const commands = new Set(['proxycommand', 'remotecommand', 'localcommand', 'knownhostscommand']);
const maxDepth = 16;

/** Sets an option, unless it has a value already. */
export function setOption(options: Options, { keyword, words, text }: ConfigLine): void {
  const value = commands.has(keyword) ? [text] : words;
  // Of these two the first one counts, too.
  const rival = { proxyjump: 'proxycommand', proxycommand: 'proxyjump' }[keyword];
  if (rival !== undefined && options.has(rival)) return;
  const known = options.get(keyword);
  if (known === undefined) options.set(keyword, value);
  else if (accumulating.has(keyword)) options.set(keyword, [...known, ...value]);
}

/** A line of a file, or `-o` argument; `undefined` for comments and empty lines. */
export function parseLine(line: string): ConfigLine | undefined {
  const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line);
  if (!match) return undefined;
  const [, keyword = '', text = ''] = match;
  // Quotes group words as in a shell; an open one is taken as it is.
  const words = splitWords(text.replaceAll('\\', '\\\\')) ?? text.split(/\s+/);
  const comment = words.findIndex((word) => word.startsWith('#'));
  return { keyword: keyword.toLowerCase(), words: comment === -1 ? words : words.slice(0, comment), text };
}

/** Adds what a file says about a host. A missing file says nothing. */
export async function readConfig(
  file: string,
  options: Options,
  subject: ConfigSubject,
  services: HostServices,
): Promise<void> {
  const reader = new ConfigReader(options, subject, services, dirname(file));
  await reader.file(file, true, 0);
  // `Match final` speaks up when everything else is known.
  if (reader.sawFinal) {
    reader.final = true;
    await reader.file(file, true, 0);
  }
}

const parsedFiles = perRun<Promise<readonly ConfigLine[]>>();

class ConfigReader {
  readonly #options: Options;
  readonly #subject: ConfigSubject;
  readonly #services: HostServices;
  readonly #directory: string;
  sawFinal = false;
  final = false;

  constructor(options: Options, subject: ConfigSubject, services: HostServices, directory: string) {
    this.#options = options;
    this.#subject = subject;
    this.#services = services;
    this.#directory = directory;
  }

  async file(path: string, active: boolean, depth: number): Promise<void> {
    if (depth > maxDepth) return;
    let applies = active;
    for (const line of await madeOnce(parsedFiles(this.#services), path, () => parseFile(path))) {
      if (line.keyword === 'host') applies = active && matchesPatterns(this.#subject.alias, line.words);
      else if (line.keyword === 'match') applies = active && (await this.#matches(line.words));
      else if (!applies) continue;
      else if (line.keyword === 'include') await this.#include(line.words, depth);
      else setOption(this.#options, line);
    }
  }

  async #include(words: readonly string[], depth: number): Promise<void> {
    for (const word of words) {
      const pattern = expandHome(word, this.#services.home);
      for (const path of await glob(resolve(this.#directory, pattern))) await this.file(path, true, depth + 1);
    }
  }

  async #matches(words: readonly string[]): Promise<boolean> {
    const rest = [...words];
    for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
      const negated = word.startsWith('!');
      const criterion = word.replace(/^!/, '').toLowerCase();
      const takesArgument = !['all', 'canonical', 'final'].includes(criterion);
      const holds = await this.#holds(criterion, takesArgument ? (rest.shift() ?? '') : '');
      if (holds === negated) return false;
    }
    return words.length > 0;
  }

  async #holds(criterion: string, argument: string): Promise<boolean> {
    const { alias, localUser } = this.#subject;
    const patterns = argument.split(',');
    const [hostName = alias] = this.#options.get('hostname') ?? [];
    const [user = localUser] = this.#options.get('user') ?? [];
    switch (criterion) {
      case 'all':
        return true;
      case 'final':
        this.sawFinal = true;
        return this.final;
      case 'host':
        return matchesPatterns(hostName.replaceAll('%h', alias), patterns);
      case 'originalhost':
        return matchesPatterns(alias, patterns);
      case 'user':
        return matchesPatterns(user, patterns);
      case 'localuser':
        return matchesPatterns(localUser, patterns);
      case 'exec': {
        const [port = '22'] = this.#options.get('port') ?? [];
        const tokens = { h: hostName, n: alias, p: port, r: user, u: localUser, d: this.#services.home };
        return succeeds(expandTokens(argument, tokens));
      }
      default:
        // canonical, tagged, localnetwork: what we never have.
        return false;
    }
  }
}

async function parseFile(path: string): Promise<readonly ConfigLine[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split(/\r?\n/).flatMap((line) => parseLine(line) ?? []);
}

function succeeds(command: string): Promise<boolean> {
  return new Promise((done) => {
    execFile('/bin/sh', ['-c', command], { timeout: 10_000 }, (error) => done(error === null));
  });
}

/** Whether a name fits a list of patterns with `*` and `?`; one with `!` that fits excludes. */
export function matchesPatterns(name: string, patterns: readonly string[]): boolean {
  const fits = (pattern: string) => wildcard(pattern.toLowerCase()).test(name.toLowerCase());
  if (patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern));
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}

/** `~` and `~/...` as the home directory. */
export function expandHome(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(home, path.slice(1)) : path;
}

/** `%h` and its kin. A token that is not in the list stays. */
export function expandTokens(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replace(/%(.)/g, (whole, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? whole)));
}

// Wildcards in any part of the path; in the order of names, as the shell's.
async function glob(pattern: string): Promise<readonly string[]> {
  let paths = ['/'];
  for (const part of pattern.split('/').filter((item) => item !== '')) {
    if (!/[*?]/.test(part)) {
      paths = paths.map((path) => join(path, part));
      continue;
    }
    const fits = wildcard(part);
    const lists = paths.map(async (path) => {
      const names = await readdir(path).catch(() => []);
      return names
        .filter((name) => fits.test(name) && !name.startsWith('.'))
        .sort()
        .map((name) => join(path, name));
    });
    paths = (await Promise.all(lists)).flat();
  }
  return paths;
}
