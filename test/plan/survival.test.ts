import { expect } from 'chai';
import { file, group, packages, platform, run, tree, unit, user, zone } from '../../src/plan/ask.ts';
import type { Change, RunCommand, WriteFile } from '../../src/plan/change.ts';
import type { FilePresent, FileSeen, Look } from '../../src/plan/look.ts';
import type { ResourceName } from '../../src/plan/resource.ts';
import { survives } from '../../src/plan/survival.ts';

const present = (path: string, more: Partial<FilePresent> = {}): FilePresent => ({
  ...{ exists: true, path, type: 'file', mode: 0o644, uid: 0, gid: 0, owner: 'root', group: 'root', size: 0 },
  ...{ atime: 0, mtime: 0, ctime: 0, inode: 7, device: 1, links: 1, resolved: path },
  ...more,
});
const absent = (path: string): FileSeen => ({ exists: false, path });
const write = (path: string, before: FileSeen = absent(path)): WriteFile => ({
  ...{ kind: 'write', path, content: Buffer.from('x'), attributes: {}, before },
});
const command = (...touches: readonly ResourceName[]): RunCommand => ({
  ...{ kind: 'run', title: 'do something', command: { argv: ['true'] }, touches, accept: [0], predictable: true },
  ...{ leaves: [], undo: { cannot: 'it is a test' } },
});

describe('an answer that was fetched early', () => {
  const files: readonly (readonly [
    what: string,
    path: string,
    answer: FileSeen | undefined,
    change: Change,
    holds: boolean,
  ])[] = [
    ['another file', '/etc/a', absent('/etc/a'), write('/etc/b'), true],
    ['the same file', '/etc/a', absent('/etc/a'), write('/etc/a'), false],
    ['its directory', '/etc', present('/etc', { type: 'directory' }), write('/etc/a'), false],
    [
      'what is in a removed directory',
      '/srv/x/a',
      absent('/srv/x/a'),
      { kind: 'remove', path: '/srv/x', before: present('/srv/x', { type: 'directory' }) },
      false,
    ],
    [
      'a file of the same name behind a linked directory',
      '/srv/current/a',
      absent('/srv/current/a'),
      write('/srv/releases/1/a'),
      false,
    ],
    [
      'another name of the same file',
      '/srv/hard',
      present('/srv/hard'),
      write('/srv/other', present('/srv/other')),
      false,
    ],
    [
      'what its link leads to',
      '/srv/link',
      present('/srv/link', { resolved: '/opt/real', inode: 8 }),
      write('/opt/real', present('/opt/real')),
      false,
    ],
    [
      'a file while a link is made',
      '/srv/b',
      absent('/srv/b'),
      { kind: 'link', path: '/srv/a', target: 'c', hard: false, before: absent('/srv/a') },
      false,
    ],
    ['a file that was not answered yet', '/etc/a', undefined, write('/etc/b'), false],
    ['any file after a command', '/etc/a', absent('/etc/a'), command('unit:ssh.service'), false],
    ['a file after a port was opened', '/etc/a', absent('/etc/a'), command('firewall'), true],
    [
      'a file of the firewall after a port was opened',
      '/etc/firewalld/zones/public.xml',
      absent('/etc/firewalld/zones/public.xml'),
      command('firewall'),
      false,
    ],
  ];
  for (const [what, path, answer, change, holds] of files) {
    it(`${holds ? 'holds' : 'does not hold'} for ${what}`, () => {
      const early = { look: file(path), answer: answer && ({ kind: 'file', value: answer } as const) };
      expect(survives(early, change)).to.equal(holds);
    });
  }

  const others: readonly (readonly [look: Look, change: Change, holds: boolean])[] = [
    [user('joe'), write('/srv/a'), true],
    [user('joe'), write('/etc/passwd'), false],
    [group('wheel'), write('/etc/group'), false],
    [unit('cron'), write('/srv/a'), true],
    [unit('cron'), write('/etc/systemd/system/cron.service'), false],
    [unit('cron'), write('/opt/units/cron.service'), false],
    [packages('dpkg', ['vim']), write('/etc/vimrc'), true],
    [packages('rpm', ['vim']), write('/var/lib/rpm/rpmdb.sqlite'), false],
    [packages('rpm', ['vim']), command('firewall'), true],
    [packages('rpm', ['vim']), command('packages'), false],
    [zone('public', 'permanent'), write('/etc/firewalld/zones/public.xml'), false],
    [zone('public', 'permanent'), command('firewall'), false],
    [platform(), write('/usr/bin/dnf'), false],
    [platform(), write('/srv/a'), true],
    [tree('/srv/x'), write('/opt/y'), false],
    [run({ argv: ['true'] }, ['packages']), write('/opt/y'), false],
    [user('joe'), command(), true],
  ];
  for (const [look, change, holds] of others) {
    const after =
      change.kind === 'run' ? `a command that touches ${change.touches.join(', ') || 'nothing'}` : change.path;
    it(`${holds ? 'holds' : 'does not hold'} for a ${look.kind} after ${after}`, () => {
      expect(survives({ look }, change)).to.equal(holds);
    });
  }
});
