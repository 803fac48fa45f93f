import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pip from '../../modules/pip.ts';
import { canonical, requirementsOf, satisfies } from '../../src/module/pip/requirement.ts';
import { obeysTheLaws } from '../support/laws.ts';
import { makeWheels } from '../support/wheels.ts';

describe('pip', () => {
  const root = mkdtempSync(join(tmpdir(), 'tsplay-pip-'));
  const virtualenv = join(root, 'v');
  const extra_args = `--no-index --find-links ${root}`;
  const venv = { virtualenv, virtualenv_command: 'python3 -m venv' };
  before(function prepare() {
    this.timeout(120_000);
    try {
      makeWheels(root);
      execFileSync('python3', ['-m', 'venv', virtualenv], { stdio: 'pipe' });
    } catch {
      console.log('      skipped: this machine has no python3 that can make environments');
      this.skip();
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const has = (...wheels: readonly string[]): string => {
    const files = wheels.map((wheel) => `${root}/${wheel}-py3-none-any.whl`).join(' ');
    return `rm -rf ${virtualenv}/lib/python*/site-packages/pkg*; ${files === '' ? ':' : `${virtualenv}/bin/pip -q install --no-deps --no-index ${files}`}`;
  };

  describe('under the laws', () =>
    obeysTheLaws(
      pip,
      [
        {
          name: 'installs a package with what it needs, and takes both back',
          given: has(),
          args: { ...venv, name: 'pkg-b', extra_args },
        },
        {
          name: 'leaves what is there',
          given: has('pkga-1.0', 'pkg_b-1.0'),
          args: { ...venv, name: ['PKGA', 'pkg.b==1.*'], extra_args: '--no-such-option' },
          changed: false,
        },
        {
          name: 'finds in check mode that there is nothing newer',
          given: has('pkga-2.0'),
          args: { ...venv, name: 'pkga', state: 'latest', extra_args },
          changed: false,
        },
        {
          name: 'goes by a file of requirements',
          given: `${has('pkga-1.0')}; echo pkg_b >r.txt`,
          args: { ...venv, requirements: 'r.txt', chdir: 'DIR', extra_args },
        },
        {
          name: 'removes what is there',
          given: has('pkga-1.0'),
          args: { ...venv, name: ['pkga', 'pkg_b'], state: 'absent' },
          cannotUndo: true,
        },
        {
          name: 'leaves what is gone',
          given: has(),
          args: { ...venv, name: ['pkga', 'pkg_b'], state: 'absent' },
          changed: false,
        },
        {
          name: 'makes the environment',
          args: { ...venv, virtualenv: 'DIR/e', name: 'pkga==1.0', extra_args },
          cannotUndo: true,
        },
        {
          name: 'finds in check mode what is nowhere',
          given: has(),
          args: { ...venv, name: 'nosuch', extra_args },
          fails: 'No matching distribution found for nosuch',
        },
        {
          name: 'wants the program that makes environments',
          args: { virtualenv: 'DIR/e', virtualenv_command: 'nosuch', name: 'pkga' },
          fails: 'Failed to find required executable "nosuch"; install it',
        },
        {
          name: 'wants pip',
          args: { executable: 'nosuch', name: 'pkga' },
          fails: 'Unable to find any of nosuch to use',
        },
        { name: 'wants something', args: {}, fails: 'one of the following is required: name, requirements' },
        {
          name: 'wants one version',
          args: { name: 'pkga==1', version: '1' },
          fails: "'version' conflicts with the version behind the name",
        },
      ],
      { state: `ls ${virtualenv}/lib/python*/site-packages | grep -v __pycache__` },
    ));

  it('reads requirements', () => {
    const parts = ['a>=1', '<2', 'b[x', 'y]>1', ' c ', 'git+https://h/x.git', './d', 'e; python_version<"3"', 'f-.g'];
    expect(requirementsOf(parts).map(({ text, name }) => [text, name])).to.deep.equal([
      ['a>=1,<2', 'a'],
      ['b[x,y]>1', undefined],
      ['c', 'c'],
      ['git+https://h/x.git', undefined],
      ['./d', undefined],
      ['e; python_version<"3"', undefined],
      ['f-.g', 'f-g'],
    ]);
    expect(canonical('Zope.Interface__x')).to.equal('zope-interface-x');
  });

  const VERSIONS: readonly (readonly [string, string, boolean])[] = [
    ['1.0', '==1', true],
    ['1.0', '==1.0.0', true],
    ['1.0.1', '==1.0', false],
    ['1.0+local', '==1.0', true],
    ['1.0.5', '==1.0.*', true],
    ['1.10', '==1.1.*', false],
    ['1.10', '!=1.1.*', true],
    ['1.4.9', '~=1.4.2', true],
    ['1.5', '~=1.4.2', false],
    ['1.9', '~=1.4', true],
    ['2.0', '~=1.4', false],
    ['2.0rc1', '>=2', false],
    ['2.0.post1', '>2.0.dev1', true],
    ['3', '>1,!=2,<4', true],
    ['2', '>1,!=2,<4', false],
    ['1.0-x', '===1.0-x', true],
  ];
  for (const [version, wanted, result] of VERSIONS)
    it(`says that ${version} is ${result ? '' : 'not '}${wanted}`, () => {
      const [requirement] = requirementsOf([`a${wanted}`]);
      expect(requirement && satisfies(version, requirement)).to.equal(result);
    });
});
