// Rules of the language, each a play of ours: run by both engines they come to the same outcomes, results, recap and files.

import { expect } from 'chai';
import { describeParity } from '../../support/oracle.ts';
import { type GroupRun, ruleGroups, runGroup } from '../../support/rule-group.ts';

describeParity('rules of the language', () => {
  for (const group of ruleGroups()) {
    describe(group.name, () => {
      let oracle: GroupRun;
      let tsplay: GroupRun;
      before(async () => {
        ({ oracle, tsplay } = await runGroup(group));
      });

      for (const rule of group.rules) {
        it(rule, () => {
          const expected = oracle.plays.get(rule);
          // A rule that the oracle does not come to holds nothing.
          expect(expected, oracle.complaint).to.not.equal(undefined);
          expect(tsplay.plays.get(rule), tsplay.complaint).to.deep.equal(expected);
        });
      }

      it('ends with the same recap, exit code and files', () => {
        expect(tsplay.recap, tsplay.complaint).to.deep.equal(oracle.recap);
        expect(tsplay.exitCode, tsplay.complaint).to.equal(oracle.exitCode);
        expect(tsplay.files).to.deep.equal(oracle.files);
      });
    });
  }
});
