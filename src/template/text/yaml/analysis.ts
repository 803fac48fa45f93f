// In which styles a piece of text can be written as a YAML scalar without changing it.

export interface ScalarAnalysis {
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
  readonly block: boolean;
}

/** Characters that libyaml writes as they are; the rest is escaped. */
export function isPrintable(char: string): boolean {
  return /^[\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$/.test(char);
}

export function isBreak(char: string | undefined): boolean {
  return char !== undefined && /^[\r\n\x85\u2028\u2029]$/.test(char);
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || char === ' ' || char === '\t' || char === '\0' || isBreak(char);
}

/** Looks at the characters (code points) of a text. */
export function analyzeScalar(chars: readonly string[]): ScalarAnalysis {
  if (chars.length === 0)
    return { multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true, block: false };
  const indicators = findIndicators(chars);
  const special = chars.some((char) => !isPrintable(char));
  const multiline = chars.some(isBreak);
  const first = chars[0];
  const last = chars.at(-1);
  const ends = [first, last].some((char) => char === ' ' || isBreak(char));
  const pairs = chars.map((char, index) => [chars[index - 1], char] as const);
  const breakThenSpace = pairs.some(([before, char]) => isBreak(before) && char === ' ');
  const spaceThenBreak = pairs.some(([before, char]) => before === ' ' && isBreak(char));
  const plain = !ends && !multiline && !special;
  return {
    multiline,
    flowPlain: plain && !indicators.flow,
    blockPlain: plain && !indicators.block,
    singleQuoted: !breakThenSpace && !spaceThenBreak && !special,
    block: last !== ' ' && !spaceThenBreak && !special,
  };
}

interface Indicators {
  readonly flow: boolean;
  readonly block: boolean;
}

function findIndicators(chars: readonly string[]): Indicators {
  const start = chars.slice(0, 3).join('');
  let flow = start === '---' || start === '...';
  let block = flow;
  for (const [index, char] of chars.entries()) {
    const atStart = index === 0;
    const blankAfter = isBlank(chars[index + 1]);
    const always = atStart
      ? '#,[]{}&*!|>\'"%@`'.includes(char) || (char === '-' && blankAfter)
      : char === '#' && isBlank(chars[index - 1]);
    const inFlow = atStart ? '?:'.includes(char) : ',?[]{}:'.includes(char);
    flow ||= always || inFlow;
    block ||= always || ((char === ':' || (atStart && char === '?')) && blankAfter);
  }
  return { flow, block };
}
