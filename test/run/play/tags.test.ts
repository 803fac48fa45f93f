// Which tags let a task run.

import { expect } from 'chai';
import { tagsWanted } from '../../../src/run/play/tags.ts';

/** Tags of a task, `--tags`, `--skip-tags`, whether it runs. */
const CASES: readonly (readonly [readonly string[], readonly string[], readonly string[], boolean])[] = [
  [[], ['all'], [], true],
  [['a'], ['all'], [], true],
  [['never'], ['all'], [], false],
  [['never', 'a'], ['a'], [], true],
  [['never'], ['never'], [], true],
  [['never', 'always'], ['all'], [], true],
  [['a'], ['b'], [], false],
  [[], ['b'], [], false],
  [['always'], ['b'], [], true],
  [['a'], ['tagged'], [], true],
  [[], ['tagged'], [], false],
  [['never', 'a'], ['tagged'], [], false],
  [[], ['untagged'], [], true],
  [['a'], ['untagged'], [], false],
  [['a'], ['all'], ['a'], false],
  [['always'], ['all'], ['always'], false],
  [['always'], ['all'], ['all'], true],
  [['a'], ['all'], ['all'], false],
  [['a'], ['all'], ['tagged'], false],
  [[], ['all'], ['tagged'], true],
  [[], ['all'], ['untagged'], false],
  [['a', 'b'], ['a'], ['b'], false],
];

describe('tags', () => {
  for (const [tags, run, skip, wanted] of CASES) {
    const words = `[${tags}] with --tags ${run}${skip.length > 0 ? ` --skip-tags ${skip}` : ''}`;
    it(`${words}: ${wanted ? 'runs' : 'is left out'}`, () => {
      expect(tagsWanted(tags, { run, skip })).to.equal(wanted);
    });
  }
});
