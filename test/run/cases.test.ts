// Every case of the language ends as the oracle said when it was recorded.

import { join } from 'node:path';
import { expect } from 'chai';
import { languageCases, withCopy } from '../support/language-case.ts';
import { runPlaybook } from '../support/run-playbook.ts';
import { transcriptLines, transcriptOf } from '../support/transcript.ts';

describe('the language', () => {
  for (const one of languageCases()) {
    it(one.name, () =>
      withCopy(one, async (copy) => {
        const { hosts, settings } = one;
        const { events, summary } = await runPlaybook({ path: join(copy, 'site.yml'), hosts, settings });
        expect(summary.problems).to.deep.equal([]);
        const lines = transcriptLines(transcriptOf(events)).map((line) => line.replaceAll(copy, '.'));
        expect(lines).to.deep.equal(one.expected);
      }),
    );
  }
});
