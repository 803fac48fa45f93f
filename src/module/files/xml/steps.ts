// Takes expressions apart as far as elements can be made from them: the last step, its conditions, and what must be there before.

/** What an expression asks to be there. */
export type Wish =
  | { readonly kind: 'element'; readonly parent: string; readonly name: string; readonly conditions: readonly string[] }
  | { readonly kind: 'attribute'; readonly parent: string; readonly name: string; readonly value: string }
  | { readonly kind: 'text'; readonly parent: string; readonly value: string };

const NAME = /^(?:[\w.-]+:)?[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** The wish of an expression without spaces around it; `undefined` where nothing can be made from it. */
export function wishOf(expression: string): Wish | undefined {
  const equation = /^(.*?)\s*=\s*(?:'([^']*)'|"([^"]*)")$/s.exec(outside(expression));
  const path = equation ? (equation[1] ?? '') : expression;
  const parts = splitAt(path, '/');
  const last = parts.at(-1) ?? '';
  const parent = parts.slice(0, -1).join('/');
  if (equation) {
    const value =
      /(?:'([^']*)'|"([^"]*)")$/s
        .exec(expression)
        ?.slice(1)
        .find((one) => one !== undefined) ?? '';
    return valueWish(parent, last, value);
  }
  if (last.startsWith('@'))
    return NAME.test(last.slice(1)) ? { kind: 'attribute', parent, name: last.slice(1), value: '' } : undefined;
  const [name = '', ...conditions] = conditionsOf(last);
  return NAME.test(name) ? { kind: 'element', parent, name, conditions } : undefined;
}

function valueWish(parent: string, last: string, value: string): Wish | undefined {
  if (last === 'text()') return { kind: 'text', parent, value };
  const name = last.slice(1);
  return last.startsWith('@') && NAME.test(name) ? { kind: 'attribute', parent, name, value } : undefined;
}

// Conditions in brackets may hold an equation of their own, which is not the expression's: their = is hidden.
function outside(expression: string): string {
  let depth = 0;
  return [...expression]
    .map((one) => {
      if (one === '[') depth += 1;
      else if (one === ']') depth -= 1;
      return depth > 0 && one === '=' ? '_' : one;
    })
    .join('');
}

/** The name of a step and its conditions; those that `and` joins are apart. */
function conditionsOf(step: string): readonly string[] {
  const [name = ''] = splitAt(step, '[');
  const rest = step.slice(name.length);
  const conditions: string[] = [];
  let at = 0;
  while (at < rest.length) {
    const end = closing(rest, at);
    if (rest[at] !== '[' || end < 0) return [];
    conditions.push(...splitAt(rest.slice(at + 1, end), ' and ').map((one) => one.trim()));
    at = end + 1;
  }
  return [name, ...conditions];
}

function closing(text: string, start: number): number {
  let depth = 0;
  for (const { index, char, quoted } of characters(text, start)) {
    if (quoted) continue;
    if (char === '[') depth += 1;
    if (char === ']') depth -= 1;
    if (depth === 0) return index;
  }
  return -1;
}

/** The parts between separators that stand neither in quotes nor in brackets. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { index, char, quoted } of characters(text, 0)) {
    if (quoted || index < from) continue;
    if (depth === 0 && text.startsWith(separator, index)) {
      parts.push(text.slice(from, index));
      from = index + separator.length;
    }
    if (char === '[' || char === '(') depth += 1;
    if (char === ']' || char === ')') depth -= 1;
  }
  return [...parts, text.slice(from)];
}

function* characters(
  text: string,
  start: number,
): Generator<{ readonly index: number; readonly char: string; readonly quoted: boolean }> {
  let quote = '';
  for (let index = start; index < text.length; index += 1) {
    const char = text[index] ?? '';
    const opens = quote === '' && (char === '"' || char === "'");
    yield { index, char, quoted: quote !== '' || opens };
    if (opens) quote = char;
    else if (char === quote) quote = '';
  }
}
