// Tests with regular expressions.

import type { Value } from '../../model/value.ts';
import { str, truth } from '../python/index.ts';
import { regexOf } from '../text/regex-of.ts';
import { choiceArgument, type TestDefinition, test } from './define.ts';

const parameters = { pattern: '', ignorecase: false, multiline: false } as const;

export const patternTests: readonly TestDefinition[] = [
  test('match', parameters, (input, args) => holds(input, args, 'match')),
  test('search', parameters, (input, args) => holds(input, args, 'search')),
  test('regex', { ...parameters, match_type: 'search' }, (input, args) => {
    const types = ['match', 'search', 'fullmatch'] as const;
    const message = `match_type must be one of ${types.join(', ')}, not ${str(args.match_type)}`;
    return holds(input, args, choiceArgument(args.match_type, types, message));
  }),
];

interface PatternArguments {
  readonly pattern: Value;
  readonly ignorecase: Value;
  readonly multiline: Value;
}

function holds(input: Value, args: PatternArguments, how: 'match' | 'search' | 'fullmatch'): boolean {
  const text = str(input);
  const flags = { ignorecase: truth(args.ignorecase), multiline: truth(args.multiline) };
  const regex = regexOf(args.pattern, flags);
  return regex[how](text) !== undefined;
}
