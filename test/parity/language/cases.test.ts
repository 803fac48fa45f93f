// The oracle still says of every case of the language what was recorded. With TSPLAY_RECORD=1 it is recorded anew.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type LanguageCase, languageCases, withCopy } from '../../support/language-case.ts';
import { describeParity } from '../../support/oracle.ts';
import { runOracle } from '../../support/oracle-playbook.ts';
import { transcriptLines } from '../../support/transcript.ts';

describeParity('the language, as the oracle has it', () => {
  for (const one of languageCases()) {
    it(one.name, () =>
      withCopy(one, (copy) => {
        const lines = oracleLines(one, copy);
        if (process.env.TSPLAY_RECORD === '1')
          writeFileSync(join(one.directory, 'expected.txt'), `${lines.join('\n')}\n`);
        else expect(lines).to.deep.equal(one.expected);
      }),
    ).timeout(60_000);
  }
});

function oracleLines({ hosts, args }: LanguageCase, copy: string): readonly string[] {
  const transcript = runOracle({ path: join(copy, 'site.yml'), cwd: copy, hosts, args });
  return transcriptLines(transcript).map((line) => line.replaceAll(copy, '.'));
}
