// Jinja's filters that apply another filter or a test to every item: map, select, reject and their kin.

import type { Value } from '../../model/value.ts';
import { type CallContext, TemplateError } from '../callable.ts';
import { iterate, type Kwargs, toList, truth, typeName } from '../python/index.ts';
import { type FilterDefinition, filter, keywords, rest } from './define.ts';
import { attributeGetter, type Getter } from './items.ts';

export const selectFilters: readonly FilterDefinition[] = [
  filter('map', { args: rest, kwargs: keywords }, (input, { args, kwargs }, context) => {
    const change =
      args.length === 0 && kwargs.has('attribute') ? mapAttribute(kwargs) : mapFilter(args, kwargs, context);
    // Jinja asks for the truth first: None, 0 and False have no items.
    return truth(input) ? Array.from(iterate(input), change) : [];
  }),
  selecting('select', false, true),
  selecting('reject', false, false),
  selecting('selectattr', true, true),
  selecting('rejectattr', true, false),
];

function mapAttribute(kwargs: Kwargs): Getter {
  for (const name of kwargs.keys())
    if (name !== 'attribute' && name !== 'default') throw new TemplateError(`Unexpected keyword argument '${name}'`);
  return attributeGetter(kwargs.get('attribute') ?? null, kwargs.get('default') ?? null);
}

function mapFilter(args: readonly Value[], kwargs: Kwargs, context: CallContext): Getter {
  const [name, ...others] = args;
  if (name === undefined) throw new TemplateError('map requires a filter argument');
  const filterName = calledName(name);
  return (item) => context.filter(filterName, item, others, kwargs);
}

function calledName(name: Value): string {
  if (typeof name === 'string') return name;
  throw new TemplateError(`the name of a filter or test must be a string, not ${typeName(name)}`);
}

function selecting(name: string, byAttribute: boolean, wanted: boolean): FilterDefinition {
  return filter(name, { args: rest, kwargs: keywords }, (input, { args, kwargs }, context) => {
    const [attribute, ...others] = byAttribute ? args : [null, ...args];
    if (attribute === undefined) throw new TemplateError('Missing parameter for attribute name');
    const get = attributeGetter(attribute);
    const holds = condition(others, kwargs, context);
    return truth(input) ? toList(input).filter((item) => holds(get(item)) === wanted) : [];
  });
}

function condition(args: readonly Value[], kwargs: Kwargs, context: CallContext): (value: Value) => boolean {
  const [name, ...others] = args;
  if (name === undefined) return truth;
  const testName = calledName(name);
  // A test's keyword arguments reach it in their order: tests take few, and the context has no way to name them.
  const testArgs = [...others, ...kwargs.values()];
  return (value) => context.test(testName, value, testArgs);
}
