import { expect } from 'chai';
import { parseLine, setOption } from '../../../src/host/ssh/config-file.ts';
import { sentEnvironment } from '../../../src/host/ssh/environment.ts';

const ENVIRONMENT = {
  LANG: 'de_DE.UTF-8',
  LC_ALL: 'C.UTF-8',
  LC_TIME: 'C',
  LANGUAGE: 'de',
  SECRET: 'x',
  UNSET: undefined,
};

const cases: readonly {
  readonly name: string;
  readonly lines: readonly string[];
  readonly sent: Readonly<Record<string, string>>;
}[] = [
  { name: 'nothing where nothing is said', lines: [], sent: {} },
  {
    name: 'what Debian says by default',
    lines: ['SendEnv LANG LC_*'],
    sent: { LANG: 'de_DE.UTF-8', LC_ALL: 'C.UTF-8', LC_TIME: 'C' },
  },
  { name: 'several lines', lines: ['SendEnv LC_TIME', 'SendEnv LAN?'], sent: { LC_TIME: 'C', LANG: 'de_DE.UTF-8' } },
  { name: 'without what is taken back', lines: ['SendEnv LANG LC_*', 'SendEnv -LC_*'], sent: { LANG: 'de_DE.UTF-8' } },
  { name: 'no pattern as a regular expression', lines: ['SendEnv L.NG'], sent: {} },
  { name: 'nothing that is not set', lines: ['SendEnv UNSET NONE'], sent: {} },
  {
    name: 'what is set for it, first of all',
    lines: ['SetEnv LANG=C "WORDS=a b=c"', 'SetEnv LATE=x', 'SendEnv LANG'],
    sent: { LANG: 'C', WORDS: 'a b=c' },
  },
];

describe('the environment that ssh hands on', () => {
  for (const { name, lines, sent } of cases)
    it(`is ${name}`, () => {
      const options = new Map<string, readonly string[]>();
      for (const line of lines) {
        const parsed = parseLine(line);
        if (parsed) setOption(options, parsed);
      }
      expect(sentEnvironment(options, ENVIRONMENT)).to.deep.equal(sent);
    });
});
