import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  compileRegex,
  compileReplacement,
  escapeRegex,
  isRegexMistake,
  type PythonRegex,
  type RegexMatch,
} from '../../../src/template/text/python-regex.ts';

interface Recorded {
  readonly pattern: string;
  readonly flags: string;
  readonly error?: string;
  readonly position?: number;
  readonly text?: string;
  readonly replacement?: string;
  readonly sub?: string;
  readonly subError?: string;
}

const recorded: { readonly cases: readonly Recorded[] } = JSON.parse(
  readFileSync(new URL('python-regex.json', import.meta.url), 'utf8'),
);

function flagsOf(letters: string) {
  return {
    ignorecase: letters.includes('i'),
    multiline: letters.includes('m'),
    dotall: letters.includes('s'),
    verbose: letters.includes('x'),
    ascii: letters.includes('a'),
  };
}

function groupsOf(match: RegexMatch | undefined) {
  return match ? match.groups.map((group) => group ?? null) : null;
}

// As Python's findall: the whole match, the only group, or all groups.
function findall(regex: PythonRegex, text: string) {
  return [...regex.finditer(text)].map(({ groups }) => {
    const texts = groups.map((group) => group ?? '');
    return texts.length === 1 ? texts[0] : texts.length === 2 ? texts[1] : texts.slice(1);
  });
}

// Python counts characters, JavaScript UTF-16 units.
function characters(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}

function observed(given: Recorded) {
  const { pattern, flags, text = '', replacement } = given;
  const regex = compileRegex(pattern, flagsOf(flags));
  if (isRegexMistake(regex)) return { pattern, flags, error: regex.message, position: regex.position };
  const found = regex.search(text);
  const result = {
    pattern,
    flags,
    text,
    match: groupsOf(regex.match(text)),
    search: groupsOf(found),
    fullmatch: groupsOf(regex.fullmatch(text)),
    span: found ? [characters(text, found.start), characters(text, found.end)] : null,
    findall: findall(regex, text),
    split: regex.split(text).map((part) => part ?? null),
    split1: regex.split(text, 1).map((part) => part ?? null),
  };
  if (replacement === undefined) return result;
  const compiled = compileReplacement(regex, replacement);
  if (isRegexMistake(compiled)) return { ...result, replacement, subError: compiled.message };
  return { ...result, replacement, sub: regex.sub(compiled, text), sub1: regex.sub(compiled, text, 1) };
}

describe('Python regular expressions', () => {
  for (const given of recorded.cases) {
    const about = given.text === undefined ? 'is refused' : `on ${JSON.stringify(given.text)}`;
    it(`/${given.pattern}/${given.flags} ${about} ${given.replacement ?? ''}`, () => {
      const { error, subError, position, ...expected } = given;
      const {
        error: seenError,
        subError: seenSubError,
        position: seenPosition,
        ...seen
      } = { error: undefined, subError: undefined, position: undefined, ...observed(given) };
      expect(seen).to.deep.equal(expected);
      expect(seenError === undefined, seenError).to.equal(error === undefined);
      expect(seenSubError === undefined, seenSubError).to.equal(subError === undefined);
      if (error !== undefined)
        expect(`${seenPosition} ${seenError}`)
          .to.include(error)
          .and.match(new RegExp(`^${position} `));
    });
  }

  for (const { pattern, text, groups } of [
    { pattern: 'foo(?i)bar', text: 'FOOBAR', groups: ['FOOBAR'] },
    { pattern: '^\\s*(?i)port(?m)$', text: 'x\nPORT\ny', groups: ['PORT'] },
    { pattern: '(a) (?x) b # end', text: 'ab', groups: ['ab', 'a'] },
  ]) {
    it(`takes flags in the middle, as Python before 3.11 does: ${pattern}`, () => {
      const regex = compileRegex(pattern);
      expect(isRegexMistake(regex) ? regex : groupsOf(regex.search(text))).to.deep.equal(groups);
    });
  }

  it('escapes what has a meaning in a pattern', () => {
    expect(escapeRegex('a.b*c[d]e{f}g(h)i+j?k^l$m|n\\o p-q#r&s~t\nu_v"w,x/y:z;<=>@`\'%!')).to.equal(
      'a\\.b\\*c\\[d\\]e\\{f\\}g\\(h\\)i\\+j\\?k\\^l\\$m\\|n\\\\o\\ p\\-q\\#r\\&s\\~t\\\nu_v"w,x/y:z;<=>@`\'%!',
    );
  });
});
