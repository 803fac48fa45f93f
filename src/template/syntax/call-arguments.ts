// The grammar of arguments: `(a, b, name=c, *rest, **keywords)`.

import type { Arguments, Expression } from './ast.ts';
import type { Grammar } from './grammar.ts';

export const noArguments: Arguments = { args: [], kwargs: [], rest: undefined, keywords: undefined };

/** Arguments in their parentheses. */
export function parseArguments(grammar: Grammar): Arguments {
  const { stream } = grammar;
  const open = stream.expect('lparen');
  const args: Expression[] = [];
  const kwargs: { name: string; value: Expression }[] = [];
  let rest: Expression | undefined;
  let keywords: Expression | undefined;
  const ensure = (allowed: boolean) => allowed || stream.fail('invalid syntax for function call expression', open);
  for (let first = true; !stream.is('rparen'); first = false) {
    if (!first) stream.expect('comma');
    if (stream.is('rparen')) break;
    if (stream.skip('mul')) {
      ensure(!rest && !keywords);
      rest = grammar.expression();
    } else if (stream.skip('pow')) {
      ensure(!keywords);
      keywords = grammar.expression();
    } else if (stream.is('name') && stream.look().type === 'assign') {
      ensure(!keywords);
      const name = stream.next().text;
      stream.next();
      kwargs.push({ name, value: grammar.expression() });
    } else {
      ensure(!rest && !keywords && kwargs.length === 0);
      args.push(grammar.expression());
    }
  }
  stream.expect('rparen');
  return { args, kwargs, rest, keywords };
}
