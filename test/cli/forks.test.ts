import { expect } from 'chai';
import { defaultForks, forksFor } from '../../src/cli/forks.ts';

describe('the default of --forks', () => {
  const cases: readonly (readonly [processors: number, files: number, forks: number])[] = [
    [2, 1024, 100],
    [16, 1024, 462],
    [16, 1_048_576, 800],
    [1, 256, 50],
    [8, 100, 5],
    [4, Number.POSITIVE_INFINITY, 200],
  ];
  for (const [processors, files, forks] of cases) {
    it(`is ${forks} with ${processors} processors and ${files} open files`, () => {
      expect(forksFor(processors, files)).to.equal(forks);
    });
  }

  it('is never less than Ansible has', () => {
    expect(defaultForks()).to.be.at.least(5);
  });
});
