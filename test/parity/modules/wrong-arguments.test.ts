// Wrong arguments fail in both engines, and what playbooks look for in the message is the same.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Plain } from '../../../src/model/value.ts';
import { describeParity, oracle } from '../../support/oracle.ts';
import { runPlaybook } from '../../support/run-playbook.ts';

type Arguments = Readonly<Record<string, Plain>>;

const FILE = { path: '/nonexistent/x' };
const GENERAL = 'community.general';

const CASES: readonly (readonly [module: string, args: Arguments])[] = [
  // What is missing.
  ['apt_repository', {}],
  ['file', {}],
  ['replace', {}],
  ['ansible.posix.mount', {}],
  [`${GENERAL}.alternatives`, {}],
  ['copy', { content: 'x' }],
  ['copy', { dest: '/nonexistent/x' }],
  ['template', { src: 'x' }],
  ['fetch', { src: 'x' }],
  ['group_by', {}],
  ['assert', {}],
  ['add_host', {}],
  // What is not known.
  ['lineinfile', { ...FILE, line: 'x', nosuch: 1 }],
  ['stat', { ...FILE, nosuch: 1, other: 2 }],
  [`${GENERAL}.ini_file`, { ...FILE, nosuch: 1 }],
  // What cannot be converted.
  ['cron', { name: 'x', disabled: 'maybe' }],
  ['group', { name: 'x', gid: 'many' }],
  ['find', { paths: { a: 'b' } }],
  ['get_url', { url: 'http://localhost', dest: '/nonexistent', headers: 'oops' }],
  ['get_url', { url: 'http://localhost', dest: '/nonexistent', timeout: [] }],
  // Words that are none of the choices.
  ['file', { ...FILE, state: 'nosuch' }],
  ['cron', { name: 'x', special_time: 'nosuch' }],
  ['uri', { url: 'http://localhost', body_format: 'nosuch' }],
  [`${GENERAL}.modprobe`, { name: 'x', persistent: 'nosuch' }],
  ['ansible.posix.acl', { ...FILE, etype: 'nosuch' }],
  // What excludes, needs or goes with each other.
  ['lineinfile', { ...FILE, line: 'x', insertafter: 'a', insertbefore: 'b' }],
  ['lineinfile', { ...FILE, regexp: 'a', search_string: 'b', line: 'x' }],
  ['lineinfile', FILE],
  ['lineinfile', { ...FILE, state: 'absent' }],
  ['copy', { content: 'x', src: 'y', dest: '/nonexistent/x' }],
  ['debug', { msg: 'x', var: 'y' }],
  ['cron', { name: 'x', env: true, job: 'y', insertafter: 'a', insertbefore: 'b' }],
  ['git', { repo: 'x', dest: '/nonexistent', separate_git_dir: '/nonexistent', bare: true }],
  ['pip', {}],
  ['pip', { name: 'x', requirements: 'y' }],
  ['apt', { name: 'x', upgrade: 'dist' }],
  ['systemd', { state: 'started' }],
  ['debconf', { name: 'x', question: 'y' }],
  ['iptables', { flush: true, policy: 'ACCEPT', chain: 'INPUT' }],
  ['ansible.posix.sysctl', { name: 'x' }],
  ['ansible.posix.firewalld', { service: 'x', port: '1/tcp', state: 'enabled' }],
  ['ansible.posix.at', {}],
  [`${GENERAL}.timezone`, {}],
  [`${GENERAL}.ufw`, {}],
  [`${GENERAL}.sudoers`, { name: 'x' }],
  [`${GENERAL}.sefcontext`, { target: 'x' }],
  [`${GENERAL}.gem`, { name: 'x', gem_source: 'a', version: '1' }],
  [`${GENERAL}.pacman`, {}],
];

describeParity('wrong arguments (against ansible)', () => {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-wrong-'));
  const path = join(root, 'site.json');
  let theirs: readonly Message[] = [];
  let ours: readonly Message[] = [];
  before(async function ask() {
    this.timeout(300_000);
    const tasks = CASES.map(([module, args]) => ({ [module]: args, ignore_errors: true }));
    writeFileSync(path, JSON.stringify([{ hosts: 'all', gather_facts: false, tasks }]));
    theirs = askOracle(root);
    ours = await askOurselves(path);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  for (const [index, [module, args]] of CASES.entries()) {
    it(`${module}: ${JSON.stringify(args)}`, () => {
      const answer = theirs[index];
      expect(answer?.failed, 'ansible fails').to.equal(true);
      expect(ours[index]?.failed, 'we fail').to.equal(true);
      expect(comparable(ours[index]?.msg)).to.include(comparable(answer?.msg));
    });
  }
});

interface Message {
  readonly failed: boolean;
  readonly msg: string;
}

// The oracle's own names for some modules, and what it says in no order.
function comparable(message = ''): string {
  return message
    .replace(/ansible\.(legacy|builtin)\./g, '')
    .replace(/(Valid booleans include|Supported parameters include):.*/, '')
    .trim();
}

function askOracle(cwd: string): readonly Message[] {
  const { stdout } = oracle('ansible-playbook', ['-i', 'localhost,', '-c', 'local', 'site.json'], {
    cwd,
    env: { ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_PIPELINING: '1', ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3' },
  });
  const report: { plays: { tasks: { hosts: Record<string, Message> }[] }[] } = JSON.parse(
    stdout.slice(stdout.indexOf('{\n')),
  );
  return (report.plays[0]?.tasks ?? []).map(({ hosts }) => hosts.localhost ?? { failed: false, msg: '' });
}

async function askOurselves(path: string): Promise<readonly Message[]> {
  const { events } = await runPlaybook({ path, hosts: ['localhost'] });
  return events.flatMap((event) =>
    event.kind === 'host-task-finished'
      ? [{ failed: event.outcome === 'failed', msg: String(event.result.msg ?? '') }]
      : [],
  );
}
