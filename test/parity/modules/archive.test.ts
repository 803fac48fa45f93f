import { execFileSync } from 'node:child_process';
import archive from '../../../modules/archive.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';
import { type HostCase, hostParity } from '../../support/host-parity.ts';

const MODULE = 'community.general.archive';

const START = `rm -rf /srv/t; mkdir -p /srv/t/d/e /srv/t/d/empty /srv/t/x/d; cd /srv/t
echo one >one; echo two >two; echo dx >d/x; echo y >d/e/y; ln -s x d/l; ln -s e d/le; ln -s nowhere d/dangling; ln -s d ld
echo h >d/h1; ln d/h1 d/h2; echo .h >.hid; echo v >d/.hid2; printf a >'d/a b'; printf b >d/-b; chmod 4751 d/x; chmod 1777 d/e
touch -d '2020-01-01 00:00:00.5' one d/x`;

// What is there and what is in the archives: the order of members is chance, and so is which of two names of a file comes first.
const STATE = `cd /srv/t || exit 0; find . -printf '%y %m %p\\n' | sort
for f in *.tgz *.txz *.tar *.gz *.bz2 *.xz d/*.tgz; do [ -s "$f" ] || continue; echo "== $f"
  case $f in *.gz) gzip -dc "$f" | sha1sum;; *.bz2) bzip2 -dc "$f" | sha1sum;; *.xz) xz -dc "$f" | sha1sum;;
  *) python3 -c 'import tarfile, sys
archive = tarfile.open(sys.argv[1])
for one in sorted(archive.getmembers(), key=lambda one: one.name):
  file = archive.getmember(one.linkname) if one.islnk() else one
  print(one.name, oct(one.mode), one.uid, one.gid, file.size, file.type, file.linkname, int(file.mtime) == 1577836800)' "$f"
  esac; done 2>/dev/null`;

interface Case {
  readonly args: HostCase['args'];
  readonly given?: string;
  /** Done before the second run. */
  readonly between?: string;
  readonly once?: true;
  readonly except?: readonly string[];
}

const CASES: readonly Case[] = [
  { args: { path: '/srv/t', dest: '/srv/t/a.tgz' } },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz', mode: '0600', owner: 'daemon' } },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz' }, between: 'chmod 600 /srv/t/d/x' },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz' }, between: 'chown 1 /srv/t/d/x' },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz' }, between: 'echo more >>/srv/t/d/e/y' },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz' }, between: 'rm /srv/t/d/e/y' },
  { args: { path: '/srv/t/ld', dest: '/srv/t/a.tgz' } },
  { args: { path: '/srv/t/ld/', dest: '/srv/t/a.tar', format: 'tar' } },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.txz', format: 'xz', exclusion_patterns: ['x', 'd/e', 'd/h?'] } },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz', exclusion_patterns: ['/srv/t/d/x', '*/y'] } },
  { args: { path: ['/srv/t/d', '/srv/t/one'], dest: '/srv/t/a.tgz', exclusion_patterns: ['one', 'H?'] } },
  { args: { path: '/srv/t/d', dest: '/srv/t/a.tgz', exclude_path: '/srv/t/d/x' } },
  { args: { path: '/srv/t/d', dest: '/srv/t/d/a.tgz' } },
  { args: { path: ['/srv/t/d', '/srv/t/one'], dest: '/srv/t/a.tgz', remove: true } },
  {
    args: { path: ['/srv/t/d', '/srv/t/one'], dest: '/srv/t/a.tgz', remove: true, exclusion_patterns: ['d/x', 'one'] },
  },
  { args: { path: '/srv/t/one', dest: '/srv/t/a.gz', remove: true } },
  { args: { path: '/srv/t/d', dest: '/srv/t/d/a.tgz', remove: true }, once: true },
  { args: { path: '/srv/t/one' } },
  { args: { path: '/srv/t/one', format: 'bz2' }, between: 'echo more >>/srv/t/one' },
  { args: { path: '/srv/t/one', format: 'xz' }, between: 'touch /srv/t/one' },
  { args: { path: '/srv/t/d/l', dest: '/srv/t/a.gz' } },
  { args: { path: '/srv/t/one', format: 'tar' } },
  { args: { path: '/srv/t/one', force_archive: true, dest: '/srv/t/a.tgz' } },
  { args: { path: '/srv/t/one', force_archive: true }, once: true },
  { args: { path: '/srv/t/d' }, once: true, except: ['state', 'mode', 'uid', 'gid', 'owner', 'group', 'size'] },
  { args: { path: ['/srv/t/one', '/srv/t/two'] }, once: true },
  { args: { path: '/srv/t/one/x', format: 'zip' } },
  { args: { path: ['/srv/nope/n', '/srv/t/one'], dest: '/srv/t/a.tgz' } },
  { args: { path: ['/srv/t/nope'], dest: '/srv/t/a.tgz' }, between: 'touch /srv/t/a.tgz' },
  { args: { path: ['/srv/t/nope'], dest: '/srv/t/a.foo', mode: '0600' }, between: 'touch /srv/t/a.foo' },
  { args: { path: ['/srv/t/d/x', '/srv/t/one'], dest: '/srv/t/a.gz', exclude_path: ['/srv/t/one'] } },
  { args: { path: ['/srv/t/d'], dest: '/srv/t/a.gz', exclude_path: ['/srv/t/d'] }, once: true },
  { args: { path: ['/srv/t/zz*'], dest: '/srv/t/a.gz' }, once: true },
  { args: { path: ['/srv/t/*'], dest: '/srv/t/a.tgz', exclude_path: ['/srv/t/d*', '/srv/t/a*'] } },
  { args: { path: ['/srv/t/.*', '/srv/t/*/x', '/srv/t/d/h[!2]'], dest: '/srv/t/a.tgz' } },
  { args: { path: ['/srv/t/o?e'], dest: '/srv/t/a.tgz' } },
  { args: { path: '/srv/t/one,/srv/t/d/e', dest: '/srv/t/a.tgz' } },
  { args: { path: ['/srv/t/d', '/srv/t/x/'], dest: '/srv/t/a.tgz' } },
  { args: { path: ['/srv/t/d/dangling', '/srv/t/one'], dest: '/srv/t/a.tgz' } },
  { args: { path: '/srv/t/one', dest: '/srv/t/a.gz' }, given: 'echo rubbish >/srv/t/a.gz; chmod 600 /srv/t/a.gz' },
  {
    args: { path: '/srv/t/d', dest: '/srv/t/a.tgz' },
    given: 'echo rubbish >/srv/t/a.tgz; chmod 600 /srv/t/a.tgz',
  },
  { args: { path: '/srv/t/d', dest: '/srv/t/no/a.tgz' }, once: true },
  { args: { path: '/srv/t/d', dest: '/srv/t/x' }, once: true },
];

// Sizes of what is packed are each packer's own; Ansible's lists are in the order of the directory.
const EXCEPT = ['size'];

hostParity('archive', {
  flavour: 'debian',
  state: STATE,
  unordered: ['archived', 'expanded_paths'],
  cases: CASES.flatMap(({ args, given, between, once, except = [] }): HostCase[] => {
    const common = { module: MODULE, args, except: [...EXCEPT, ...except] };
    const first = { ...common, given: given === undefined ? START : `${START}\n${given}` };
    const name = `${JSON.stringify(args)}${between === undefined ? '' : `, and then ${between}`}`;
    return once
      ? [first]
      : [first, { ...common, ...(between !== undefined && { given: between }), name: `${name}, again` }];
  }),
});

// The bytes of an archive are each engine's own; a second run of ours on what we made is the same as theirs on theirs.
const given =
  'mkdir -p t/d/e t/empty; cd t; echo one >one; echo x >d/x; echo y >d/e/y; echo two >"t o"; chmod 751 d/x; printf b >-b; touch ../f.o';
const zip = { dest: 'DIR/a.zip', format: 'zip' };
const bytes = { except: ['size'], apartFrom: ['a.zip', 'one.zip'] };

const ZIPS: readonly ParityCase[] = [
  { given, args: { path: 'DIR/t/one', format: 'zip' }, ...bytes },
  { given, args: { path: 'DIR/t/one', ...zip, mode: '0600' }, ...bytes },
  { given, args: { path: 'DIR/t/empty', ...zip }, ...bytes },
  { given, args: { path: ['DIR/t/d/x', 'DIR/f.o', 'DIR/none'], ...zip }, ...bytes },
  { given, args: { path: 'DIR/t/one', ...zip, remove: true }, ...bytes },
  { given, args: { path: 'DIR/t/d', ...zip, exclusion_patterns: ['*/d/x', 'd/e'] }, ...bytes },
  { given, args: { path: ['DIR/t/o*'], ...zip }, ...bytes },
  { given, args: { path: 'DIR/t/one/x', format: 'zip' }, ...bytes },
];

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}

if (isThere('zip')) parityWithAnsible(MODULE, archive, ZIPS);
else describe.skip('archive as zip (zip is not installed)', () => undefined);
