import git from '../../../modules/git.ts';
import { type ParityCase, parityWithAnsible } from '../../support/file-parity.ts';
import { CLONE, COMMITS, UPSTREAM, upstreamRepository } from '../../support/git-upstream.ts';

const clone = (further = ':'): string => `${CLONE} && { ${further}; }`;
const CLONED = { repo: 'file://DIR/up', dest: 'DIR/o' };

// Logs and indexes have times in them; what counts is what is checked out.
const cases: readonly ParityCase[] = [
  { name: 'clones', given: UPSTREAM, args: CLONED },
  { name: 'clones a tag shallowly', once: true, given: UPSTREAM, args: { ...CLONED, version: 'v2', depth: 1 } },
  {
    name: 'clones a branch alone',
    once: true,
    given: UPSTREAM,
    args: { ...CLONED, version: 'dev', single_branch: true, recursive: false },
  },
  { name: 'clones a commit', once: true, given: UPSTREAM, args: { ...CLONED, version: COMMITS.v1 } },
  { name: 'clones bare', once: true, given: UPSTREAM, args: { ...CLONED, bare: true }, apartFrom: ['o', 'up', 'sub'] },
  { name: 'goes to a tag', once: true, given: clone(), args: { ...CLONED, version: 'v1' } },
  { name: 'goes to a branch', given: clone(), args: { ...CLONED, version: 'dev' } },
  { name: 'goes to a branch (check)', given: clone(), args: { ...CLONED, version: 'dev' }, check: true, once: true },
  { name: 'keeps local modifications', given: clone('echo x >o/f'), args: { ...CLONED, version: 'v1' }, once: true },
  { name: 'throws them away', given: clone('echo x >o/f'), args: { ...CLONED, version: 'v1', force: true } },
  { name: 'leaves what is not tracked', once: true, given: clone('echo x >o/new'), args: { ...CLONED, version: 'v1' } },
  { name: 'does not update', once: true, given: clone(), args: { ...CLONED, version: 'dev', update: false } },
  {
    name: 'follows another remote',
    once: true,
    given: clone('mv up up2'),
    args: { ...CLONED, repo: 'file://DIR/up2' },
  },
  { name: 'does not clone', given: UPSTREAM, args: { ...CLONED, clone: false }, once: true },
  {
    name: 'wants a version that is there',
    given: UPSTREAM,
    args: { ...CLONED, version: 'nosuch' },
    apartFrom: ['o'],
    once: true,
  },
  {
    name: 'archives',
    given: clone(),
    args: { ...CLONED, archive: 'DIR/o.zip', archive_prefix: 'p/', recursive: false },
  },
];

describe('git', () => {
  upstreamRepository();
  parityWithAnsible(
    'git',
    git,
    cases.map((one) => ({ ...one, apartFrom: ['.git', ...(one.apartFrom ?? [])] })),
  );
});
