import { expect } from 'chai';
import type { Value } from '../../src/model/value.ts';
import { TemplateError } from '../../src/template/index.ts';
import { binder, keywords, required, rest } from '../../src/template/signature.ts';

const bindings = {
  plain: binder('plain', { first: required, second: 2, third: null }),
  open: binder('open', { first: required, others: rest, options: keywords }),
};

function bound(name: keyof typeof bindings, args: readonly Value[], kwargs: Readonly<Record<string, Value>>): unknown {
  try {
    return bindings[name](args, new Map(Object.entries(kwargs)));
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

describe('binding of arguments', () => {
  for (const { name, args, kwargs, gives } of [
    { name: 'plain', args: [1], kwargs: {}, gives: { first: 1, second: 2, third: null } },
    { name: 'plain', args: [1, 5], kwargs: { third: 6 }, gives: { first: 1, second: 5, third: 6 } },
    { name: 'plain', args: [], kwargs: { first: 1 }, gives: { first: 1, second: 2, third: null } },
    { name: 'plain', args: [], kwargs: {}, gives: "plain() missing 1 required positional argument: 'first'" },
    { name: 'plain', args: [1], kwargs: { first: 2 }, gives: "plain() got multiple values for argument 'first'" },
    { name: 'plain', args: [1], kwargs: { nope: 2 }, gives: "plain() got an unexpected keyword argument 'nope'" },
    { name: 'plain', args: [1, 2, 3, 4], kwargs: {}, gives: 'plain() takes at most 3 arguments (4 given)' },
    {
      name: 'open',
      args: [1, 2, 3],
      kwargs: { x: 4 },
      gives: { first: 1, others: [2, 3], options: new Map([['x', 4]]) },
    },
    { name: 'open', args: [], kwargs: { x: 4 }, gives: "open() missing 1 required positional argument: 'first'" },
  ] as const) {
    it(`${name}(${JSON.stringify(args)}, ${JSON.stringify(kwargs)})`, () => {
      expect(bound(name, args, kwargs)).to.deep.equal(gives);
    });
  }

  it('does not let one call see the arguments of another', () => {
    const bind = binder('both', { list: [] });
    expect(bind([[1]], new Map())).to.deep.equal({ list: [1] });
    expect(bind([], new Map())).to.deep.equal({ list: [] });
  });
});
