// What changes cost a host: processes and programs that each kind of change starts (strace), and the CPU time of copying a directory of many files.
//
//   npx tsx bench/change-cost.ts            (needs strace; COST_FILES is how many files, 500 unless told)

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import copy from '../modules/copy.ts';
import type { Fragment, Reply } from '../src/host/index.ts';
import { isAccepted } from '../src/host/index.ts';
import { encodeFragment } from '../src/host/lane/encode.ts';
import { toValue } from '../src/model/value.ts';
import { executeModule } from '../src/module/execute.ts';
import type { ControllerFiles } from '../src/module/module.ts';
import { file } from '../src/plan/ask.ts';
import type { Change } from '../src/plan/change.ts';
import { type Exchange, lookAt, perform } from '../src/plan/exchange.ts';
import type { FileSeen } from '../src/plan/look.ts';

const FILES = Number(process.env.COST_FILES ?? 500);
const work = mkdtempSync(join(tmpdir(), 'tsplay-cost-'));

interface Shell {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Fragments as a lane sends them, to one shell for a whole batch; counts exchanges, and with strace processes and programs. */
class CountingExchange implements Exchange {
  exchanges = 0;
  processes = 0;
  programs = 0;
  bytes = 0;
  readonly #shell: Shell;
  readonly #traced: boolean;

  constructor(shell: Shell, traced: boolean) {
    this.#shell = shell;
    this.#traced = traced;
  }

  async run(batch: readonly Fragment[]) {
    this.exchanges++;
    const replies: Reply[] = [];
    const pieces = batch.map((fragment, index) => {
      const { stdin } = fragment;
      if (stdin !== undefined && !(stdin instanceof Uint8Array)) throw new TypeError('only bytes at hand are measured');
      return encodeFragment({ fragment, index, input: stdin ?? 'none', announce: false, chained: false }, 'MARK');
    });
    const input = asSent(Buffer.concat(pieces), this.#shell);
    this.bytes += input.length;
    const trace = join(work, 'trace');
    const [program = 'sh', ...args] = this.#traced
      ? [
          '/usr/bin/strace',
          '-f',
          '-qq',
          '-e',
          'trace=execve,clone,clone3,fork,vfork',
          '-e',
          'signal=none',
          '-o',
          trace,
          ...this.#shell.argv,
        ]
      : this.#shell.argv;
    const { stdout, stderr, error } = spawnSync(program, args, { input, env: this.#shell.env, maxBuffer: 1e9 });
    if (error) throw error;
    if (this.#traced) this.#count(readFileSync(trace, 'utf8'));
    for (const [index, fragment] of batch.entries()) {
      const reply = replyOf(index, stdout, stderr);
      replies.push(reply);
      if (!isAccepted(fragment, reply.code)) break;
    }
    return { kind: 'answered' as const, replies };
  }

  #count(trace: string): void {
    // The shell itself is no part of it.
    this.programs += (trace.match(/execve(?:\(| resumed).*= 0$/gm)?.length ?? 0) - 1;
    this.processes += trace.match(/(?:clone3?|v?fork)(?:\(| resumed).*= \d+$/gm)?.length ?? 0;
  }
}

// bash reads a pipe byte by byte, so the lane gives it longer texts by head.
function asSent(text: Buffer, { name }: Shell): Buffer {
  if (name !== 'bash' || text.length < 2048) return text;
  return Buffer.concat([Buffer.from(`eval "$(head -c ${text.length})"\n`), text]);
}

function replyOf(index: number, stdout: Buffer, stderr: Buffer): Reply {
  const begin = `MARK B ${index}\n`;
  const start = stdout.indexOf(begin) + begin.length;
  const end = stdout.indexOf(`MARK E ${index} `, start);
  const code = Number(/^\d+/.exec(stdout.toString('latin1', end + `MARK E ${index} `.length))?.[0] ?? 255);
  return { code, stdout: stdout.subarray(start, end), stderr };
}

const shells: readonly Shell[] = [
  { name: 'dash', argv: ['dash'], env: process.env },
  { name: 'bash', argv: ['bash'], env: process.env },
  { name: 'busybox', argv: [join(work, 'busybox/sh')], env: { ...process.env, PATH: join(work, 'busybox') } },
];
mkdirSync(join(work, 'busybox'));
spawnSync('busybox', ['--install', '-s', join(work, 'busybox')]);

async function see(exchange: Exchange, path: string): Promise<FileSeen> {
  const looked = await lookAt(exchange, { look: file(path, { follow: false, content: 'all' }) });
  const answer = looked.kind === 'answered' ? looked.answers.look : undefined;
  if (answer === undefined || !('kind' in answer) || answer.kind !== 'file') throw new Error(JSON.stringify(looked));
  return answer.value;
}

type Given = (path: string, before: FileSeen, source: FileSeen) => Change;
const content = Buffer.from('a line\n'.repeat(100));
const attributes = { mode: 0o640, owner: 'root', group: 'root' };

const KINDS: readonly (readonly [name: string, given: string, change: Given])[] = [
  ['write a new file', '', (path, before) => ({ kind: 'write', path, content, attributes: {}, before })],
  [
    'write a new file with owner and mode',
    '',
    (path, before) => ({ kind: 'write', path, content, attributes, before }),
  ],
  [
    'write in the place of a file',
    'echo old >"$1"',
    (path, before) => ({ kind: 'write', path, content, attributes: {}, before }),
  ],
  [
    'copy a file of the host',
    '',
    (path, before, source) => ({ kind: 'copy', from: source.path, source, path, attributes, before }),
  ],
  ['make a directory', '', (path, before) => ({ kind: 'directory', path, attributes: { mode: 0o750 }, before })],
  ['make a directory with owner', '', (path, before) => ({ kind: 'directory', path, attributes, before })],
  [
    'set the mode of a file',
    'echo old >"$1"',
    (path, before) => ({ kind: 'attributes', path, follow: false, attributes: { mode: 0o640 }, before }),
  ],
  [
    'set owner and mode of a file',
    'echo old >"$1"',
    (path, before) => ({ kind: 'attributes', path, follow: false, attributes, before }),
  ],
  ['make a link', '', (path, before) => ({ kind: 'link', path, target: 'x', hard: false, before })],
  [
    'lead a link elsewhere',
    'ln -s y "$1"',
    (path, before) => ({ kind: 'link', path, target: 'x', hard: false, before }),
  ],
  ['remove a file', 'echo old >"$1"', (path, before) => ({ kind: 'remove', path, before })],
];

console.log(`| one change: processes (of them programs) | ${shells.map(({ name }) => name).join(' | ')} |`);
console.log(`|---|${shells.map(() => '---').join('|')}|`);
for (const [name, given, change] of KINDS) {
  const counts: string[] = [];
  for (const shell of shells) {
    const path = join(work, 'one');
    rmSync(path, { recursive: true, force: true });
    writeFileSync(join(work, 'source'), content);
    if (given !== '') spawnSync('sh', ['-c', given, 'sh', path]);
    const plain = new CountingExchange(shell, false);
    const counting = new CountingExchange(shell, true);
    const done = await perform(counting, [
      change(path, await see(plain, path), await see(plain, join(work, 'source'))),
    ]);
    const failed =
      done.performed.find((one) => one.failed !== undefined)?.failed ?? (done.performed.length === 1 ? '' : 'nothing');
    counts.push(failed || `${counting.processes} (${counting.programs})`);
  }
  console.log(`| ${name} | ${counts.join(' | ')} |`);
}

/** Seconds of CPU that ended children have used, theirs included. */
function childSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

const files: ControllerFiles = {
  find: (_kind, name) => name,
  searched: () => [],
  read: async (path) => readFileSync(path),
  fetch: async () => Promise.reject(new Error('nothing is fetched')),
  renderFile: async (path) => readFileSync(path, 'utf8'),
};

async function measured(
  shell: Shell,
  args: Readonly<Record<string, string>>,
  traced: boolean,
): Promise<readonly [CountingExchange, number, boolean]> {
  const lane = new CountingExchange(shell, traced);
  const start = childSeconds();
  const { result } = await executeModule(
    copy,
    new Map(Object.entries(args).map(([name, value]) => [name, toValue(value)])),
    {
      lane,
      files,
      diff: false,
      expandPath: (path) => path,
      sleep: async () => undefined,
    },
  );
  if (result.failed === true) throw new Error(String(result.msg));
  return [lane, childSeconds() - start, result.changed === true];
}

const source = join(work, 'tree');
for (let index = 0; index < FILES; index++) {
  const directory = join(source, `d${index % 10}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `file-${index}.conf`), `name = ${index}\n${'# some words of a comment\n'.repeat(40)}`);
}
console.log(`\n| ${FILES} files of 1 KiB in 10 directories | exchanges | processes (programs) | CPU |`);
console.log('|---|---|---|---|');
for (const shell of shells) {
  for (const run of ['first', 'unchanged'] as const) {
    const row: string[] = [];
    for (const traced of [true, false]) {
      const dest = join(work, traced ? 'traced' : 'plain');
      if (run === 'first') rmSync(dest, { recursive: true, force: true });
      const [lane, cpu] = await measured(
        shell,
        { src: `${source}/`, dest, mode: '0644', owner: 'root', group: 'root' },
        traced,
      );
      if (traced) row.push(String(lane.exchanges), `${lane.processes} (${lane.programs})`);
      else row.push(`${cpu.toFixed(2)} s`);
    }
    console.log(`| ${shell.name}, ${run} copy | ${row.join(' | ')} |`);
  }
}
const before = childSeconds();
mkdirSync(join(work, 'tar'));
spawnSync('sh', ['-c', 'tar -C "$1" -cf - . | tar -C "$2" -xf -', 'sh', source, join(work, 'tar')]);
console.log(`| tar of one directory into another | | | ${(childSeconds() - before).toFixed(2)} s |`);
rmSync(work, { recursive: true, force: true });
