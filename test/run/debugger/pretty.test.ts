// Values as the debugger prints them; each text is what Python's pprint gives.

import { expect } from 'chai';
import { toValue } from '../../../src/model/value.ts';
import { pretty } from '../../../src/run/debugger/pretty.ts';

const long = 'x'.repeat(40);

const PRINTED: readonly (readonly [value: Parameters<typeof toValue>[0], text: string])[] = [
  [null, 'None'],
  ['a', "'a'"],
  [{ b: 1, a: [true] }, "{'a': [True], 'b': 1}"],
  [{ b: long, a: long }, `{'a': '${long}',\n 'b': '${long}'}`],
  [[long, long], `['${long}',\n '${long}']`],
  [{ key: [long, long], z: {} }, `{'key': ['${long}',\n         '${long}'],\n 'z': {}}`],
  [{ outer: { a: long, b: { c: long } } }, `{'outer': {'a': '${long}',\n           'b': {'c': '${long}'}}}`],
];

describe('values in the debugger', () => {
  for (const [value, text] of PRINTED) {
    it(text.slice(0, 40), () => expect(pretty(toValue(value))).to.equal(text));
  }
});
