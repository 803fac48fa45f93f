// The functions that every template can call: Jinja's own, and Ansible's.

import { randomBytes } from 'node:crypto';
import type { Value } from '../../model/value.ts';
import { type Call, TemplateError } from '../callable.ts';
import { bind, integerArgument, makeDict, PyFunction, PyRange, str, truth, Undefined } from '../python/index.ts';
import { Cycler, Joiner } from './helpers.ts';
import { lookupFunction, queryFunction } from './lookup.ts';
import { loremIpsum } from './lorem.ts';
import { Namespace } from './namespace.ts';
import { now } from './now.ts';

/** The value of `omit`: a parameter with it counts as not given. The same text for the whole run, and none that a person would write. */
export const omitToken = `__omit_place_holder__${randomBytes(20).toString('hex')}`;

// Jinja's sandbox has the same limit.
const longestRange = 100_000;

function range({ args }: Call): Value {
  const [first, second, third] = args.map(integerArgument);
  if (first === undefined) throw new TemplateError('range expected at least 1 argument, got 0');
  if (args.length > 3) throw new TemplateError(`range expected at most 3 arguments, got ${args.length}`);
  const made = second === undefined ? new PyRange(0, first) : new PyRange(first, second, third ?? 1);
  if (made.length() > longestRange * 100) throw new TemplateError(`range too big: ${made.length()} items`);
  return made;
}

function dict({ args, kwargs }: Call): Value {
  if (args.length > 1) throw new TemplateError(`dict expected at most 1 argument, got ${args.length}`);
  return makeDict(args[0], kwargs);
}

function namespace({ args, kwargs }: Call): Value {
  if (args.length > 1) throw new TemplateError(`namespace expected at most 1 argument, got ${args.length}`);
  return new Namespace(args[0], kwargs);
}

function undef({ args, kwargs }: Call): Value {
  const [hint = null] = bind('undef', ['hint'], 0, args, kwargs);
  const text = hint === null || !truth(hint) ? 'Mandatory variable has not been overridden' : str(hint);
  return new Undefined({ name: 'undef', hint: text });
}

function lipsum({ args, kwargs }: Call): Value {
  const [n = 5, html = true, min = 20, max = 100] = bind(
    'generate_lorem_ipsum',
    ['n', 'html', 'min', 'max'],
    0,
    args,
    kwargs,
  );
  return loremIpsum({
    paragraphs: integerArgument(n),
    html: truth(html),
    min: integerArgument(min),
    max: integerArgument(max),
  });
}

function type(name: string, body: (call: Call) => Value): PyFunction {
  return new PyFunction(name, body, 'type');
}

/** The global functions by name; variables of the same name go before them. */
export const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['range', type('range', range)],
  ['dict', type('dict', dict)],
  ['namespace', type('jinja2.utils.Namespace', namespace)],
  ['cycler', type('jinja2.utils.Cycler', ({ args }) => new Cycler(args))],
  [
    'joiner',
    type(
      'jinja2.utils.Joiner',
      ({ args, kwargs }) => new Joiner(str(bind('joiner', ['sep'], 0, args, kwargs)[0] ?? ', ')),
    ),
  ],
  ['lipsum', new PyFunction('generate_lorem_ipsum', lipsum)],
  ['lookup', new PyFunction('lookup', lookupFunction)],
  ['query', new PyFunction('query', queryFunction)],
  ['q', new PyFunction('q', queryFunction)],
  ['now', new PyFunction('now', now)],
  ['undef', new PyFunction('undef', undef)],
  ['omit', omitToken],
]);
