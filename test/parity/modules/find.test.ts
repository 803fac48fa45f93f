import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import find from '../../../modules/find.ts';
import { type Plain, PyFloat, toValue } from '../../../src/model/value.ts';
import { executeModule } from '../../../src/module/execute.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { shellExchange } from '../../support/shell-exchange.ts';

const TREE = `mkdir -p sub/deep .hd 'sp ace'
printf 'hello\\nworld\\n' >a.log; head -c 2000 /dev/zero | tr '\\0' x >b.txt; echo h >.hid; echo 'needle here' >sub/c.log
echo 'say needle' >sub/deep/d.log; echo q >sub/.h.log; echo q >.hd/x.log; echo s >'sp ace/e f.log'; chmod 4750 b.txt
ln -s a.log l.log; ln -s nowhere broken.log; ln -s sub ld; mkfifo p; touch -d 2001-09-09 b.txt`;

type Args = Readonly<Record<string, Plain>>;

const CASES: readonly Args[] = [
  {},
  { patterns: '*.log' },
  { patterns: '*.log', recurse: true },
  { patterns: '*.log,*.txt' },
  { patterns: ['^.*\\.(log|txt)$'], use_regex: true },
  { patterns: ['a'], use_regex: true },
  { file_type: 'directory' },
  { file_type: 'directory', recurse: true },
  { file_type: 'any' },
  { file_type: 'link' },
  { hidden: true },
  { recurse: true, hidden: true, patterns: '*.log' },
  { recurse: true, depth: 1 },
  { recurse: true, depth: 2 },
  { excludes: '*.log' },
  { excludes: ['^a'], use_regex: true },
  { recurse: true, excludes: 'sub' },
  { size: '1k' },
  { size: '-1k' },
  { size: '0' },
  { size: 'abc' },
  { age: '1d' },
  { age: '-1d' },
  { age: '1w', age_stamp: 'ctime' },
  { age: 'abc' },
  { recurse: true, contains: 'needle' },
  { recurse: true, contains: '.*needle' },
  { recurse: true, contains: 'needle', read_whole_file: true },
  { contains: 'hel.*\\nworld', read_whole_file: true },
  { contains: 'x', file_type: 'any' },
  { get_checksum: true, patterns: 'a.log' },
  { follow: true, recurse: true, patterns: '*.log' },
  { follow: true, file_type: 'link' },
  { follow: true, file_type: 'directory', recurse: true },
  { paths: ['/nonexist', 'DIR'] },
  { paths: 'DIR/a.log' },
  { paths: ['DIR/sub', 'DIR/sub'], recurse: true },
  { paths: 'DIR/sub,DIR/.hd' },
  { paths: 'DIR/ld' },
  { paths: 'DIR/' },
  { depth: 1 },
  { patterns: '[ab]*' },
  { patterns: '[!a]*' },
  { patterns: 'A*' },
  { patterns: '[' },
  { patterns: [] },
  { patterns: 'a.log', excludes: 'a.log' },
];

interface Found {
  readonly failed?: boolean;
  readonly files?: readonly { readonly path: string }[];
}

describeParity('find (against ansible)', function suite(this: void) {
  let directory = '';
  let expected: ReadonlyMap<string, Found> = new Map();

  before(function prepare() {
    this.timeout(600_000);
    directory = mkdtempSync(join(tmpdir(), 'tsplay-find-'));
    execFileSync('sh', ['-c', `cd "$1" && ${TREE}`, 'sh', directory]);
    // So that no reading changes access times any more.
    execFileSync('sh', ['-c', 'find "$1" -type f -exec cat {} + >/dev/null', 'sh', directory]);
    expected = askOracle(directory);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  for (const [index, args] of CASES.entries()) {
    it(JSON.stringify(args), async () => {
      const theirs = expected.get(String(index)) ?? {};
      const { result } = await executeModule(find, new Map(Object.entries(argsIn(args, directory)).map(pair)), {
        lane: shellExchange(),
        diff: false,
        files: {
          find: () => undefined,
          searched: () => [],
          read: async () => Buffer.alloc(0),
          fetch: async () => '',
          renderFile: async () => '',
        },
        expandPath: (path) => path,
        sleep: async () => undefined,
      });
      expect(comparable(result)).to.deep.equal(comparable(theirs));
    });
  }
});

const pair = ([name, value]: [string, Plain]) => [name, toValue(value)] as const;

function argsIn(args: Args, directory: string): Args {
  return JSON.parse(JSON.stringify({ paths: 'DIR', ...args }).replaceAll('DIR', directory));
}

function askOracle(directory: string): ReadonlyMap<string, Found> {
  const tasks = CASES.map((args, index) => ({
    name: String(index),
    find: argsIn(args, directory),
    ignore_errors: true,
  }));
  const playbook = join(directory, '..', `${directory.split('/').at(-1)}.json`);
  writeFileSync(playbook, JSON.stringify([{ hosts: 'localhost', gather_facts: false, tasks }]));
  const done = oracle('ansible-playbook', ['-i', 'localhost,', '-c', 'local', playbook], {
    env: { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_PIPELINING: '1', ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3' },
  });
  rmSync(playbook);
  const report: { plays: { tasks: { task: { name: string }; hosts: Record<string, Found> }[] }[] } = JSON.parse(
    done.stdout.slice(done.stdout.indexOf('{')),
  );
  return new Map(report.plays[0]?.tasks.map(({ task, hosts }) => [task.name, hosts.localhost ?? {}]));
}

// Ansible's order is that of the directory; with a depth it has walked one level more than it searched.
function comparable(result: object): unknown {
  const plain: Found & Record<string, unknown> = JSON.parse(
    JSON.stringify(result, (_key, value: unknown) => {
      if (value instanceof PyFloat) return value.value;
      return typeof value === 'bigint' ? Number(value) : value;
    }),
  );
  const { failed = false, msg, matched, skipped_paths: skipped } = plain;
  const files = plain.files?.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { failed, msg, matched, skipped, files };
}
